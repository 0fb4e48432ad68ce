package io.github.handful.segment;

import io.github.handful.torch.LayerNorm;
import io.github.handful.torch.Linear;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Each 2×2 tokens of N×H×W×F become one of twice as many features; sides must be even. */
final class PatchMerging {
  private final LayerNorm norm;
  private final Linear reduction;

  PatchMerging(Network network, String name, int features) {
    reduction = new Linear(network, name + ".reduction", 4 * features, 2 * features, false);
    norm = new LayerNorm(network, name + ".norm", 4 * features);
  }

  Tensor forward(Pass pass, Tensor x) {
    long height = x.size(1) / 2;
    long width = x.size(2) / 2;
    Tensor fours = x.reshape(x.size(0), height, 2, width, 2, x.size(3));
    // The original lists the first column of the four before the second.
    Tensor joined =
        Ops.cat(
            List.of(
                fours.select(4, 0).select(2, 0),
                fours.select(4, 0).select(2, 1),
                fours.select(4, 1).select(2, 0),
                fours.select(4, 1).select(2, 1)),
            3);
    return reduction.forward(pass, norm.forward(pass, joined));
  }
}
