package io.github.handful.segment;

import io.github.handful.imaging.PairAugmentation;
import io.github.handful.torch.Compute;
import io.github.handful.torch.ParameterSet;
import java.util.List;
import java.util.Map;

/** Trains a segmenter on labelled images, augmented or as they are. */
public final class SupervisedLearner implements Learner {
  public static final Phase PHASE = new Phase("train", true);

  private final SegmenterTraining training;
  private final Examples examples;
  private final PairAugmentation augmentation;
  private final Seeds seeds;
  private final Compute compute;

  /** The learner owns {@code training} and closes it. */
  public SupervisedLearner(
      SegmenterTraining training,
      Examples examples,
      PairAugmentation augmentation,
      Seeds seeds,
      Compute compute) {
    this.training = training;
    this.examples = examples;
    this.augmentation = augmentation;
    this.seeds = seeds;
    this.compute = compute;
  }

  @Override
  public List<Phase> phases() {
    return List.of(PHASE);
  }

  @Override
  public Report step(Phase phase, Position position) {
    int size = training.settings().batch();
    var pairs = examples.draw(seeds, "real pairs", position.iteration(), size, augmentation);
    SegmenterSpec spec = training.segmenter().spec();
    double loss = training.update(() -> training.loss(Batch.of(pairs, spec, compute)), position);
    return new Report(Map.of("segmentation", loss), Map.of());
  }

  @Override
  public Segmenter model() {
    return training.averaged();
  }

  @Override
  public Map<String, ParameterSet> state() {
    return training.state();
  }

  @Override
  public void close() {
    training.close();
  }
}
