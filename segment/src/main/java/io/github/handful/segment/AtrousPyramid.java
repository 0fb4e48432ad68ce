package io.github.handful.segment;

import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Atrous spatial pyramid pooling (Chen et al. 2017): the same features seen through a 1×1
 * convolution, 3×3 convolutions whose taps lie 12, 24 and 36 pixels apart, and as the mean of the
 * whole image, joined by a 1×1 convolution.
 */
final class AtrousPyramid {
  static final List<Integer> RATES = List.of(12, 24, 36);
  private static final Kernel ONE = Kernel.of(2, 1, 1, 0);

  private final List<NormedConvolution> branches = new ArrayList<>();
  private final NormedConvolution pooled;
  private final NormedConvolution project;

  AtrousPyramid(Network network, String name, int in, int out) {
    branches.add(branch(network, name + ".convs.0", in, out, ONE));
    for (int i = 0; i < RATES.size(); i++) {
      int rate = RATES.get(i);
      Kernel kernel = Kernel.of(2, 3, 1, rate).dilated(rate);
      branches.add(branch(network, name + ".convs." + (i + 1), in, out, kernel));
    }
    String last = name + ".convs." + (RATES.size() + 1);
    pooled = new NormedConvolution(network, last + ".1", last + ".2", in, out, ONE);
    int joined = (branches.size() + 1) * out;
    project = branch(network, name + ".project", joined, out, ONE);
  }

  private static NormedConvolution branch(
      Network network, String name, int in, int out, Kernel kernel) {
    return new NormedConvolution(network, name + ".0", name + ".1", in, out, kernel);
  }

  Tensor forward(Pass pass, Tensor x) {
    return Scope.returningOne(
        () -> {
          List<Tensor> seen = new ArrayList<>();
          for (NormedConvolution branch : branches) {
            seen.add(Functional.relu(branch.forward(pass, x)));
          }
          Tensor mean = pooled.forward(ofMeans(pass, x), Ops.mean(x, 2, 3));
          seen.add(Functional.relu(mean).expand(-1, -1, x.size(2), x.size(3)));
          return Functional.relu(project.forward(pass, Ops.cat(seen, 1)));
        });
  }

  /** The mean of one image has no variance over the batch that could be remembered. */
  private static Pass ofMeans(Pass pass, Tensor x) {
    return x.size(0) == 1 && pass.mode() == Pass.Mode.TRAINING
        ? new Pass(pass.weights(), pass.statistics(), Pass.Mode.PROBING)
        : pass;
  }
}
