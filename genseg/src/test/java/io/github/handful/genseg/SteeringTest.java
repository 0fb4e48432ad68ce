package io.github.handful.genseg;

import static io.github.handful.genseg.GenSegLearnerTest.same;
import static io.github.handful.genseg.GenSegLearnerTest.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.genseg.Pix2PixSpec.Search;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.nested.ExactHypergradient;
import io.github.handful.nested.InnerStep;
import io.github.handful.nested.Level;
import io.github.handful.nested.Objective;
import io.github.handful.nested.Point;
import io.github.handful.segment.Learner.Phase;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.Learner.Report;
import io.github.handful.segment.SupervisedLearner;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What follows the validation loss, and by which ways. */
class SteeringTest {
  private static final Phase TRAIN = SupervisedLearner.PHASE;

  @BeforeAll
  static void useOneThread() {
    Ops.threads(1);
  }

  @Test
  void everyChoiceOfPathsMovesTheArchitectureItsOwnWay() {
    List<List<float[]>> ends = new ArrayList<>();
    for (HypergradientPaths paths : HypergradientPaths.values()) {
      try (GenSegLearner learner = Toy.learner(Method.GENSEG, steered(paths, 0))) {
        steps(learner, TRAIN, 1);
        ends.add(Toy.snapshot(learner).get("architecture"));
      }
    }
    for (int i = 0; i < 3; i++) {
      assertThat(ends.get(i).toArray()).isNotEqualTo(ends.get((i + 1) % 3).toArray());
    }
  }

  @Test
  void guidanceMovesTheGeneratorBySoLongAStepAndNothingElse() {
    double length = 0.01;
    try (GenSegLearner guided =
            Toy.learner(Method.GENSEG, steered(HypergradientPaths.BOTH, length));
        GenSegLearner free = Toy.learner(Method.GENSEG, Toy.settings())) {
      Report report = steps(guided, TRAIN, 1).get(0);
      steps(free, TRAIN, 1);
      assertThat(hypergradient(report)).containsKey("guidance");
      Map<String, List<float[]>> a = Toy.snapshot(guided);
      Map<String, List<float[]>> b = Toy.snapshot(free);
      for (String part : a.keySet()) {
        assertThat(same(a, b, part)).as(part).isEqualTo(!part.equals("generator"));
      }
      assertThat(distance(a.get("generator"), b.get("generator")))
          .isCloseTo(length, within(1e-3 * length));
    }
  }

  private static double distance(List<float[]> a, List<float[]> b) {
    double squares = 0;
    for (int t = 0; t < a.size(); t++) {
      for (int i = 0; i < a.get(t).length; i++) {
        double d = (double) a.get(t)[i] - b.get(t)[i];
        squares += d * d;
      }
    }
    return Math.sqrt(squares);
  }

  /** The step is against the gradient: a tiny one lowers the loss by its length times the norm. */
  @Test
  void guidanceLowersTheValidationLossOfTheSegmenterThatLearnsFromTheImages() {
    try (GenSegLearner learner = Toy.learner(Method.GENSEG, Toy.settings())) {
      steps(learner, TRAIN, 3);
      learner.train(
          new Position(3, 100),
          (steps, outer) -> {
            Level generator = steps.get(0).level();
            var exact = new ExactHypergradient();
            double length = 1e-3;
            Guidance guidance = new Guidance(generator, length, exact);
            Guidance.Direction direction = guidance.direction(steps.get(1), outer);
            double before = afterStep(steps.get(1), outer);
            guidance.step(direction);
            double after = afterStep(steps.get(1), outer);
            assertThat((before - after) / (length * direction.norm())).isBetween(0.5, 1.5);
            return Map.of();
          });
    }
  }

