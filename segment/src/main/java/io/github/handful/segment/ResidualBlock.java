package io.github.handful.segment;

import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Network;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The bottleneck of residual networks (He et al. 2016): 1×1 to few features, 3×3, 1×1 to four times
 * as many, added to what came in. The 3×3 convolution has the stride.
 */
final class ResidualBlock {
  /** Features that come out for each one inside. */
  static final int EXPANSION = 4;

  private static final Kernel ONE = Kernel.of(2, 1, 1, 0);

  private final NormedConvolution first;
  private final NormedConvolution second;
  private final NormedConvolution third;
  private final Optional<NormedConvolution> shortcut;

  /**
   * @param in features that come in
   * @param inside features of the 3×3 convolution
   * @param dilation of the 3×3 convolution
   */
  record Shape(int in, int inside, int stride, int dilation) {
    int out() {
      return EXPANSION * inside;
    }
  }

  ResidualBlock(Network network, String name, Shape shape) {
    Kernel three = Kernel.of(2, 3, shape.stride(), shape.dilation()).dilated(shape.dilation());
    int inside = shape.inside();
    first = new NormedConvolution(network, name + ".conv1", name + ".bn1", shape.in(), inside, ONE);
    second = new NormedConvolution(network, name + ".conv2", name + ".bn2", inside, inside, three);
    third =
        new NormedConvolution(network, name + ".conv3", name + ".bn3", inside, shape.out(), ONE);
    shortcut =
        shape.stride() == 1 && shape.in() == shape.out()
            ? Optional.empty()
            : Optional.of(
                new NormedConvolution(
                    network,
                    name + ".downsample.0",
                    name + ".downsample.1",
                    shape.in(),
                    shape.out(),
                    Kernel.of(2, 1, shape.stride(), 0)));
  }

  Tensor forward(Pass pass, Tensor x) {
    return Scope.returningOne(
        () -> {
          Tensor y = Functional.relu(first.forward(pass, x));
          Tensor z = third.forward(pass, Functional.relu(second.forward(pass, y)));
          return Functional.relu(z.add(shortcut.map(s -> s.forward(pass, x)).orElse(x)));
        });
  }
}
