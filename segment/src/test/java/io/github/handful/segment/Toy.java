package io.github.handful.segment;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Bright squares on noisy ground, the smallest U-Net, and a learner of two phases. */
final class Toy {
  static final int SIDE = 16;
  static final Preprocessing WHOLE =
      new PictureInput(SIDE, SIDE, 1, 0, List.of(new PictureInput.Intensity(0, 1)));

  private Toy() {}

  static List<Example> squares(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int left = random.nextInt(2, 8);
      int top = random.nextInt(2, 8);
      byte[] labels = new byte[SIDE * SIDE];
      float[] samples = new float[SIDE * SIDE];
      for (int i = 0; i < labels.length; i++) {
        int x = i % SIDE - left;
        int y = i / SIDE - top;
        labels[i] = (byte) (x >= 0 && x < 6 && y >= 0 && y < 6 ? 1 : 0);
        samples[i] = (float) (0.3 * random.nextDouble() + 0.6 * labels[i]);
      }
      examples.add(
          new Example(
              "square" + n,
              new Image(SIDE, SIDE, 1, 1, samples),
              new LabelMap(SIDE, SIDE, labels)));
    }
    return examples;
  }

  static SegmenterTraining training(double rate) {
    Ops.threads(1);
    Ops.seed(4);
    return new SegmenterTraining(
        new UNetSpec(1, 2, 4, 1),
        new SegmenterTraining.Settings(
            2, new RateSchedule(rate, 0.1, 0.1), 1e-4, 0.8, SegmentationLoss.DICE),
        Compute.REFERENCE);
  }

  /** The supervised learner with a phase before the one that is validated. */
  static Learner learner() {
    SupervisedLearner supervised =
        new SupervisedLearner(
            training(3e-3),
            new Examples(squares(5, 1), SIDE, SIDE),
            PairAugmentation.standard(),
            new Seeds(9),
            Compute.REFERENCE);
    return new Learner() {
      @Override
      public List<Phase> phases() {
        return List.of(new Phase("before", false), SupervisedLearner.PHASE);
      }

      @Override
      public Report step(Phase phase, Position position) {
        return supervised.step(phase, position);
      }

      @Override
      public Segmenter model() {
        return supervised.model();
      }

      @Override
      public Map<String, io.github.handful.torch.ParameterSet> state() {
        return new LinkedHashMap<>(supervised.state());
      }

      @Override
      public void close() {
        supervised.close();
      }
    };
  }

  static Validation validation() {
    return new Validation(squares(2, 2), WHOLE, Compute.REFERENCE);
  }
}
