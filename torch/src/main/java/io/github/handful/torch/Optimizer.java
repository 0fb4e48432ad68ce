package io.github.handful.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Changes a set of parameters, in place, by given gradients. */
public interface Optimizer extends AutoCloseable {
  /** One step with the learning rate {@code rate}; gradients in the order of the parameters. */
  void step(List<Tensor> gradients, double rate);

  /**
   * How far each parameter moves, per unit of its gradient, against the gradient: the diagonal of
   * the step's preconditioner at the present state, times the rate. Hypergradients treat it as
   * constant.
   */
  List<Tensor> preconditioner(double rate);

  /** Everything a resumed run needs; empty for an optimiser without memory. */
  ParameterSet state();

  @Override
  void close();
}
