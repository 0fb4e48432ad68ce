package io.github.handful.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Normalisation of the channels of a batch N×C×…, with a learnt scale and shift. */
public final class Norm {
  /** Over which pixels or voxels the mean and variance are taken. */
  public enum Kind {
    /** Over the batch in training, running averages afterwards. */
    BATCH,
    /** Over each image by itself, always. */
    INSTANCE
  }

  private final Kind kind;
  private final String name;

  public Norm(Network network, String name, Kind kind, int channels) {
    this.kind = kind;
    this.name = name;
    network.parameters().add(name + ".weight", network.initialiser().normScale(channels));
    network.parameters().add(name + ".bias", Ops.zeros(channels));
    if (kind == Kind.BATCH) {
      network.statistics().add(name + ".running_mean", Ops.zeros(channels));
      network.statistics().add(name + ".running_var", Ops.ones(channels));
    }
  }

  public Tensor forward(Pass pass, Tensor x) {
    Tensor weight = pass.weights().get(name + ".weight");
    Tensor bias = pass.weights().get(name + ".bias");
    if (kind == Kind.INSTANCE) {
      return Functional.instanceNorm(x, weight, bias);
    }
    boolean tracked = pass.mode() != Pass.Mode.PROBING;
    return Functional.batchNorm(
        x,
        weight,
        bias,
        statistic(pass, ".running_mean", tracked),
        statistic(pass, ".running_var", tracked),
        pass.mode() != Pass.Mode.EVALUATING);
  }

  private Optional<Tensor> statistic(Pass pass, String suffix, boolean tracked) {
    return tracked ? Optional.of(pass.statistics().get(name + suffix)) : Optional.empty();
  }
}
