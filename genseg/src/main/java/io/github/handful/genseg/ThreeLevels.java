package io.github.handful.genseg;

import io.github.handful.nested.Level;
import io.github.handful.nested.Objective;
import io.github.handful.nested.Point;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * GenSeg's nested problem (Nature Communications 2025, Methods): the variables of generator,
 * segmenter and architecture, and the loss of each level as a function of them. Losses that carry
 * hypergradients run in float32.
 */
final class ThreeLevels {
  /** Names of the two levels below the architecture, and so of its hypergradient's paths. */
  static final String GENERATOR = "generator";

  static final String SEGMENTER = "segmenter";

  private final GeneratorTraining painting;
  private final SegmenterTraining training;
  private final TradeOff tradeOff;
  private final Compute compute;
  private final Level generator;
  private final Level segmenter;
  private final Level architecture;

  /**
   * @param tradeOff between labelled and synthetic pairs
   * @param compute of updates
   */
  ThreeLevels(
      GeneratorTraining painting, SegmenterTraining training, TradeOff tradeOff, Compute compute) {
    this.painting = painting;
    this.training = training;
    this.tradeOff = tradeOff;
    this.compute = compute;
    this.generator = new Level(GENERATOR, painting.generator().network().parameters());
    this.segmenter = new Level(SEGMENTER, training.segmenter().network().parameters());
    this.architecture = new Level("architecture", painting.architecture().logits());
  }

  Level generator() {
    return generator;
  }

  Level segmenter() {
    return segmenter;
  }

  Level architecture() {
    return architecture;
  }

  /** Level one: the generator's loss on labelled images. */
  Objective paintingLoss(Batch batch) {
    return at -> painting.objective(at.of(generator), at.of(architecture), batch);
  }

  /**
   * Level two: the segmenter's loss on synthetic pairs, with its graph through segmenter, images,
   * generator and architecture. The labelled images' loss has no mixed derivative with these, and
   * is left out.
   */
  Objective syntheticLoss(SyntheticPairs synthetic) {
    return new Objective.Composed(
        at ->
            joined(
                synthetic.by(
                    painting.generator(),
                    painting.generator().network().probing(at.of(generator)),
                    at.of(architecture),
                    compute.float32())),
        (at, joined) -> {
          Batch pairs = parted(joined);
          return Ops.times(
              segmentationLoss(at, pairs.images(), pairs.targets()), tradeOff.synthetic());
        });
  }

  /** Images and targets, both of which may carry the graph, as one tensor. */
  private static Tensor joined(Batch pairs) {
    return Ops.cat(List.of(pairs.images(), pairs.targets()), 1);
  }

  private Batch parted(Tensor joined) {
    long channels = training.segmenter().spec().channels();
    return new Batch(
        joined.narrow(1, 0, channels), joined.narrow(1, channels, joined.size(1) - channels));
  }

  /** Level three: the segmenter's loss on validation images. */
  Objective validationLoss(Batch batch) {
    return at -> segmentationLoss(at, batch.images(), batch.targets());
  }

  private Tensor segmentationLoss(Point at, Tensor images, Tensor targets) {
    Segmenter present = training.segmenter();
    Tensor logits = present.logits(present.network().probing(at.of(segmenter)), images);
    return training.settings().loss().of(logits, targets);
  }

  /** The value of {@link #syntheticLoss} for an update of the segmenter alone. */
  Tensor presentSyntheticLoss(SyntheticPairs synthetic, long seed) {
    Ops.seed(seed);
    Batch pairs = Autograd.withoutGraph(() -> present(synthetic));
    Network network = training.segmenter().network();
    // Statistics for prediction come from real images only.
    Tensor logits =
        compute.run(
            () ->
                training
                    .segmenter()
                    .logits(network.probing(network.parameters()), compute.batch(pairs.images())));
    return Ops.times(training.settings().loss().of(logits, pairs.targets()), tradeOff.synthetic());
  }

  /** The labelled pairs' part of the loss for an update of the segmenter. */
  Tensor presentLabelledLoss(Batch labelled) {
    return Ops.times(training.loss(labelled), tradeOff.labelled());
  }

  /** Level two as a function of the trade-off: the synthetic pairs stay as they are now. */
  Objective weightedLoss(Batch labelled, SyntheticPairs synthetic, long seed) {
    Ops.seed(seed);
    Batch pairs = Autograd.withoutGraph(() -> present(synthetic));
    return at ->
        tradeOff.weighted(
            segmentationLoss(at, labelled.images(), labelled.targets()),
            segmentationLoss(at, pairs.images(), pairs.targets()),
            at.of(tradeOff.level()));
  }

  private Batch present(SyntheticPairs synthetic) {
    Network network = painting.generator().network();
    return synthetic.by(
        painting.generator(),
        network.probing(network.parameters()),
        painting.architecture().logits(),
        compute);
  }
}
