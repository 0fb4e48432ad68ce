package io.github.handful.nested;

import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Needs first derivatives only: the outer gradient is carried back through each step by the
 * difference of two gradients of that level's loss, taken at variables shifted by ±ε along it (the
 * paper's method, after DARTS, Liu et al. 2019). The shift has the L2 norm {@code radius} over all
 * variables of the level together.
 *
 * <p>Weights may fill much of the memory, so every gradient is freed as soon as it has been used.
 */
public final class FiniteDifferenceHypergradient implements Hypergradient {
  /** Shifts along a shorter direction than this would only divide rounding noise. */
  private static final double SMALLEST_NORM = 1e-12;

  private final double radius;

  /** A radius of 0.01, as DARTS and Betty have it. */
  public FiniteDifferenceHypergradient() {
    this(0.01);
  }

  public FiniteDifferenceHypergradient(double radius) {
    if (!(radius > 0)) {
      throw new IllegalArgumentException("the radius must be positive, got " + radius);
    }
    this.radius = radius;
  }

  @Override
  public Result compute(List<InnerStep> steps, Objective outer, Level target) {
    List<Tensor> present = target.variables().tensors();
    Map<String, List<Tensor>> paths = new LinkedHashMap<>();
    double[] outerLoss = new double[1];
    List<Gradient> adjoints = outerGradients(steps, outer, target, outerLoss);
    paths.put("outer", adjoints.remove(steps.size()).orZeros(present));
    for (int k = steps.size() - 1; k >= 0; k--) {
      List<Gradient> carried;
      try (Gradient direction = adjoints.remove(k)) {
        carried = carryBack(steps.get(k), steps.subList(0, k), target, direction);
      }
      for (int j = 0; j < k; j++) {
        adjoints.get(j).combine(1, carried.get(j), 1);
      }
      paths.put(steps.get(k).level().name(), carried.get(k).orZeros(present));
    }
    return Result.of(outerLoss[0], paths, Tensors.zeros(present));
  }

  /** The gradient of the outer loss at the result of every step and, last, at the target. */
  private static List<Gradient> outerGradients(
      List<InnerStep> steps, Objective outer, Level target, double[] outerLoss) {
    Variables variables = new Variables(steps, target);
    return variables.split(
        Scope.returningPresent(
            () -> {
              Tensor loss = outer.at(variables.point());
              outerLoss[0] = Ops.value(loss);
              return Autograd.gradientsIfAny(loss, variables.leaves());
            }));
  }

  /**
   * −∂²L/∂ψ∂θ·P·adjoint for ψ each level below and, last, the target: the change of the gradient
   * with respect to ψ when the step's own variables θ move along the adjoint, times the
   * preconditioner P, by which the adjoint is multiplied first.
   */
  private List<Gradient> carryBack(
      InnerStep step, List<InnerStep> below, Level target, Gradient adjoint) {
    adjoint.scale(step.preconditioner().get());
    double norm = adjoint.norm();
    Variables variables = new Variables(below, target);
    if (norm < SMALLEST_NORM) {
      return variables.none();
    }
    double epsilon = radius / norm;
    return step.objective() instanceof Objective.Composed composed
        ? throughInput(step, composed, variables, adjoint, epsilon)
        : throughAll(step, variables, adjoint, epsilon);
  }

  private static List<Gradient> throughAll(
      InnerStep step, Variables variables, Gradient direction, double epsilon) {
    List<Gradient> forward = variables.split(shifted(step, variables, direction, epsilon));
    List<Gradient> backward = variables.split(shifted(step, variables, direction, -epsilon));
    for (int i = 0; i < forward.size(); i++) {
      forward.get(i).combine(-0.5 / epsilon, backward.get(i), 0.5 / epsilon);
    }
    return forward;
  }

  private static List<Optional<Tensor>> shifted(
      InnerStep step, Variables variables, Gradient direction, double epsilon) {
    return Scope.returningPresent(
        () -> {
          List<Tensor> moved = shift(step, direction, epsilon);
          Ops.seed(step.seed());
          Tensor loss = step.objective().at(variables.point().with(step.level(), moved));
          return Autograd.gradientsIfAny(loss, variables.leaves());
        });
  }

  /** The shifts change the gradient at the shared input, which is carried further down once. */
  private static List<Gradient> throughInput(
      InnerStep step,
      Objective.Composed objective,
      Variables variables,
      Gradient direction,
      double epsilon) {
    return variables.split(
        Scope.returningPresent(
            () -> {
              Ops.seed(step.seed());
              Tensor input = objective.input().apply(variables.point());
              Tensor change = shiftedAtInput(step, objective, input, direction, epsilon);
              Tensor back = shiftedAtInput(step, objective, input, direction, -epsilon);
              Tensor slope = Ops.combination(change, -0.5 / epsilon, back, 0.5 / epsilon);
              return Autograd.pulledBack(input, slope, variables.leaves());
            }));
  }

  private static Tensor shiftedAtInput(
      InnerStep step,
      Objective.Composed objective,
      Tensor input,
      Gradient direction,
      double epsilon) {
    return Scope.returning(
            () -> {
              Tensor leaf = input.detach().requires_grad_(true);
              Point own = Point.present().with(step.level(), shift(step, direction, epsilon));
              return Autograd.gradients(objective.loss().apply(own, leaf), List.of(leaf));
            })
        .get(0);
  }

  private static List<Tensor> shift(InnerStep step, Gradient direction, double epsilon) {
    return Autograd.withoutGraph(() -> direction.shift(step.before(), epsilon));
  }
}
