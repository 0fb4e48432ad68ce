package io.github.handful.torch;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Plain gradient descent. */
public final class Sgd implements Optimizer {
  private final ParameterSet parameters;
  private final ParameterSet state = new ParameterSet();

  public Sgd(ParameterSet parameters) {
    this.parameters = parameters;
  }

  @Override
  public void step(List<Tensor> gradients, double rate) {
    Autograd.withoutGraph(
        () -> {
          int i = 0;
          for (Tensor p : parameters.tensors()) {
            p.add_(gradients.get(i++), new Scalar(-rate));
          }
        });
  }

  @Override
  public List<Tensor> preconditioner(double rate) {
    return parameters.tensors().stream()
        .map(p -> Autograd.withoutGraph(() -> torch.full_like(p, new Scalar(rate))))
        .toList();
  }

  @Override
  public ParameterSet state() {
    return state;
  }

  @Override
  public void close() {
    state.close();
  }
}
