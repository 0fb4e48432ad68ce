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
import io.github.handful.torch.Pass;
import io.github.handful.torch.Weights;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * What decides the synthetic pairs of one iteration beside the generator: the masks on offer, and
 * the changes of intensity that the images get; drawn once, so that every evaluation of the
 * iteration sees the same.
 *
 * @param masks the augmented masks as one-hot planes
 * @param jitter empty where images stay as they are
 */
record SyntheticPairs(Tensor masks, Optional<IntensityJitter> jitter) {

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

  /** The generator's pairs as the segmenter sees them. */
  Batch by(Generator generator, Pass pass, Weights logits, Compute precision) {
    Batch pairs = generator.pairs(pass, logits, masks, precision);
    return jitter.map(j -> new Batch(j.apply(pairs.images()), pairs.targets())).orElse(pairs);
  }
}
