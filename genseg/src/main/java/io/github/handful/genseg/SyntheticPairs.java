package io.github.handful.genseg;

import io.github.handful.imaging.IntensityAugmentation;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.SegmenterSpec;
import io.github.handful.torch.Compute;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * The masks of one iteration from which synthetic pairs are painted, and the changes of intensity
 * that the painted images get; drawn once, so that every evaluation of the iteration sees the same.
 *
 * @param targets the augmented masks as one-hot planes
 * @param jitter empty where painted images stay as they are
 */
record SyntheticPairs(Tensor targets, Optional<IntensityJitter> jitter) {

  /** Draws {@code count} masks of the examples, changed by the mask operators. */
  static SyntheticPairs draw(
      Examples examples,
      SegmenterSpec segmenter,
      int count,
      MaskAugmentation masks,
      Optional<IntensityAugmentation> intensity,
      Seeds seeds,
      int iteration,
      Compute compute) {
    RandomGenerator random = seeds.random("mask augmentation", iteration);
    List<LabelMap> maps =
        examples.draw(seeds, "masks", iteration, count, PairAugmentation.none()).stream()
            .map(pair -> masks.apply(pair.labels(), random))
            .toList();
    long[] shape =
        Batch.shape(count, segmenter.channels(), examples.window(), segmenter.dimensions());
    return new SyntheticPairs(
        Batch.targets(maps, segmenter, compute),
        intensity.map(ranges -> IntensityJitter.draw(ranges, shape, random, compute)));
  }

  /** Painted images as the segmenter sees them. */
  Tensor finish(Tensor painted) {
    return jitter.map(j -> j.apply(painted)).orElse(painted);
  }
}
