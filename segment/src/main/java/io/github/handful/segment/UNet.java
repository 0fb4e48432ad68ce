package io.github.handful.segment;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The U-Net (Ronneberger, Fischer and Brox 2015) with padded convolutions and normalisation: two
 * 3×3 convolutions a level, max-pooling down, 2×2 transposed convolutions up. 31,037,633 parameters
 * at width 64, depth 4, three channels, two classes.
 */
public final class UNet implements Segmenter {
  private static final Kernel THREE = Kernel.of(2, 3, 1, 1);
  private static final Kernel DOUBLING = Kernel.of(2, 2, 2, 0);
  private static final Kernel ONE = Kernel.of(2, 1, 1, 0);

  private final UNetSpec spec;
  private final Network network = new Network(Initialiser.FAN_IN);
  private final List<DoubleConvolution> encoder = new ArrayList<>();
  private final Ascent ascent = new Ascent(new ArrayList<>(), new ArrayList<>());
  private final Convolution head;

  UNet(UNetSpec spec, Compute compute) {
    this.spec = spec;
    try (Scope scope = Scope.open()) {
      int features = spec.width();
      encoder.add(block("encoder.0", spec.channels(), features));
      for (int level = 1; level <= spec.depth(); level++) {
        encoder.add(block("encoder." + level, features, 2 * features));
        features *= 2;
      }
      for (int level = spec.depth() - 1; level >= 0; level--) {
        String name = "decoder." + level;
        ascent
            .ups()
            .add(
                Convolution.transposed(
                    network, name + ".up", features, features / 2, DOUBLING, true));
        ascent.blocks().add(block(name, features, features / 2));
        features /= 2;
      }
      head = Convolution.plain(network, "head", features, spec.outputs(), ONE, true);
    }
    network.ready(compute);
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public SegmenterSpec spec() {
    return spec;
  }

  @Override
  public Outputs outputs(Pass pass, Tensor images) {
    List<Tensor> levels = new ArrayList<>();
    Tensor x = encoder.get(0).forward(pass, images);
    levels.add(x);
    for (int level = 1; level < encoder.size(); level++) {
      Tensor above = x;
      DoubleConvolution block = encoder.get(level);
      x = Scope.returningOne(() -> block.forward(pass, Functional.maxPool2(above)));
      levels.add(x);
    }
    Tensor finest = ascent.forward(pass, levels);
    return new Outputs(Ops.toFloat(head.forward(pass, finest)), levels);
  }

  private DoubleConvolution block(String name, int in, int out) {
    return new DoubleConvolution(
        network,
        name,
        new DoubleConvolution.Features(in, out, out),
        THREE,
        THREE,
        new DoubleConvolution.Style(spec.norm(), false, Functional::relu));
  }
}
