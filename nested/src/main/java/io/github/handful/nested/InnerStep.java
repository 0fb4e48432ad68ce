package io.github.handful.nested;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * One step that a level took on its own loss: from {@code before} to {@code after}, which differ by
 * the preconditioned gradient (and whatever momentum the optimiser added, which carries no
 * gradient).
 *
 * @param before the level's variables before the step
 * @param after the same variables after it
 * @param preconditioner gives for each variable how far it moves against a unit of its gradient: a
 *     tensor of its shape (or one number for all of it), made when it is needed
 * @param seed seeds libtorch's generator for every evaluation of the objective
 */
public record InnerStep(
    Level level,
    Objective objective,
    List<Tensor> before,
    List<Tensor> after,
    Supplier<List<Tensor>> preconditioner,
    long seed) {

  /** The same step, as one on a loss that shows more of what it depends on. */
  public InnerStep on(Objective shown) {
    return new InnerStep(level, shown, before, after, preconditioner, seed);
  }
}
