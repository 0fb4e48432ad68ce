package io.github.handful.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The trilevel problem of two-dimensional vectors L₁ = ½‖G−Bα‖², L₂ = ½‖S−CG−Eα‖², L₃ = ½‖S−t‖²,
 * whose hypergradient is η_S(η_G CB + E)ᵀ(S'−t), and variants of it.
 */
class HypergradientTest {
  private static final double ETA_G = 0.1;
  private static final double ETA_S = 0.05;

  private final Tensor b = matrix(1, 2, 0, 1);
  private final Tensor c = matrix(2, 0, 1, 1);
  private final Tensor e = matrix(0.5, 0, 0, -1);
  private final Tensor t = vector(1, -2);
  private final Level architecture = level("architecture", 0.3, -0.2);
  private final Level generator = level("generator", 1, -1);
  private final Level segmenter = level("segmenter", 0.5, 2);

  static Stream<Hypergradient> methods() {
    return Stream.of(
        new ExactHypergradient(),
        new FiniteDifferenceHypergradient(),
        new FiniteDifferenceHypergradient(3));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void agreesWithTheClosedFormOfAQuadraticProblem(Hypergradient method) {
    Hypergradient.Result result =
        method.compute(steps(UnaryOperator.identity()), outer(), architecture);

    assertThat(values(result.paths().get("generator")))
        .containsExactly(new double[] {0.0152575, 0.0500575}, within(1e-10));
    assertThat(values(result.paths().get("segmenter")))
        .containsExactly(new double[] {-0.0107125, -0.195425}, within(1e-10));
    assertThat(values(result.paths().get("outer"))).containsExactly(0, 0);
    assertThat(values(result.total()))
        .containsExactly(new double[] {0.004545, -0.1453675}, within(1e-10));
  }

  @Test
  void methodsAgreeOnANonQuadraticProblem() {
    List<InnerStep> steps = steps(x -> x.exp().add(vector(1, 1)).log());
    double[] exact = values(new ExactHypergradient().compute(steps, outer(), architecture).total());
    double[] difference =
        values(
            new FiniteDifferenceHypergradient(1e-3).compute(steps, outer(), architecture).total());
    for (int i = 0; i < exact.length; i++) {
      assertThat(Math.abs(difference[i] / exact[i] - 1)).isLessThan(1e-5);
    }
  }

  @Test
  void exactMethodAgreesWithShiftingTheArchitectureItself() {
    UnaryOperator<Tensor> softplus = x -> x.exp().add(vector(1, 1)).log();
    double[] exact =
        values(new ExactHypergradient().compute(steps(softplus), outer(), architecture).total());
    double h = 1e-5;
    for (int i = 0; i < 2; i++) {
      double[] shift = new double[2];
      shift[i] = h;
      double up = outerAfterSteps(softplus, shift);
      shift[i] = -h;
      double down = outerAfterSteps(softplus, shift);
      assertThat((up - down) / (2 * h)).isCloseTo(exact[i], within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aSeveredGraphGivesExactlyZero(Hypergradient method) {
    Objective cut = at -> half(at.of(segmenter).get("x").sub(synthetic(at).detach()));
    InnerStep generated = steps(UnaryOperator.identity()).get(0);
    InnerStep severed = step(segmenter, cut, ETA_S, generated);
    Hypergradient.Result result =
        method.compute(List.of(generated, severed), outer(), architecture);

    assertThat(values(result.total())).containsExactly(0, 0);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void leavesEveryVariableBitIdentical(Hypergradient method) {
    List<InnerStep> steps = steps(UnaryOperator.identity());
    double[] before = all();
    double[] first = values(method.compute(steps, outer(), architecture).total());
    double[] second = values(method.compute(steps, outer(), architecture).total());

    assertThat(all()).isEqualTo(before);
    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void frozenRandomnessMakesNoisyLossesRepeatable(Hypergradient method) {
    Objective noisy = at -> half(at.of(segmenter).get("x").sub(synthetic(at)).mul(noise()));
    InnerStep generated = steps(UnaryOperator.identity()).get(0);
    InnerStep step = step(segmenter, noisy, ETA_S, generated);
    double[] first =
        values(method.compute(List.of(generated, step), outer(), architecture).total());
    Ops.seed(99);
    double[] second =
        values(method.compute(List.of(generated, step), outer(), architecture).total());

    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aDirectDependenceOfTheOuterLossIsAdded(Hypergradient method) {
    Objective direct =
        at -> half(at.of(segmenter).get("x").sub(t)).add(half(at.of(architecture).get("x")));
    Hypergradient.Result result =
        method.compute(steps(UnaryOperator.identity()), direct, architecture);

    assertThat(values(result.paths().get("outer")))
        .containsExactly(new double[] {0.3, -0.2}, within(1e-12));
    assertThat(values(result.total()))
        .containsExactly(new double[] {0.304545, -0.3453675}, within(1e-10));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void pathsMayBeFollowedOneByOneOrTogether(Hypergradient method) {
    Hypergradient.Result result =
        method.compute(steps(UnaryOperator.identity()), outer(), architecture);

    assertThat(values(result.along(List.of("generator"))))
        .containsExactly(new double[] {0.0152575, 0.0500575}, within(1e-10));
    assertThat(values(result.along(List.of("segmenter"))))
        .containsExactly(new double[] {-0.0107125, -0.195425}, within(1e-10));
    assertThat(values(result.along(List.of("generator", "segmenter"))))
        .containsExactly(values(result.total()), within(1e-15));
    assertThat(values(result.along(List.of("no such level")))).containsExactly(0, 0);
  }

  /** d L₃/dG = η_S Cᵀ(S'−t) with S'−t = (−0.4285, 3.9085). */
  @ParameterizedTest
  @MethodSource("methods")
  void aLevelBetweenMayBeTheTarget(Hypergradient method) {
    InnerStep generated =
        step(
            generator,
            at -> half(at.of(generator).get("x").sub(b.mv(at.of(architecture).get("x")))),
            ETA_G);
    Level moved = level("generator", values(generated.after()));
    Objective second =
        at ->
            half(
                at.of(segmenter)
                    .get("x")
                    .sub(c.mv(at.of(moved).get("x")).add(e.mv(at.of(architecture).get("x")))));
    InnerStep segmented = step(segmenter, second, ETA_S);
    Hypergradient.Result result = method.compute(List.of(segmented), outer(), moved);

    assertThat(values(result.total()))
        .containsExactly(new double[] {0.152575, 0.195425}, within(1e-10));
  }

  private Tensor synthetic(Point at) {
    return c.mv(at.of(generator).get("x")).add(e.mv(at.of(architecture).get("x")));
  }

  private List<InnerStep> steps(UnaryOperator<Tensor> shape) {
    Objective first =
        at -> half(shape.apply(at.of(generator).get("x").sub(b.mv(at.of(architecture).get("x")))));
    Objective second = at -> half(shape.apply(at.of(segmenter).get("x").sub(synthetic(at))));
    InnerStep generated = step(generator, first, ETA_G);
    return List.of(generated, step(segmenter, second, ETA_S, generated));
  }

  private Objective outer() {
    return at -> half(at.of(segmenter).get("x").sub(t));
  }

  private double outerAfterSteps(UnaryOperator<Tensor> shape, double[] shift) {
    Tensor alpha = architecture.variables().get("x");
    Tensor before = alpha.detach().clone();
    Autograd.withoutGraph(() -> alpha.add_(vector(shift)));
    InnerStep last = steps(shape).get(1);
    double value = Ops.value(half(last.after().get(0).sub(t)));
    Autograd.withoutGraph(() -> alpha.copy_(before));
    return value;
  }

  private static InnerStep step(Level level, Objective objective, double rate, InnerStep... below) {
    Point point = Point.present();
    for (InnerStep s : below) {
      point = point.with(s.level(), s.after());
    }
    List<Tensor> before = level.variables().tensors();
    Ops.seed(7);
    Tensor gradient = Autograd.gradients(objective.at(point), before).get(0);
    Tensor after = Ops.plus(before.get(0).detach(), gradient, -rate);
    return new InnerStep(
        level, objective, before, List.of(after), () -> List.of(vector(rate, rate)), 7);
  }

  private static Tensor half(Tensor residual) {
    return Ops.times(residual.square().sum(), 0.5);
  }

  private static Tensor noise() {
    return Ops.plus(Ops.normal(1, 2), 0).to(org.bytedeco.pytorch.global.torch.ScalarType.Double);
  }

  private double[] all() {
    return Stream.of(architecture, generator, segmenter)
        .flatMapToDouble(l -> java.util.Arrays.stream(Ops.doubles(l.variables().get("x"))))
        .toArray();
  }

  private static double[] values(List<Tensor> tensors) {
    return Ops.doubles(tensors.get(0));
  }

  private static Level level(String name, double... values) {
    try (Scope scope = Scope.open()) {
      ParameterSet set = new ParameterSet();
      set.add("x", vector(values));
      return new Level(name, set.requireGradients());
    }
  }

  private static Tensor vector(double... values) {
    return Ops.tensor(values, values.length);
  }

  private static Tensor matrix(double... values) {
    return Ops.tensor(values, 2, 2);
  }
}
