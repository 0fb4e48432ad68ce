package io.github.handful.nested;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of a level on one batch, as a function of the variables of all levels. It must give the
 * same value for the same point: its random numbers may come only from libtorch's generator, which
 * is seeded before each evaluation.
 */
@FunctionalInterface
public interface Objective {
  /** The loss, a scalar that carries the graph to the point's variables. */
  Tensor at(Point point);

  /**
   * A loss that the levels below and the target reach through one tensor only, such as a batch that
   * they make. Evaluations that differ in the level's own variables can share that tensor.
   *
   * @param input made from the levels below and the target; may draw random numbers
   * @param loss of the level's own variables and the input; draws none
   */
  record Composed(Function<Point, Tensor> input, BiFunction<Point, Tensor, Tensor> loss)
      implements Objective {
    @Override
    public Tensor at(Point point) {
      return loss.apply(point, input.apply(point));
    }
  }
}
