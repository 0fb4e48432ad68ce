package io.github.handful.genseg;

import io.github.handful.genseg.Pix2PixSpec.Search;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.Example;
import io.github.handful.segment.Examples;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.SegmentationLoss;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.UNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Bright discs on dark, noisy ground and the smallest networks that run on them. */
final class Toy {
  /** The least side of which the discriminator's five convolutions leave a patch. */
  static final int SIDE = 32;

  private Toy() {}

  /** Discs at random places; with three classes, class 2 is their core. */
  static List<Example> discs(int count, int channels, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      double cx = random.nextDouble(10, SIDE - 10);
      double cy = random.nextDouble(10, SIDE - 10);
      double radius = random.nextDouble(5, 9);
      byte[] labels = new byte[SIDE * SIDE];
      float[] samples = new float[channels * SIDE * SIDE];
      for (int i = 0; i < labels.length; i++) {
        double distance = Math.hypot(i % SIDE - cx, i / SIDE - cy);
        int label = distance >= radius ? 0 : classes > 2 && distance < radius / 2 ? 2 : 1;
        labels[i] = (byte) label;
        for (int c = 0; c < channels; c++) {
          double sample = 0.2 + 0.6 * label / (classes - 1) + 0.05 * random.nextGaussian();
          samples[c * labels.length + i] = (float) Math.max(0, Math.min(1, sample));
        }
      }
      examples.add(
          new Example(
              "disc" + n,
              new Image(SIDE, SIDE, channels, 1, samples),
              new LabelMap(SIDE, SIDE, labels)));
    }
    return examples;
  }

  static GenSegSettings settings() {
    return new GenSegSettings(
        2, 2e-4, 2e-4, 100, 2, 1, 1e-2, 1, false, MaskAugmentation.standard());
  }

  static GenSegSettings weighted(double gamma) {
    return new GenSegSettings(
        2, 2e-4, 2e-4, 100, 2, gamma, 1e-2, 1, false, MaskAugmentation.standard());
  }

  static GenSegSettings moved(boolean movedPairs) {
    return new GenSegSettings(
        2,
        2e-4,
        2e-4,
        100,
        false,
        movedPairs,
        2,
        1,
        0,
        1e-2,
        1,
        false,
        HypergradientPaths.BOTH,
        0,
        MaskAugmentation.standard());
  }

  static GenSegLearner learner(Method method, GenSegSettings settings) {
    return learner(method, settings, 1, 2, PairAugmentation.none());
  }

  /** As {@link #learner(Method, GenSegSettings)}, with these cells of the generator searched. */
  static GenSegLearner learner(Method method, GenSegSettings settings, Search search) {
    return learner(method, settings, 1, 2, PairAugmentation.none(), search);
  }

  static GenSegLearner learner(
      Method method,
      GenSegSettings settings,
      int channels,
      int classes,
      PairAugmentation augmentation) {
    return learner(method, settings, channels, classes, augmentation, Search.BOTH);
  }

  private static GenSegLearner learner(
      Method method,
      GenSegSettings settings,
      int channels,
      int classes,
      PairAugmentation augmentation,
      Search search) {
    Pix2PixSpec spec =
        new Pix2PixSpec(classes == 2 ? 1 : classes, channels, 4, 3, Norm.Kind.BATCH, search, true);
    return learner(method, settings, spec, classes, augmentation);
  }

  static GenSegLearner learner(
      Method method,
      GenSegSettings settings,
      GeneratorSpec spec,
      int classes,
      PairAugmentation augmentation) {
    int channels = spec.outputs();
    Ops.seed(11);
    return new GenSegLearner(
        method,
        settings,
        spec.training(settings, Compute.REFERENCE),
        segmenter(channels, classes, 1e-3),
        new Examples(discs(4, channels, classes, 1), SIDE, SIDE),
        new Examples(discs(2, channels, classes, 2), SIDE, SIDE),
        augmentation,
        new Seeds(5),
        Compute.REFERENCE);
  }

  static SegmenterTraining segmenter(int channels, int classes, double rate) {
    return new SegmenterTraining(
        new UNetSpec(channels, classes, 4, 2),
        new SegmenterTraining.Settings(
            2, new RateSchedule(rate, 0, 1), 1e-4, 0.9, SegmentationLoss.DICE),
        Compute.REFERENCE);
  }

  /** Every number of the learner's state, part by part. */
  static Map<String, List<float[]>> snapshot(GenSegLearner learner) {
    Map<String, List<float[]>> parts = new LinkedHashMap<>();
    learner.state().forEach((name, set) -> parts.put(name, values(set)));
    return parts;
  }

  static List<float[]> values(ParameterSet set) {
    return set.tensors().stream().map(Ops::floats).toList();
  }
}
