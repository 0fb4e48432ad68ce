package io.github.handful.nested;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Differentiates an outer loss with respect to the variables of a level that it depends on through
 * the last steps of inner levels: d outer(θ₁', θ₂', …) / dα, where θₖ' = θₖ − Pₖ ∇θₖ Lₖ(θₖ; θ₁', …,
 * θₖ₋₁', α).
 */
public sealed interface Hypergradient permits ExactHypergradient, FiniteDifferenceHypergradient {

  /**
   * The hypergradient with respect to {@code target}.
   *
   * @param steps the inner steps, innermost first: each may depend on the results of those before
   *     it
   * @param outer the loss at the top, evaluated at the results of all steps
   */
  Result compute(List<InnerStep> steps, Objective outer, Level target);

  /**
   * A hypergradient and the parts it is the sum of, one for each path by which the target reaches
   * the outer loss.
   *
   * @param outerLoss the value of the outer loss
   * @param total in the order of the target's variables
   * @param paths by the name of the level whose loss the target enters; the entry "outer" is the
   *     direct gradient of the outer loss and is present only where it depends on the target
   */
  record Result(double outerLoss, List<Tensor> total, Map<String, List<Tensor>> paths) {
    static Result of(double outerLoss, Map<String, List<Tensor>> paths, List<Tensor> zeros) {
      List<Tensor> total = zeros;
      for (List<Tensor> path : paths.values()) {
        total = Tensors.sum(total, path);
      }
      return new Result(outerLoss, total, new LinkedHashMap<>(paths));
    }

    /** The sum of some paths only; zeros where the target takes none of them. */
    public List<Tensor> along(List<String> names) {
      List<Tensor> sum = Tensors.zeros(total);
      for (String name : names) {
        sum = paths.containsKey(name) ? Tensors.sum(sum, paths.get(name)) : sum;
      }
      return sum;
    }
  }
}
