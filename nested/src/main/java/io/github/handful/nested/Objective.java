package io.github.handful.nested;

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
}
