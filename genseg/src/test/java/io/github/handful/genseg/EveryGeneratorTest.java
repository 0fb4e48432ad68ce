package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.imaging.PairAugmentation.Pair;
import io.github.handful.nested.ExactHypergradient;
import io.github.handful.nested.FiniteDifferenceHypergradient;
import io.github.handful.nested.Level;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Example;
import io.github.handful.segment.Learner.Phase;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.Learner.Report;
import io.github.handful.segment.SupervisedLearner;
import io.github.handful.segment.UNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for a generator of any kind. */
class EveryGeneratorTest {
  private static final Phase TRAIN = SupervisedLearner.PHASE;

  /**
   * A generator at the least size.
   *
   * @param paths by which its architecture reaches the validation loss
   * @param radius of finite differences, between rounding and the kinks of rectifiers
   */
  record Family(GeneratorSpec grey, GeneratorSpec colour, List<String> paths, double radius) {
    @Override
    public String toString() {
      return grey.getClass().getSimpleName();
    }
  }

  static Stream<Family> families() {
    List<String> both = List.of("generator", "segmenter");
    List<String> trained = List.of("generator");
    return Stream.of(
        new Family(
            new SpadeSpec(1, 1, 4, 3, 4, true), new SpadeSpec(3, 3, 4, 3, 4, true), both, 3e-6),
        new Family(wgan(1, 1), wgan(3, 3), both, 1e-5),
        new Family(
            new SoftIntroVaeSpec(1, 1, 4, 3, 6, true),
            new SoftIntroVaeSpec(3, 3, 4, 3, 6, true),
            trained,
            3e-6),
        new Family(bridge(1, 1), bridge(3, 3), both, 3e-6));
  }

  private static GeneratorSpec wgan(int planes, int channels) {
    return new WganGpSpec(planes, channels, 2, 3, 4, 4, 8, Norm.Kind.INSTANCE, 4, false, true);
  }

  private static GeneratorSpec bridge(int planes, int channels) {
    return new BrownianBridgeSpec(planes, channels, 8, List.of(1, 2), 1, 2, true, 4, 2, true);
  }

  @BeforeAll
  static void useOneThread() {
    Ops.threads(1);
  }

  private static GenSegLearner learner(Method method, GeneratorSpec spec) {
    return Toy.learner(
        method, Toy.settings(), spec, spec.inputs() == 1 ? 2 : 3, PairAugmentation.none());
  }

  @ParameterizedTest
  @MethodSource("families")
  void theHypergradientReachesTheArchitectureByTheFamilysPaths(Family family) {
    try (GenSegLearner learner = learner(Method.GENSEG, family.colour())) {
      steps(learner, GenSegLearner.PRETRAINING, 0, 1);
      List<float[]> before = Toy.snapshot(learner).get("architecture");
      Report report = steps(learner, TRAIN, 0, 1).get(0);

      assertThat(report.losses().values()).allSatisfy(x -> assertThat(x).isFinite());
      Map<?, ?> hypergradient = (Map<?, ?>) report.details().get("hypergradient");
      for (String path : List.of("generator", "segmenter")) {
        double norm = (Double) hypergradient.get("through " + path);
        assertThat(norm > 0).as(path).isEqualTo(family.paths().contains(path));
      }
      List<float[]> after = Toy.snapshot(learner).get("architecture");
      for (int part = 0; part < before.size(); part++) {
        assertThat(after.get(part)).isNotEqualTo(before.get(part));
      }
    }
  }

