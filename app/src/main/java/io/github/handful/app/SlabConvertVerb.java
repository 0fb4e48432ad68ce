package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.MaskPng;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.PicturePng;
import io.github.handful.imaging.Slab;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What convert does with slabs whose mask is of the middle slice: it writes that slice and its
 * neighbours as the colours of a picture.
 */
record SlabConvertVerb(Path data, OutputFolder out, CommonOptions common, Console console) {
  private static final int BYTE = 255;

  /** The parts of the training samples below and above which values are cut off. */
  private static final double CUT = 0.005;

  /** The result of the verb. */
  private record Converted(Path folder, List<String> ids, float low, float high) {}

  /** The values that become 0 and 255. */
  private record Window(float low, float high) {
    Image apply(Image image) {
      float[] samples = image.samples().clone();
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (samples[i] - low) / (high - low) * BYTE;
      }
      return new Image(image.grid(), image.channels(), BYTE, samples);
    }
  }

  /** Writes the data set. */
  void run() throws IOException {
    DataSet set = DataSet.open(data);
    if (Files.isDirectory(out.path()) && Files.isSameFile(out.path(), data)) {
      throw new DataException(
          data + " would be mixed with its own result; choose another folder for --out");
    }
    Window window = window(set);
    out.requireEmpty().create();
    List<String> ids = new ArrayList<>();
    try (Progress progress = console.progress()) {
      progress.begin("converting", set.pairs().size());
      for (Pair pair : set.pairs()) {
        Slab slab = Slab.read(pair, set.encoding());
        PicturePng.write(file("images", pair.id()), window.apply(slab.picture()));
        MaskPng.write(file("masks", pair.id()), slab.mask(), set.classNames().size());
        ids.add(pair.id());
        progress.at(ids.size(), List.of());
      }
    }
    if (!set.split().isEmpty()) {
      StringBuilder table = new StringBuilder("id,split\n");
      set.split().forEach((id, split) -> table.append("%s,%s\n".formatted(id, split)));
      AtomicFile.write(
          out.path().resolve("split.csv"), table.toString().getBytes(StandardCharsets.UTF_8));
    }
    console.result(
        common,
        new Converted(out.path(), ids, window.low(), window.high()),
        String.format(
            Locale.ROOT,
            "%d slabs written to %s as pictures of three slices; %.4g to %.4g became 0 to 255.",
            ids.size(),
            out.path(),
            window.low(),
            window.high()));
  }

  /** Reads all, so that nothing is written where one is no slab; only those that train decide. */
  private static Window window(DataSet set) {
    List<Pair> training = set.trainingPairs();
    List<float[]> parts = new ArrayList<>();
    for (Pair pair : set.pairs()) {
      Slab slab = Slab.read(pair, set.encoding());
      if (training.contains(pair)) {
        parts.add(slab.picture().samples());
      }
    }
    float[] all = joined(parts);
    Arrays.sort(all);
    int last = all.length - 1;
    if (all[0] >= 0 && all[last] > 1 && all[last] <= BYTE) {
      return new Window(0, BYTE);
    }
    float low = all[(int) (CUT * last)];
    float high = all[(int) ((1 - CUT) * last)];
    if (!(high > low)) {
      throw new DataException(
          set.root() + " has training images of one value alone; check its intensities");
    }
    return new Window(low, high);
  }

  private static float[] joined(List<float[]> parts) {
    FloatBuffer all = FloatBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(all::put);
    return all.array();
  }

  private Path file(String folder, String id) throws IOException {
    return Files.createDirectories(out.path().resolve(folder)).resolve(id + ".png");
  }
}
