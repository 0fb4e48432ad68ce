package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.PairAugmentation;
import io.github.handful.nested.ExactHypergradient;
import io.github.handful.nested.FiniteDifferenceHypergradient;
import io.github.handful.nested.Level;
import io.github.handful.segment.DeepLabV3Spec;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.SegmentationLoss;
import io.github.handful.segment.SegmenterSpec;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.SupervisedLearner;
import io.github.handful.segment.SwinUNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The architecture follows the validation loss of any segmenter. */
class OtherSegmentersTest {
  private static final SwinUNetSpec SWIN = new SwinUNetSpec(1, 2, 8, 2, 3, List.of(2, 2, 1));
  private static final DeepLabV3Spec DEEPLAB = new DeepLabV3Spec(1, 2, 2);

  @BeforeAll
  static void useOneThread() {
    Ops.threads(1);
  }

  static Stream<SegmenterSpec> specs() {
    return Stream.of(SWIN, DEEPLAB);
  }

  private static GenSegLearner learner(SegmenterSpec spec) {
    Ops.seed(11);
    GenSegSettings settings = Toy.settings();
    Pix2PixSpec generator =
        new Pix2PixSpec(1, 1, 4, 3, Norm.Kind.BATCH, Pix2PixSpec.Search.BOTH, true);
    return new GenSegLearner(
        Method.GENSEG,
        settings,
        generator.training(settings, Compute.REFERENCE),
        new SegmenterTraining(
            spec,
            new SegmenterTraining.Settings(
                2, new RateSchedule(1e-3, 0, 1), 1e-4, 0.9, SegmentationLoss.DICE),
            Compute.REFERENCE),
        new Examples(Toy.discs(4, 1, 2, 1), Toy.SIDE, Toy.SIDE),
        new Examples(Toy.discs(2, 1, 2, 2), Toy.SIDE, Toy.SIDE),
        PairAugmentation.none(),
        new Seeds(5),
        Compute.REFERENCE);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void theExactHypergradientReachesTheArchitectureThroughBothPaths(SegmenterSpec spec) {
    try (GenSegLearner learner = learner(spec)) {
      Level architecture = learner.architectureLevel();
      learner.train(
          new Position(0, 100),
          (steps, outer) -> {
            var exact = new ExactHypergradient().compute(steps, outer, architecture);
            for (String path : List.of("generator", "segmenter")) {
              double norm = Ops.norm(exact.paths().get(path));
              assertThat(norm).as(path).isFinite().isPositive();
            }
            return Map.of();
          });
    }
  }

  /** Swin-Unet has no rectifier, so that few kinks are near. */
  @Test
  void doubleDifferentiationThroughAttentionAgreesWithFiniteDifferences() {
    List<Double> cosines = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (GenSegLearner learner = learner(SWIN)) {
      Level architecture = learner.architectureLevel();
      for (int i = 0; i < 5; i++) {
        learner.train(
            new Position(i, 100),
            (steps, outer) -> {
              var exact = new ExactHypergradient().compute(steps, outer, architecture);
              var difference =
                  new FiniteDifferenceHypergradient(1e-3).compute(steps, outer, architecture);
              List<Tensor> a = exact.paths().get("segmenter");
              List<Tensor> b = difference.paths().get("segmenter");
              cosines.add(Ops.dot(a, b) / (Ops.norm(a) * Ops.norm(b)));
              ratios.add(Ops.norm(b) / Ops.norm(a));
              return Map.of();
            });
      }
    }
    assertThat(median(cosines)).isGreaterThan(0.99);
    assertThat(median(ratios)).isBetween(0.95, 1.05);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void theSameSeedGivesBitIdenticalStatesAndNoObjectsAreLeftBehind(SegmenterSpec spec) {
    try (GenSegLearner first = learner(spec);
        GenSegLearner second = learner(spec)) {
      List<Long> counts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        first.step(SupervisedLearner.PHASE, new Position(i, 100));
        counts.add(Pointer.totalCount());
      }
      assertThat(counts.get(3)).isLessThanOrEqualTo(counts.get(1));
      Ops.seed(12345);
      for (int i = 0; i < 4; i++) {
        second.step(SupervisedLearner.PHASE, new Position(i, 100));
      }
      Map<String, List<float[]>> a = Toy.snapshot(first);
      Map<String, List<float[]>> b = Toy.snapshot(second);
      a.forEach(
          (part, values) ->
              assertThat(b.get(part).toArray(float[][]::new))
                  .as(part)
                  .isDeepEqualTo(values.toArray(float[][]::new)));
    }
  }
}
