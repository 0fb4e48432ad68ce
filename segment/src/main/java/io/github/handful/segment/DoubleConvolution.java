package io.github.handful.segment;

import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** What U-Nets are made of: two convolutions, each normalised and rectified. */
final class DoubleConvolution {
  private final Convolution first;
  private final Norm firstNorm;
  private final Convolution second;
  private final Norm secondNorm;
  private final Style style;

  /**
   * What all of a network have in common.
   *
   * @param bias of the convolutions, which a normalisation takes away again
   */
  record Style(Norm.Kind norm, boolean bias, UnaryOperator<Tensor> rectifier) {}

  /** Feature maps before, between and after the convolutions. */
  record Features(int in, int between, int out) {}

  /** Declares the layers; the first kernel may change the resolution. */
  DoubleConvolution(
      Network network, String name, Features features, Kernel first, Kernel second, Style style) {
    this.style = style;
    this.first =
        Convolution.plain(
            network, name + ".conv1", features.in(), features.between(), first, style.bias());
    this.firstNorm = new Norm(network, name + ".norm1", style.norm(), features.between());
    this.second =
        Convolution.plain(
            network, name + ".conv2", features.between(), features.out(), second, style.bias());
    this.secondNorm = new Norm(network, name + ".norm2", style.norm(), features.out());
  }

  Tensor forward(Pass pass, Tensor x) {
    return Scope.returningOne(
        () -> {
          Tensor y = style.rectifier().apply(firstNorm.forward(pass, first.forward(pass, x)));
          return style.rectifier().apply(secondNorm.forward(pass, second.forward(pass, y)));
        });
  }
}
