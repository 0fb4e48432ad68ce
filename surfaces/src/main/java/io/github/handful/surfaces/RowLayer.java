package io.github.handful.surfaces;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** Makes one row for each surface and column, B×N×W, of logits B×N×H×W. */
sealed interface RowLayer permits SoftArgmax, PathLayer, ProgrammeLayer {
  /** The rows, without a graph. */
  Tensor rows(Tensor logits);

  /**
   * A loss of the rows, differentiable in the logits.
   *
   * @param loss of rows B×N×W; a scalar
   */
  Tensor loss(Tensor logits, SurfaceTargets targets, UnaryOperator<Tensor> loss);
}
