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
import org.bytedeco.pytorch.Tensor;

/**
 * The critic of a Wasserstein GAN (Gulrajani et al. 2017): image and mask planes N×(C+M)×H×W to a
 * score for each pair. It normalises each image by itself, since the gradient penalty is about
 * single inputs. With six levels of width 128 for four planes, 8,148,225 parameters.
 */
final class Critic implements AutoCloseable {
  private final Network network = new Network(Initialiser.GAN);
  private final List<Convolution> convolutions = new ArrayList<>();
  private final List<Norm> norms = new ArrayList<>();
  private final Convolution last;

  Critic(WganGpSpec spec, Compute compute) {
    try (Scope scope = Scope.open()) {
      int in = spec.outputs() + spec.inputs();
      for (int level = 0; level < spec.levels(); level++) {
        int out = spec.criticFeatures(level);
        String name = Integer.toString(level);
        convolutions.add(Convolution.plain(network, name, in, out, Kernel.of(2, 4, 2, 1), true));
        norms.add(new Norm(network, name + ".norm", Norm.Kind.INSTANCE, out));
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
      x = norms.get(level).forward(pass, convolutions.get(level).forward(pass, x));
      x = Functional.leakyRelu(x, 0.2);
    }
    return Ops.toFloat(last.forward(pass, x));
  }

  @Override
  public void close() {
    network.close();
  }
}