  /** The outer loss after the segmenter's step is taken anew on what the generator paints now. */
  private static double afterStep(InnerStep step, Objective outer) {
    Ops.seed(step.seed());
    List<Tensor> weights = leaves(step.before());
    Tensor loss = step.objective().at(Point.present().with(step.level(), weights));
    List<Tensor> gradient = Autograd.gradients(loss, weights);
    List<Tensor> rates = step.preconditioner().get();
    List<Tensor> moved = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      moved.add(weights.get(i).detach().sub(rates.get(i).mul(gradient.get(i))));
    }
    return Ops.value(outer.at(Point.present().with(step.level(), moved)));
  }

  private static List<Tensor> leaves(List<Tensor> tensors) {
    return tensors.stream().map(t -> t.detach().requires_grad_(true)).toList();
  }

  @Test
  void withoutSearchCellsGenSegIsJointTraining() {
    try (GenSegLearner genseg = Toy.learner(Method.GENSEG, Toy.settings(), Search.NONE);
        GenSegLearner joint = Toy.learner(Method.JOINT, Toy.settings(), Search.NONE)) {
      steps(genseg, TRAIN, 2);
      steps(joint, TRAIN, 2);
      Map<String, List<float[]>> a = Toy.snapshot(genseg);
      Map<String, List<float[]>> b = Toy.snapshot(joint);
      a.keySet().forEach(part -> assertThat(same(a, b, part)).as(part).isTrue());
    }
  }

  @Test
  void withoutSearchCellsTheGeneratorCanStillBeGuided() {
    GenSegSettings guided = steered(HypergradientPaths.BOTH, 0.01);
    try (GenSegLearner learner = Toy.learner(Method.GENSEG, guided, Search.NONE)) {
      Report report = steps(learner, TRAIN, 1).get(0);
      assertThat(hypergradient(report)).containsOnlyKeys("guidance");
    }
  }

  @Test
  void theWeightOfSyntheticPairsMayFollowTheValidationLoss() {
    GenSegSettings learns = weighing(0.1);
    try (GenSegLearner learner = Toy.learner(Method.GENSEG, learns)) {
      List<Report> reports = steps(learner, TRAIN, 2);
      assertThat((double) hypergradient(reports.get(0)).get("gamma"))
          .satisfiesAnyOf(
              g -> assertThat(g).isEqualTo(1),
              g -> assertThat(g).isCloseTo(Math.exp(-0.1), within(1e-3)));
      assertThat(learner.state()).containsKeys("trade-off", "trade-off optimiser");
    }
    try (GenSegLearner learner = Toy.learner(Method.JOINT, learns)) {
      assertThat(learner.state()).doesNotContainKey("trade-off");
    }
  }

  /** The first update comes before the first step of the weight. */
  @Test
  void aWeightThatLearnsChangesTheUpdatesAfterItsFirstStep() {
    try (GenSegLearner fixed = Toy.learner(Method.GENSEG, weighing(0));
        GenSegLearner learning = Toy.learner(Method.GENSEG, weighing(0.1))) {
      steps(fixed, TRAIN, 1);
      steps(learning, TRAIN, 1);
      assertThat(same(Toy.snapshot(fixed), Toy.snapshot(learning), "segmenter")).isTrue();
      steps(fixed, TRAIN, 2);
      steps(learning, TRAIN, 2);
      assertThat(same(Toy.snapshot(fixed), Toy.snapshot(learning), "segmenter")).isFalse();
    }
  }

  @Test
  void aResumedTrainingGoesOnWithTheWeightThatItHad() {
    Position third = new Position(2, 10);
    try (GenSegLearner whole = Toy.learner(Method.GENSEG, weighing(0.1));
        GenSegLearner resumed = Toy.learner(Method.GENSEG, weighing(0.1))) {
      steps(whole, TRAIN, 2);
      resumed.state().forEach((part, set) -> set.assign(whole.state().get(part)));
      whole.step(TRAIN, third);
      resumed.step(TRAIN, third);
      Map<String, List<float[]>> expected = Toy.snapshot(whole);
      Map<String, List<float[]>> got = Toy.snapshot(resumed);
      assertThat(expected).containsKey("trade-off");
      expected.keySet().forEach(part -> assertThat(same(got, expected, part)).as(part).isTrue());
    }
  }

  private static GenSegSettings steered(HypergradientPaths paths, double guidance) {
    return steered(paths, guidance, 0);
  }

  private static GenSegSettings weighing(double gammaRate) {
    return steered(HypergradientPaths.BOTH, 0, gammaRate);
  }

  private static GenSegSettings steered(
      HypergradientPaths paths, double guidance, double gammaRate) {
    return new GenSegSettings(
        2,
        2e-4,
        2e-4,
        100,
        false,
        true,
        2,
        1,
        gammaRate,
        1e-2,
        1,
        false,
        paths,
        guidance,
        MaskAugmentation.standard());
  }

  private static Map<String, Object> hypergradient(Report report) {
    Map<String, Object> named = new HashMap<>();
    ((Map<?, ?>) report.details().get("hypergradient"))
        .forEach((name, value) -> named.put(name.toString(), value));
    return named;
  }
}
