package io.github.handful.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Normalisation of every vector along a tensor's last dimension by its own mean and variance, with
 * a learnt scale and shift (Ba, Kiros and Hinton 2016); bfloat16 is made float32 before.
 */
public final class LayerNorm {
  private static final double EPSILON = 1e-5;

  private final String name;
  private final long features;

  public LayerNorm(Network network, String name, int features) {
    this.name = name;
    this.features = features;
    network.parameters().add(name + ".weight", Ops.ones(features));
    network.parameters().add(name + ".bias", Ops.zeros(features));
  }

  public Tensor forward(Pass pass, Tensor x) {
    return torch.layer_norm(
        Ops.widened(x),
        new long[] {features},
        new TensorOptional(pass.weights().get(name + ".weight")),
        new TensorOptional(pass.weights().get(name + ".bias")),
        EPSILON,
        false);
  }
}
