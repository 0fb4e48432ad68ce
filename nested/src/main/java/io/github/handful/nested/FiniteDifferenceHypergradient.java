package io.github.handful.nested;

import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Needs first derivatives only: the outer gradient is carried back through each step by the
 * difference of two gradients of that level's loss, taken at variables shifted by ±ε along it (the
 * paper's method, after DARTS, Liu et al. 2019). The shift has the L2 norm {@code radius} over all
 * variables of the level together.
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
    Map<String, List<Tensor>> paths = new LinkedHashMap<>();
    double[] outerLoss = new double[1];
    List<List<Tensor>> adjoints = outerGradients(steps, outer, target, outerLoss, paths);
    for (int k = steps.size() - 1; k >= 0; k--) {
      InnerStep step = steps.get(k);
      List<InnerStep> below = steps.subList(0, k);
      List<Tensor> direction =
          Tensors.replacing(adjoints.get(k), step.preconditioner(), Tensor::mul);
      List<List<Tensor>> carried = carryBack(step, below, target, direction);
      direction.forEach(Tensor::close);
      for (int j = 0; j < k; j++) {
        adjoints.set(j, Tensors.replacingBoth(adjoints.get(j), carried.get(j), Tensor::add));
      }
      paths.put(step.level().name(), carried.get(k));
    }
    return Result.of(outerLoss[0], paths, Tensors.zeros(target.variables().tensors()));
  }

  /** The gradient of the outer loss at the result of every step; its direct part goes to paths. */
  private static List<List<Tensor>> outerGradients(
      List<InnerStep> steps,
      Objective outer,
      Level target,
      double[] outerLoss,
      Map<String, List<Tensor>> paths) {
    List<List<Tensor>> groups = new ArrayList<>();
    List<Tensor> gradients =
        Scope.returning(
            () -> {
              Point point = pointAfter(steps, groups);
              List<Tensor> alpha = Tensors.leaves(target.variables().tensors());
              groups.add(alpha);
              Tensor loss = outer.at(point.with(target, alpha));
              outerLoss[0] = Ops.value(loss);
              return Autograd.gradients(loss, flat(groups));
            });
    List<List<Tensor>> adjoints = split(gradients, groups);
    paths.put("outer", adjoints.remove(steps.size()));
    return adjoints;
  }

  /**
   * −∂²L/∂ψ∂θ·direction for ψ each level below and, last, the target: the change of the gradient
   * with respect to ψ when the step's own variables move along the direction.
   */
  private List<List<Tensor>> carryBack(
      InnerStep step, List<InnerStep> below, Level target, List<Tensor> direction) {
    double norm = Ops.norm(direction);
    double epsilon = norm < SMALLEST_NORM ? 0 : radius / norm;
    List<List<Tensor>> groups = new ArrayList<>();
    if (epsilon == 0) {
      below.forEach(s -> groups.add(Tensors.zeros(s.after())));
      groups.add(Tensors.zeros(target.variables().tensors()));
      return groups;
    }
    List<Tensor> forward = shiftedGradient(step, below, target, direction, epsilon, groups);
    List<Tensor> backward = shiftedGradient(step, below, target, direction, -epsilon, groups);
    double scale = 0.5 / epsilon;
    return split(
        Tensors.replacingBoth(backward, forward, (b, f) -> Ops.times(b.sub(f), scale)), groups);
  }

  private static List<Tensor> shiftedGradient(
      InnerStep step,
      List<InnerStep> below,
      Level target,
      List<Tensor> direction,
      double epsilon,
      List<List<Tensor>> groups) {
    return Scope.returning(
        () -> {
          groups.clear();
          List<Tensor> shifted =
              Autograd.withoutGraph(
                  () -> Tensors.sum(Tensors.detached(step.before()), direction, epsilon));
          Point point = pointAfter(below, groups).with(step.level(), shifted);
          List<Tensor> alpha = Tensors.leaves(target.variables().tensors());
          groups.add(alpha);
          Ops.seed(step.seed());
          Tensor loss = step.objective().at(point.with(target, alpha));
          return Autograd.gradients(loss, flat(groups));
        });
  }

  private static Point pointAfter(List<InnerStep> steps, List<List<Tensor>> groups) {
    Point point = Point.present();
    for (InnerStep step : steps) {
      List<Tensor> after = Tensors.leaves(step.after());
      groups.add(after);
      point = point.with(step.level(), after);
    }
    return point;
  }

  private static List<Tensor> flat(List<List<Tensor>> groups) {
    return groups.stream().flatMap(List::stream).toList();
  }

  private static List<List<Tensor>> split(List<Tensor> flat, List<List<Tensor>> groups) {
    List<List<Tensor>> result = new ArrayList<>();
    int at = 0;
    for (List<Tensor> group : groups) {
      result.add(new ArrayList<>(flat.subList(at, at + group.size())));
      at += group.size();
    }
    return result;
  }
}
