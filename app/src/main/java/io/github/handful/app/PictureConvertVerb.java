package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskPng;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.PicturePng;
import io.github.handful.imaging.Sample;
import io.github.handful.imaging.Slab;
import io.github.handful.imaging.Slices;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What convert does to make pictures of volumes: each slice by itself, or of slabs whose mask is of
 * the middle slice that one and its neighbours as colours.
 */
record PictureConvertVerb(
    Path given, Cut cut, OutputFolder out, CommonOptions common, Console console) {
  /** So many samples of a volume are enough to find its range. */
  private static final int RANGE_SAMPLES = 1 << 18;

  /** What becomes a picture. */
  enum Cut {
    SLICES,
    SLABS
  }

  /** The result of the verb. */
  private record Converted(Path folder, List<String> ids, float low, float high) {}

  private record Picture(String id, Image image, Optional<LabelMap> mask) {}

  /**
   * A volume.
   *
   * @param decides whether its values have a say in the range of all pictures
   */
  private record Volume(
      Optional<String> split, boolean decides, Supplier<List<Picture>> pictures) {}

  /** Writes the pictures. */
  void run() throws IOException {
    out.requireOtherThan(given).requireEmpty();
    boolean masks = cut == Cut.SLABS || Files.isDirectory(given) && DataSet.hasMasks(given);
    Optional<DataSet> labelled = masks ? Optional.of(DataSet.open(given)) : Optional.empty();
    List<Volume> volumes = labelled.isPresent() ? volumes(labelled.get()) : volumes();
    IntensityWindow window = window(volumes);
    out.create();
    int classes = labelled.map(set -> set.classNames().size()).orElse(0);
    List<String> ids = new ArrayList<>();
    StringBuilder splits = new StringBuilder();
    try (Progress progress = console.progress()) {
      progress.begin("converting", volumes.size());
      int done = 0;
      for (Volume volume : volumes) {
        for (Picture picture : volume.pictures().get()) {
          write(picture, window, classes);
          ids.add(picture.id());
          volume.split().ifPresent(name -> splits.append(picture.id() + "," + name + "\n"));
        }
        progress.at(++done, List.of());
      }
    }
    if (!splits.isEmpty()) {
      byte[] table = ("id,split\n" + splits).getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(out.path().resolve("split.csv"), table);
    }
    console.result(
        common,
        new Converted(out.path(), ids, window.low(), window.high()),
        String.format(
            Locale.ROOT,
            "%d pictures written to %s; %.4g to %.4g became 0 to 255.",
            ids.size(),
            out.path(),
            window.low(),
            window.high()));
  }

  private void write(Picture picture, IntensityWindow window, int classes) throws IOException {
    PicturePng.write(file("images", picture.id()), window.apply(picture.image()));
    if (picture.mask().isPresent()) {
      MaskPng.write(file("masks", picture.id()), picture.mask().get(), classes);
    }
  }

  private List<Volume> volumes(DataSet set) {
    List<Pair> training = set.trainingPairs();
    List<Volume> volumes = new ArrayList<>();
    for (Pair pair : set.pairs()) {
      volumes.add(
          new Volume(
              Optional.ofNullable(set.split().get(pair.id())),
              training.contains(pair),
              () -> pictures(set, pair)));
    }
    return volumes;
  }

  private List<Picture> pictures(DataSet set, Pair pair) {
    if (cut == Cut.SLABS) {
      Slab slab = Slab.read(pair, set.encoding());
      return List.of(new Picture(slab.id(), slab.picture(), Optional.of(slab.mask())));
    }
    Sample sample = set.read(pair);
    return slices(sample.id(), sample.image(), Optional.of(sample.labels()));
  }

  private List<Volume> volumes() throws IOException {
    return ImageInputs.list(given, 1).stream()
        .map(
            input ->
                new Volume(
                    Optional.empty(),
                    true,
                    () -> slices(input.id(), input.read(), Optional.empty())))
        .toList();
  }

  private static List<Picture> slices(String id, Image volume, Optional<LabelMap> labels) {
    if (volume.channels() != 1) {
      throw new DataException(
          "%s has %d channels; only volumes of one channel become pictures"
              .formatted(id, volume.channels()));
    }
    return IntStream.range(0, volume.depth())
        .mapToObj(
            z ->
                new Picture(
                    "%s_%03d".formatted(id, z),
                    Slices.of(volume, z),
                    labels.map(map -> Slices.of(map, z))))
        .toList();
  }

  /** Reads all, so that nothing is written where one is faulty. */
  private static IntensityWindow window(List<Volume> volumes) {
    List<float[]> parts = new ArrayList<>();
    for (Volume volume : volumes) {
      List<Picture> pictures = volume.pictures().get();
      if (volume.decides()) {
        parts.add(some(pictures));
      }
    }
    FloatBuffer all = FloatBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(all::put);
    return IntensityWindow.of(all.array());
  }

  /** Samples of all pictures, evenly. */
  private static float[] some(List<Picture> pictures) {
    int most = Math.max(1, RANGE_SAMPLES / pictures.size());
    FloatBuffer some = FloatBuffer.allocate(most * pictures.size());
    for (Picture picture : pictures) {
      float[] samples = picture.image().samples();
      int count = Math.min(most, samples.length);
      for (int i = 0; i < count; i++) {
        some.put(samples[(int) ((long) i * samples.length / count)]);
      }
    }
    return Arrays.copyOf(some.array(), some.position());
  }

  private Path file(String folder, String id) throws IOException {
    return Files.createDirectories(out.path().resolve(folder)).resolve(id + ".png");
  }
}
