package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.IntensityAugmentation;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.nested.ExactHypergradient;
import io.github.handful.nested.FiniteDifferenceHypergradient;
import io.github.handful.nested.Level;
import io.github.handful.segment.Learner.Phase;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.Learner.Report;
import io.github.handful.segment.SupervisedLearner;
import io.github.handful.segment.TrainingException;
import io.github.handful.torch.Ops;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GenSegLearnerTest {
  private static final Phase TRAIN = SupervisedLearner.PHASE;

  @BeforeAll
  static void useOneThread() {
    Ops.threads(1);
  }

  @Test
  void theArchitectureStepMovesTheArchitectureAndNothingElse() {
    try (GenSegLearner genseg = Toy.learner(Method.GENSEG, Toy.settings());
        GenSegLearner joint = Toy.learner(Method.JOINT, Toy.settings())) {
      Map<String, List<float[]>> start = Toy.snapshot(genseg);
      steps(genseg, TRAIN, 1);
      steps(joint, TRAIN, 1);

      Map<String, List<float[]>> searched = Toy.snapshot(genseg);
      Map<String, List<float[]>> unsearched = Toy.snapshot(joint);
      List.of("generator", "discriminator", "segmenter", "architecture")
          .forEach(part -> assertThat(same(searched, start, part)).as(part).isFalse());
      assertThat(same(unsearched, start, "architecture")).isTrue();
      for (String part : searched.keySet()) {
        if (!part.startsWith("architecture")) {
          assertThat(same(searched, unsearched, part)).as(part).isTrue();
        }
      }
    }
  }

  @Test
  void noTensorBelongsToTwoLevels() {
    try (GenSegLearner learner = Toy.learner(Method.GENSEG, Toy.settings())) {
      Set<Long> addresses = new HashSet<>();
      int tensors = 0;
      for (var set : learner.state().values()) {
        for (Tensor tensor : set.tensors()) {
          addresses.add(tensor.data_ptr().address());
          tensors++;
        }
      }
      assertThat(addresses).hasSize(tensors);
      assertThat(learner.state().get("architecture optimiser").names())
          .containsExactly(
              "steps", "encoder.mean", "encoder.square", "decoder.mean", "decoder.square");
    }
  }

  @Test
  void theSameSeedGivesBitIdenticalStates() {
    try (GenSegLearner first = Toy.learner(Method.GENSEG, Toy.settings());
        GenSegLearner second = Toy.learner(Method.GENSEG, Toy.settings())) {
      steps(first, GenSegLearner.PRETRAINING, 2);
      steps(first, TRAIN, 3);
      Ops.seed(12345);
      steps(second, GenSegLearner.PRETRAINING, 2);
      steps(second, TRAIN, 3);

      Map<String, List<float[]>> a = Toy.snapshot(first);
      Map<String, List<float[]>> b = Toy.snapshot(second);
      for (String part : a.keySet()) {
        assertThat(same(a, b, part)).as(part).isTrue();
      }
    }
  }

  /**
   * A shift that crosses a kink of a rectifier makes a difference of its own, many times too large:
   * hence the median over several iterations, and a radius that is close to rounding.
   */
  @Test
  void finiteDifferencesOfASmallRadiusAgreeWithDoubleDifferentiation() {
    Map<String, List<Double>> cosines = new LinkedHashMap<>();
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    try (GenSegLearner learner = Toy.learner(Method.GENSEG, Toy.settings())) {
      steps(learner, GenSegLearner.PRETRAINING, 20);
      steps(learner, TRAIN, 20);
      Level architecture = learner.architectureLevel();
      for (int i = 20; i < 31; i++) {
        learner.train(
            new Position(i, 100),
            (steps, outer) -> {
              var exact = new ExactHypergradient().compute(steps, outer, architecture);
              var difference =
                  new FiniteDifferenceHypergradient(3e-6).compute(steps, outer, architecture);
              for (String path : List.of("generator", "segmenter")) {
                List<Tensor> a = exact.paths().get(path);
                List<Tensor> b = difference.paths().get(path);
                double cosine = Ops.dot(a, b) / (Ops.norm(a) * Ops.norm(b));
                cosines.computeIfAbsent(path, p -> new ArrayList<>()).add(cosine);
                double ratio = Ops.norm(b) / Ops.norm(a);
                ratios.computeIfAbsent(path, p -> new ArrayList<>()).add(ratio);
              }
              assertThat(Ops.norm(exact.paths().get("outer"))).isZero();
              return Map.of();
            });
      }
    }
    cosines.forEach((path, all) -> assertThat(median(all)).as(path).isGreaterThan(0.99));
    ratios.forEach((path, all) -> assertThat(median(all)).as(path).isBetween(0.95, 1.05));
    assertThat(cosines).containsOnlyKeys("generator", "segmenter");
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  @Test
  void syntheticPairsWithoutWeightEndTheSearchAfterTenZeros() {
    try (GenSegLearner learner = Toy.learner(Method.GENSEG, Toy.weighted(0))) {
      Map<String, List<float[]>> start = Toy.snapshot(learner);
      List<Report> reports = steps(learner, TRAIN, 9);
      for (Report report : reports) {
        assertThat(report.details().get("hypergradient"))
            .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
            .containsEntry("norm", 0.0)
            .containsEntry("through generator", 0.0)
            .containsEntry("through segmenter", 0.0);
      }
      assertThat(same(Toy.snapshot(learner), start, "architecture")).isTrue();
      assertThatThrownBy(() -> learner.step(TRAIN, new Position(9, 100)))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("exactly zero 10 times in a row")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void separateTrainingLeavesGeneratorAndArchitectureAlone() {
    try (GenSegLearner learner = Toy.learner(Method.SEPARATE, Toy.settings())) {
      steps(learner, GenSegLearner.PRETRAINING, 2);
      Map<String, List<float[]>> pretrained = Toy.snapshot(learner);
      steps(learner, TRAIN, 2);

      Map<String, List<float[]>> trained = Toy.snapshot(learner);
      for (String part : trained.keySet()) {
        boolean segmenter = part.startsWith("segmenter") || part.startsWith("average");
        assertThat(same(trained, pretrained, part)).as(part).isEqualTo(!segmenter);
      }
    }
  }

  @Test
  void pretrainingLeavesSegmenterAndArchitectureAlone() {
    try (GenSegLearner learner = Toy.learner(Method.GENSEG, Toy.settings())) {
      Map<String, List<float[]>> start = Toy.snapshot(learner);
      steps(learner, GenSegLearner.PRETRAINING, 2);

      Map<String, List<float[]>> trained = Toy.snapshot(learner);
      for (String part : trained.keySet()) {
        boolean painting = part.startsWith("generator") || part.startsWith("discriminator");
        assertThat(same(trained, start, part)).as(part).isEqualTo(!painting);
      }
    }
  }

  /**
   * The paper's generator sees the labelled pairs as they are, also where the segmenter does not.
   */
  @Test
  void generatorLearnsFromPairsAsTheyAreWhereTheyAreNotMoved() {
    List<Map<String, Double>> still = pretraining(false, PairAugmentation.none());
    assertThat(pretraining(false, PairAugmentation.standard())).isEqualTo(still);
    assertThat(pretraining(true, PairAugmentation.standard())).isNotEqualTo(still);
  }

  private static List<Map<String, Double>> pretraining(
      boolean moved, PairAugmentation augmentation) {
    GenSegSettings settings = Toy.moved(moved);
    try (GenSegLearner learner = Toy.learner(Method.SEPARATE, settings, 1, 2, augmentation)) {
      return steps(learner, GenSegLearner.PRETRAINING, 2).stream().map(Report::losses).toList();
    }
  }

  @Test
  void searchesOnlyInEveryFewIterations() {
    GenSegSettings every3 =
        new GenSegSettings(2, 2e-4, 2e-4, 100, 2, 1, 1e-2, 3, false, MaskAugmentation.standard());
    try (GenSegLearner learner = Toy.learner(Method.GENSEG, every3)) {
      assertThat(steps(learner, TRAIN, 6))
          .extracting(report -> report.details().containsKey("mixtures"))
          .containsExactly(false, false, true, false, false, true);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "3, 2", "3, 3"})
  void greyAndColourImagesOfTwoAndMoreClassesAreSearched(int channels, int classes) {
    IntensityAugmentation jitter = IntensityAugmentation.standard();
    PairAugmentation augmentation =
        new PairAugmentation(PairAugmentation.standard().geometry(), jitter);
    try (GenSegLearner learner =
        Toy.learner(Method.GENSEG, Toy.settings(), channels, classes, augmentation)) {
      steps(learner, GenSegLearner.PRETRAINING, 1);
      Report report = steps(learner, TRAIN, 2).get(1);
      assertThat(report.losses())
          .containsOnlyKeys("generator", "discriminator", "difference", "segmentation");
      assertThat(report.losses().values()).allSatisfy(x -> assertThat(x).isFinite().isPositive());
      assertThat((Map<?, ?>) report.details().get("hypergradient"))
          .allSatisfy((name, x) -> assertThat((Double) x).as("%s", name).isFinite().isPositive());
    }
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> methodsAndPhases() {
    return Stream.of(Method.SEPARATE, Method.JOINT, Method.GENSEG)
        .flatMap(
            m ->
                Stream.of(GenSegLearner.PRETRAINING, TRAIN)
                    .map(p -> org.junit.jupiter.params.provider.Arguments.of(m, p)));
  }

  @ParameterizedTest
  @MethodSource("methodsAndPhases")
  void theNumberOfNativeObjectsDoesNotGrowFromTheSecondStep(Method method, Phase phase) {
    try (GenSegLearner learner =
        Toy.learner(method, Toy.settings(), 1, 2, PairAugmentation.standard())) {
      List<Long> counts = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        learner.step(phase, new Position(i, 10));
        counts.add(Pointer.totalCount());
      }
      // The collector may free what earlier tests dropped, so the count may fall.
      assertThat(counts.subList(1, 5)).isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  static List<Report> steps(GenSegLearner learner, Phase phase, int count) {
    List<Report> reports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      reports.add(learner.step(phase, new Position(i, 100)));
    }
    return reports;
  }

  static boolean same(Map<String, List<float[]>> a, Map<String, List<float[]>> b, String part) {
    return java.util.Arrays.deepEquals(a.get(part).toArray(), b.get(part).toArray());
  }
}
