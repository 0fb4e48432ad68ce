package io.github.handful.segment;

import io.github.handful.torch.LayerNorm;
import io.github.handful.torch.Linear;
import io.github.handful.torch.Network;
import io.github.handful.torch.Pass;
import org.bytedeco.pytorch.Tensor;

/** Each token of N×H×W×F becomes {@code factor}² of {@code out} features (Cao et al. 2022). */
final class PatchExpanding {
  private final int factor;
  private final int out;
  private final Linear expand;
  private final LayerNorm norm;

  PatchExpanding(Network network, String name, int in, int out, int factor) {
    this.factor = factor;
    this.out = out;
    this.expand = new Linear(network, name + ".expand", in, factor * factor * out, false);
    this.norm = new LayerNorm(network, name + ".norm", out);
  }

  Tensor forward(Pass pass, Tensor x) {
    long height = x.size(1);
    long width = x.size(2);
    Tensor finer =
        expand
            .forward(pass, x)
            .reshape(x.size(0), height, width, factor, factor, out)
            .permute(0, 1, 3, 2, 4, 5)
            .reshape(x.size(0), factor * height, factor * width, out);
    return norm.forward(pass, finer);
  }
}
