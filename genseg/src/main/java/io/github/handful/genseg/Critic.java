package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The critic of a Wasserstein GAN (Gulrajani et al. 2017): image and mask planes N×(C+M)×H×W to a
 * score for each pair. If it normalises, it does so each image by itself, since the gradient
 * penalty is about single inputs. With six levels of width 128 for four planes, 8,148,225
 * parameters.
 */
final class Critic implements AutoCloseable {
  private final Network network;
  private final List<Convolution> convolutions = new ArrayList<>();
  private final List<Optional<Norm>> norms = new ArrayList<>();
  private final Convolution last;

  Critic(WganGpSpec spec, Compute compute) {
    // Without normalisation the weights of GANs would let next to nothing through.
    network = new Network(spec.criticNorm() ? Initialiser.GAN : Initialiser.FAN_IN);
    try (Scope scope = Scope.open()) {
      int in = spec.outputs() + spec.inputs();
      for (int level = 0; level < spec.levels(); level++) {
        int out = spec.criticFeatures(level);
        String name = Integer.toString(level);
        convolutions.add(Convolution.plain(network, name, in, out, Kernel.of(2, 4, 2, 1), true));
        norms.add(
            spec.criticNorm()
                ? Optional.of(new Norm(network, name + ".norm", Norm.Kind.INSTANCE, out))
                : Optional.empty());
        in = out;
      }
      Kernel whole =
          new Kernel(List.of(spec.startHeight(), spec.startWidth()), List.of(1, 1), List.of(0, 0));
      last = Convolution.plain(network, "last", in, 1, whole, true);
    }
    network.ready(compute);
  }

  Network network() {
    return network;
  }

  /** N×1×1×1, in float32. */
  Tensor scores(Pass pass, Tensor planes) {
    Tensor x = planes;
    for (int level = 0; level < convolutions.size(); level++) {
      Tensor y = convolutions.get(level).forward(pass, x);
      x = Functional.leakyRelu(norms.get(level).map(n -> n.forward(pass, y)).orElse(y), 0.2);
    }
    return Ops.toFloat(last.forward(pass, x));
  }

  @Override
  public void close() {
    network.close();
  }
}
