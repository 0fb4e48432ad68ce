package io.github.handful.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Normalisation of groups of channels of each image by their own mean and variance, with a learnt
 * scale and shift of each channel (Wu and He 2018): 32 groups, or fewer where these do not divide
 * the channels.
 */
public final class GroupNorm {
  private static final int GROUPS = 32;

  private final String name;
  private final int groups;

  public GroupNorm(Network network, String name, int channels) {
    this.name = name;
    int most = GROUPS;
    while (channels % most != 0) {
      most /= 2;
    }
    this.groups = most;
    network.parameters().add(name + ".weight", Ops.ones(channels));
    network.parameters().add(name + ".bias", Ops.zeros(channels));
  }

  public Tensor forward(Pass pass, Tensor x) {
    return torch.group_norm(
        x,
        groups,
        new TensorOptional(pass.weights().get(name + ".weight")),
        new TensorOptional(pass.weights().get(name + ".bias")),
        1e-5,
        false);
  }
}
