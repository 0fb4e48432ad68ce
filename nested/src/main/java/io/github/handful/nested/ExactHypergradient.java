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
 * Differentiates twice: every inner step is rebuilt as a differentiable function and the outer loss
 * is back-propagated through all of them. Exact, at the price of the memory of all graphs at once.
 */
public final class ExactHypergradient implements Hypergradient {

  @Override
  public Result compute(List<InnerStep> steps, Objective outer, Level target) {
    List<Tensor> present = target.variables().tensors();
    Map<String, List<Tensor>> leaves = new LinkedHashMap<>();
    double[] outerLoss = new double[1];
    List<Tensor> gradients =
        Scope.returning(
            () -> {
              Point point = Point.present();
              for (InnerStep step : steps) {
                List<Tensor> alpha = leaf(leaves, step.level().name(), present);
                point = point.with(step.level(), unroll(step, point.with(target, alpha)));
              }
              List<Tensor> alpha = leaf(leaves, "outer", present);
              Tensor loss = outer.at(point.with(target, alpha));
              outerLoss[0] = Ops.value(loss);
              List<Tensor> all = leaves.values().stream().flatMap(List::stream).toList();
              return Autograd.gradients(loss, all);
            });
    Map<String, List<Tensor>> paths = new LinkedHashMap<>();
    int at = 0;
    for (String name : leaves.keySet()) {
      paths.put(name, new ArrayList<>(gradients.subList(at, at + present.size())));
      at += present.size();
    }
    return Result.of(outerLoss[0], paths, Tensors.zeros(present));
  }

  private static List<Tensor> unroll(InnerStep step, Point point) {
    List<Tensor> before = Tensors.leaves(step.before());
    Ops.seed(step.seed());
    Tensor loss = step.objective().at(point.with(step.level(), before));
    List<Tensor> gradient = Autograd.differentiableGradients(loss, before);
    // The value is where the optimiser really went; the derivative is that of the plain step.
    List<Tensor> change = Tensors.sum(gradient, Tensors.detached(gradient), -1);
    return Tensors.sum(
        Tensors.detached(step.after()), Tensors.product(step.preconditioner().get(), change), -1);
  }

  private static List<Tensor> leaf(
      Map<String, List<Tensor>> leaves, String name, List<Tensor> values) {
    List<Tensor> leaf = Tensors.leaves(values);
    leaves.put(name, leaf);
    return leaf;
  }
}
