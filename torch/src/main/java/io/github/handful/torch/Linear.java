package io.github.handful.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The same affine map of every vector along a tensor's last dimension; first biases are zero. */
public final class Linear {
  private final String weight;
  private final Optional<String> bias;

  public Linear(Network network, String name, int in, int out, boolean bias) {
    this.weight = name + ".weight";
    network.parameters().add(weight, network.initialiser().projection(out, in));
    this.bias = bias ? Optional.of(name + ".bias") : Optional.empty();
    this.bias.ifPresent(b -> network.parameters().add(b, Ops.zeros(out)));
  }

  public Tensor forward(Pass pass, Tensor x) {
    TensorOptional shift =
        bias.map(b -> new TensorOptional(pass.weights().get(b))).orElseGet(TensorOptional::new);
    return torch.linear(x, pass.weights().get(weight), shift);
  }
}
