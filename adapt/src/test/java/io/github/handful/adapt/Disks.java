package io.github.handful.adapt;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.PictureInput;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.Preprocessing;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.SegmentationLoss;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.UNetSpec;
import io.github.handful.segment.metrics.OverlapCounts;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Bright disks on noisy ground, a scanner that changes intensities, and a small source model. */
record Disks(int classes, DoubleUnaryOperator scanner) {
  static final int SIDE = 24;
  static final Preprocessing WHOLE =
      new PictureInput(SIDE, SIDE, 1, 0, Collections.nCopies(1, new PictureInput.Intensity(0, 1)));
  private static final int STEPS = 250;

  static Disks source(int classes) {
    return new Disks(classes, v -> v);
  }

  /** Images with 1 disk of each foreground class; class k is brighter than class k - 1. */
  List<PairAugmentation.Pair> draw(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<PairAugmentation.Pair> pairs = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      byte[] labels = new byte[SIDE * SIDE];
      for (int k = 1; k < classes; k++) {
        disk(labels, k, random);
      }
      float[] samples = new float[SIDE * SIDE];
      for (int i = 0; i < samples.length; i++) {
        double clean = 0.25 + 0.5 * labels[i] / (classes - 1);
        double value = scanner.applyAsDouble(clean + 0.07 * random.nextGaussian());
        samples[i] = (float) Math.max(0, Math.min(1, value));
      }
      pairs.add(
          new PairAugmentation.Pair(
              new Image(SIDE, SIDE, 1, 1, samples), new LabelMap(SIDE, SIDE, labels)));
    }
    return pairs;
  }

  private static void disk(byte[] labels, int label, SplittableRandom random) {
    double radius = random.nextDouble(3, 5);
    double x = random.nextDouble(radius, SIDE - radius);
    double y = random.nextDouble(radius, SIDE - radius);
    for (int i = 0; i < labels.length; i++) {
      if (Math.hypot(i % SIDE - x, i / SIDE - y) < radius) {
        labels[i] = (byte) label;
      }
    }
  }

  List<Image> images(int count, long seed) {
    return draw(count, seed).stream().map(PairAugmentation.Pair::image).toList();
  }

  /** A segmenter that was trained on images of this scanner. */
  Segmenter trained() {
    Ops.threads(1);
    Ops.seed(4);
    List<PairAugmentation.Pair> pairs = draw(24, 1);
    try (SegmenterTraining training =
        new SegmenterTraining(
            new UNetSpec(1, classes, 6, 2),
            new SegmenterTraining.Settings(
                8, new RateSchedule(1e-2, 0.1, 0.1), 1e-4, 0.9, SegmentationLoss.DICE),
            Compute.REFERENCE)) {
      for (int i = 0; i < STEPS; i++) {
        int from = 8 * (i % 3);
        Batch batch =
            Batch.of(pairs.subList(from, from + 8), training.segmenter().spec(), Compute.REFERENCE);
        training.update(() -> training.loss(batch), new Position(i, STEPS));
      }
      return Copies.of(training.averaged(), Compute.REFERENCE);
    }
  }

  /** Mean Dice over foreground classes and over images of this scanner that nothing has seen. */
  double dice(Segmenter segmenter) {
    Predictor predictor = new Predictor(segmenter, WHOLE, Compute.REFERENCE);
    double sum = 0;
    List<PairAugmentation.Pair> pairs = draw(20, 99);
    for (PairAugmentation.Pair pair : pairs) {
      LabelMap predicted = predictor.probabilities(pair.image()).labels();
      for (int k = 1; k < classes; k++) {
        sum += OverlapCounts.of(predicted, pair.labels(), k).dice() / (classes - 1);
      }
    }
    return sum / pairs.size();
  }
}
