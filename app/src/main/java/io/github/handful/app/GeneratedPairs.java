package io.github.handful.app;

import io.github.handful.genseg.PairPainter;
import io.github.handful.genseg.Plan;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskPng;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.imaging.PicturePng;
import io.github.handful.imaging.VolumeFiles;
import io.github.handful.segment.Example;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Writes synthetic pairs as a data set: {@code images}, {@code masks}, and {@code pairs.csv}, which
 * says from which mask each was made, if it was made from one.
 *
 * @param examples the training images at the network's scale
 */
record GeneratedPairs(PairPainter painter, Plan plan, List<Example> examples, long seed) {

  /**
   * @param seen is told of every image, as the networks have it
   */
  void write(Path folder, int count, GeneratedImages seen, Progress progress) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    Path masks = Files.createDirectories(folder.resolve("masks"));
    Seeds seeds = new Seeds(seed);
    Examples windows = new Examples(examples, plan.image().grid());
    StringBuilder table = new StringBuilder("id,source,seed\n");
    progress.begin("generating", count);
    for (int i = 0; i < count; i++) {
      String id = String.format(Locale.ROOT, "synthetic_%04d", i);
      Example source = examples.get(i % examples.size());
      RandomGenerator random = seeds.random("generated pairs", i);
      LabelMap mask = plan.genseg().masks().apply(windows.window(source, random).labels(), random);
      long drops = seeds.of("generated pairs", i);
      PairAugmentation.Pair pair = painter.pair(mask, drops);
      Optional<String> origin =
          plan.generator().conditional() ? Optional.of(source.id()) : Optional.empty();
      seen.add(id, origin, pair.image(), pair.labels());
      write(images, masks, id, plan.image().restore(pair.image()), pair.labels());
      table.append(id).append(',').append(origin.orElse("")).append(',').append(drops).append('\n');
      progress.at(i + 1, List.of());
    }
    AtomicFile.write(
        folder.resolve("pairs.csv"), table.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void write(Path images, Path masks, String id, Image image, LabelMap mask) {
    if (plan.image().dimensions() == 3) {
      VolumeFiles.write(images.resolve(id + ".nii.gz"), image);
      VolumeFiles.write(masks.resolve(id + ".nii.gz"), mask);
    } else {
      PicturePng.write(images.resolve(id + ".png"), image);
      MaskPng.write(masks.resolve(id + ".png"), mask, plan.segmenter().classes());
    }
  }
}
