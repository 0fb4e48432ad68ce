package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Conv2d;
import io.github.handful.torch.Conv2d.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm2d;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The 70×70 PatchGAN of pix2pix (Isola et al. 2017): a mask and an image, N×(M+C)×H×W together, to
 * a map of logits, one for each overlapping patch. 2,764,609 parameters at width 64 for two planes.
 */
public final class PatchDiscriminator implements AutoCloseable {
  private static final Kernel HALVING = new Kernel(4, 2, 1);
  private static final Kernel KEEPING = new Kernel(4, 1, 1);

  private final Network network = new Network(Initialiser.GAN);
  private final Conv2d first;
  private final List<Conv2d> middle = new ArrayList<>();
  private final List<Norm2d> norms = new ArrayList<>();
  private final Conv2d last;

  public PatchDiscriminator(GeneratorSpec spec, Compute compute) {
    int width = spec.width();
    try (Scope scope = Scope.open()) {
      first = Conv2d.plain(network, "0", spec.inputs() + spec.outputs(), width, HALVING, true);
      for (int i = 1; i <= 3; i++) {
        Kernel kernel = i < 3 ? HALVING : KEEPING;
        int in = width << (i - 1);
        middle.add(Conv2d.plain(network, Integer.toString(i), in, 2 * in, kernel, false));
        norms.add(new Norm2d(network, i + ".norm", spec.norm(), 2 * in));
      }
      last = Conv2d.plain(network, "4", 8 * width, 1, KEEPING, true);
    }
    network.ready(compute);
  }

  public Network network() {
    return network;
  }

  /** How real each patch looks, as logits. */
  public Tensor logits(Pass pass, Tensor masks, Tensor images) {
    Tensor x = Functional.leakyRelu(first.forward(pass, Ops.cat(List.of(masks, images), 1)), 0.2);
    for (int i = 0; i < middle.size(); i++) {
      x = norms.get(i).forward(pass, middle.get(i).forward(pass, x));
      x = Functional.leakyRelu(x, 0.2);
    }
    return Ops.toFloat(last.forward(pass, x));
  }

  @Override
  public void close() {
    network.close();
  }
}
