package io.github.handful.genseg;

import io.github.handful.nested.Hypergradient;
import io.github.handful.nested.InnerStep;
import io.github.handful.nested.Level;
import io.github.handful.nested.Objective;
import io.github.handful.segment.TrainingException;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Moves the generator's weights, beside their own loss, against the validation loss of the
 * segmenter that learned from what they painted: a step of fixed length along −d L(S'(G)) / dG. The
 * released code of GenSeg takes such steps, of length 0.01, by leaving shifted weights behind.
 *
 * @param length of each step in the L2 norm over all weights together, above 0
 */
record Guidance(Level generator, double length, Hypergradient method) {

  /** Where the weights will go, and the length of the hypergradient that says so. */
  record Direction(List<Tensor> gradient, double norm) {}

  /**
   * The hypergradient of the weights as they are now.
   *
   * @param segmenting the segmenter's step on what they painted
   * @throws TrainingException if it is not finite
   */
  Direction direction(InnerStep segmenting, Objective outer) {
    List<Tensor> gradient = method.compute(List.of(segmenting), outer, generator).total();
    double norm = Ops.norm(gradient);
    if (!Double.isFinite(norm)) {
      throw new TrainingException(
          "the hypergradient of the generator's weights became "
              + norm
              + "; lower the rates in the plan");
    }
    return new Direction(gradient, norm);
  }

  /** One step; a hypergradient of zero moves nothing. */
  void step(Direction direction) {
    if (direction.norm() == 0) {
      return;
    }
    List<Tensor> weights = generator.variables().tensors();
    Autograd.withoutGraph(
        () -> {
          for (int i = 0; i < weights.size(); i++) {
            weights.get(i).sub_(Ops.times(direction.gradient().get(i), length / direction.norm()));
          }
        });
  }
}
