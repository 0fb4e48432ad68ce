package io.github.handful.segment;

import io.github.handful.torch.Functional;
import io.github.handful.torch.LayerNorm;
import io.github.handful.torch.Linear;
import io.github.handful.torch.Network;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import org.bytedeco.pytorch.Tensor;

/**
 * Swin's block (Liu et al. 2021) on tokens N×H×W×F: attention in windows and a perceptron of four
 * times as many features, each on normalised tokens and added to what came in.
 */
final class SwinBlock {
  private static final int EXPANSION = 4;

  private final int window;
  private final int shift;
  private final LayerNorm firstNorm;
  private final WindowAttention attention;
  private final LayerNorm secondNorm;
  private final Linear wider;
  private final Linear back;

  /** Shape of the blocks of one level; every other block of a level is shifted. */
  record Shape(int features, int heads, int window) {}

  SwinBlock(Network network, String name, Shape shape, boolean shifted) {
    int features = shape.features();
    window = shape.window();
    shift = shifted ? window / 2 : 0;
    firstNorm = new LayerNorm(network, name + ".norm1", features);
    attention =
        new WindowAttention(network, name + ".attn", features, shape.heads(), shape.window());
    secondNorm = new LayerNorm(network, name + ".norm2", features);
    wider = new Linear(network, name + ".mlp.fc1", features, EXPANSION * features, true);
    back = new Linear(network, name + ".mlp.fc2", EXPANSION * features, features, true);
  }

  Tensor forward(Pass pass, Tensor x) {
    return Scope.returningOne(
        () -> {
          Tensor y = x.add(attend(pass, firstNorm.forward(pass, x)));
          Tensor inner = Functional.gelu(wider.forward(pass, secondNorm.forward(pass, y)));
          return y.add(back.forward(pass, inner));
        });
  }

  private Tensor attend(Pass pass, Tensor x) {
    WindowGrid grid =
        new WindowGrid(Math.toIntExact(x.size(1)), Math.toIntExact(x.size(2)), window, shift);
    return grid.reverse(attention.forward(pass, grid.partition(x), grid.blocked(x)));
  }
}
