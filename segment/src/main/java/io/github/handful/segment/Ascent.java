package io.github.handful.segment;

import io.github.handful.torch.Convolution;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The way up of a U-Net, from the coarsest level on: maps are made finer, put beside those that the
 * encoder had at that resolution, and convolved.
 */
record Ascent(List<Convolution> ups, List<DoubleConvolution> blocks) {

  /**
   * The finest maps.
   *
   * @param levels of the encoder, the finest first
   */
  Tensor forward(Pass pass, List<Tensor> levels) {
    Tensor x = levels.get(levels.size() - 1);
    for (int i = 0; i < ups.size(); i++) {
      Tensor skip = levels.get(levels.size() - 2 - i);
      Tensor below = x;
      Convolution up = ups.get(i);
      DoubleConvolution block = blocks.get(i);
      x =
          Scope.returningOne(
              () -> block.forward(pass, Ops.cat(List.of(skip, up.forward(pass, below)), 1)));
    }
    return x;
  }
}