  /** The median over several iterations, since a shift may cross a kink of a rectifier. */
  @ParameterizedTest
  @MethodSource("families")
  void finiteDifferencesAgreeWithDoubleDifferentiation(Family family) {
    Map<String, List<Double>> cosines = new LinkedHashMap<>();
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    try (GenSegLearner learner = learner(Method.GENSEG, family.grey())) {
      steps(learner, GenSegLearner.PRETRAINING, 0, 10);
      steps(learner, TRAIN, 0, 5);
      Level architecture = learner.architectureLevel();
      for (int i = 5; i < 12; i++) {
        learner.train(
            new Position(i, 100),
            (steps, outer) -> {
              var exact = new ExactHypergradient().compute(steps, outer, architecture);
              var difference =
                  new FiniteDifferenceHypergradient(family.radius())
                      .compute(steps, outer, architecture);
              for (String path : family.paths()) {
                List<Tensor> a = exact.paths().get(path);
                List<Tensor> b = difference.paths().get(path);
                double cosine = Ops.dot(a, b) / (Ops.norm(a) * Ops.norm(b));
                cosines.computeIfAbsent(path, p -> new ArrayList<>()).add(cosine);
                double ratio = Ops.norm(b) / Ops.norm(a);
                ratios.computeIfAbsent(path, p -> new ArrayList<>()).add(ratio);
              }
              return Map.of();
            });
      }
    }
    cosines.forEach((path, all) -> assertThat(median(all)).as(path).isGreaterThan(0.98));
    ratios.forEach((path, all) -> assertThat(median(all)).as(path).isBetween(0.9, 1.1));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /** With a rate of zero nothing moves, and the step's loss is the objective's. */
  @ParameterizedTest
  @MethodSource("families")
  void theObjectiveIsTheLossThatTheStepFollows(Family family) {
    Ops.seed(1);
    try (GeneratorTraining painting = family.grey().training(Toy.settings(), Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Batch batch = discs(2);
      double loss = painting.step(batch, 0, 5).get("generator");
      Ops.seed(5);
      double objective =
          Ops.value(
              painting.objective(
                  painting.generator().network().parameters(),
                  painting.architecture().logits(),
                  batch));
      assertThat(objective).isCloseTo(loss, within(1e-5 * Math.max(1, Math.abs(loss))));
    }
  }

  /** Of a generator that restores images; others have no such measure. */
  @ParameterizedTest
  @MethodSource("families")
  void imagesOfOnePairComeCloserToTheRealOne(Family family) {
    Ops.seed(1);
    try (GeneratorTraining painting = family.grey().training(Toy.settings(), Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Batch batch = discs(1);
      List<Double> differences = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Map<String, Double> losses = painting.step(batch, 3e-3, i);
        assertThat(losses.values()).allSatisfy(x -> assertThat(x).isFinite());
        Optional.ofNullable(losses.get(GeneratorTraining.DIFFERENCE)).ifPresent(differences::add);
      }
      assertThat(differences.isEmpty()).isEqualTo(!family.grey().conditional());
      if (family.grey().conditional()) {
        assertThat(median(differences.subList(45, 60)))
            .isLessThan(0.75 * median(differences.subList(0, 15)));
      }
    }
  }

  private static Batch discs(int count) {
    List<Pair> pairs =
        Toy.discs(count, 1, 2, 5).stream().map(d -> new Pair(d.image(), d.labels())).toList();
    return Batch.of(pairs, new UNetSpec(1, 2, 4, 2), Compute.REFERENCE);
  }

  @ParameterizedTest
  @MethodSource("families")
  void aResumedTrainingEndsBitIdentically(Family family) {
    try (GenSegLearner whole = learner(Method.GENSEG, family.grey());
        GenSegLearner first = learner(Method.GENSEG, family.grey());
        GenSegLearner second = learner(Method.GENSEG, family.grey())) {
      steps(whole, GenSegLearner.PRETRAINING, 0, 2);
      steps(whole, TRAIN, 0, 3);

      steps(first, GenSegLearner.PRETRAINING, 0, 2);
      steps(first, TRAIN, 0, 1);
      Ops.seed(12345);
      Map<String, ParameterSet> saved = first.state();
      second.state().forEach((part, set) -> set.assign(saved.get(part)));
      steps(second, TRAIN, 1, 2);

      Map<String, List<float[]>> expected = Toy.snapshot(whole);
      Map<String, List<float[]>> resumed = Toy.snapshot(second);
      for (String part : expected.keySet()) {
        assertThat(same(resumed, expected, part)).as(part).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void aFrozenGeneratorStaysAsItWasTrainedBefore(Family family) {
    try (GenSegLearner learner = learner(Method.SEPARATE, family.grey())) {
      Map<String, List<float[]>> start = Toy.snapshot(learner);
      steps(learner, GenSegLearner.PRETRAINING, 0, 1);
      Map<String, List<float[]>> pretrained = Toy.snapshot(learner);
      steps(learner, TRAIN, 0, 1);
      Map<String, List<float[]>> trained = Toy.snapshot(learner);

      assertThat(same(pretrained, start, "generator")).isFalse();
      for (String part : trained.keySet()) {
        boolean segmenter = part.startsWith("segmenter") || part.startsWith("average");
        assertThat(same(trained, pretrained, part)).as(part).isEqualTo(!segmenter);
      }
    }
  }

  private static boolean same(
      Map<String, List<float[]>> a, Map<String, List<float[]>> b, String part) {
    return Arrays.deepEquals(a.get(part).toArray(), b.get(part).toArray());
  }

  @ParameterizedTest
  @MethodSource("families")
  void theNumberOfNativeObjectsDoesNotGrowFromTheSecondStep(Family family) {
    try (GenSegLearner learner = learner(Method.GENSEG, family.grey())) {
      for (Phase phase : learner.phases()) {
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          learner.step(phase, new Position(i, 10));
          counts.add(Pointer.totalCount());
        }
        assertThat(counts.get(3)).isLessThanOrEqualTo(counts.get(1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void aSavedGeneratorMakesTheSamePairs(Family family, @TempDir Path folder) throws IOException {
    Example disc = Toy.discs(1, 3, 3, 7).get(0);
    UNetSpec segmenter = new UNetSpec(3, 3, 4, 2);
    try (GenSegLearner learner = learner(Method.GENSEG, family.colour())) {
      steps(learner, GenSegLearner.PRETRAINING, 0, 2);
      GeneratorModel.write(folder, learner.painting());
      try (GeneratorModel model = GeneratorModel.read(folder, Compute.REFERENCE)) {
        assertThat(model.generator().spec()).isEqualTo(family.colour());
        Pair now = pair(learner.painting().generator(), learner, segmenter, disc.labels());
        Pair read = pair(model.generator(), learner, segmenter, disc.labels());
        assertThat(read.image().samples()).isEqualTo(now.image().samples());
        assertThat(read.labels().labels()).isEqualTo(now.labels().labels());
        for (float sample : now.image().samples()) {
          assertThat(sample).isBetween(-1e-6f, 1 + 1e-6f);
        }
        if (family.colour().conditional()) {
          assertThat(now.labels().labels()).isEqualTo(disc.labels().labels());
        }
      }
    }
  }

  private static Pair pair(
      Generator generator, GenSegLearner learner, UNetSpec segmenter, LabelMap labels) {
    return new PairPainter(
            generator, learner.painting().architecture().logits(), segmenter, Compute.REFERENCE)
        .pair(labels, 3);
  }

  @ParameterizedTest
  @MethodSource("families")
  void aConstantAddedToTheLogitsChangesNoPair(Family family) {
    Example disc = Toy.discs(1, 1, 2, 7).get(0);
    UNetSpec segmenter = new UNetSpec(1, 2, 4, 2);
    try (GenSegLearner learner = learner(Method.GENSEG, family.grey());
        ParameterSet moved = learner.painting().architecture().logits().map(t -> Ops.plus(t, 2))) {
      Generator generator = learner.painting().generator();
      Pair before = pair(generator, learner, segmenter, disc.labels());
      Pair after =
          new PairPainter(generator, moved, segmenter, Compute.REFERENCE).pair(disc.labels(), 3);
      float[] a = before.image().samples();
      float[] b = after.image().samples();
      for (int i = 0; i < a.length; i++) {
        assertThat(b[i]).isCloseTo(a[i], within(1e-4f));
      }
    }
  }

  private static List<Report> steps(GenSegLearner learner, Phase phase, int from, int count) {
    List<Report> reports = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      reports.add(learner.step(phase, new Position(i, 100)));
    }
    return reports;
  }
}
