package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The decoder of a Soft-Intro VAE: a U-Net that sees the mask and, the same at every pixel, the
 * code of the image. With seven levels of width 64, three planes, three channels and 256 numbers a
 * code, 30,501,635 parameters. Codes of painted images are drawn from the prior.
 */
final class CodeDecoder implements ConditionalGenerator {
  private final SoftIntroVaeSpec spec;
  private final Compute compute;
  private final Network network = new Network(Initialiser.FAN_IN);
  private final List<Convolution> down = new ArrayList<>();
  private final List<Convolution> up = new ArrayList<>();

  CodeDecoder(SoftIntroVaeSpec spec, Compute compute) {
    this.spec = spec;
    this.compute = compute;
    try (Scope scope = Scope.open()) {
      for (int level = 0; level < spec.levels(); level++) {
        int outer = level == 0 ? spec.inputs() + spec.latent() : spec.features(level - 1);
        int inner = spec.features(level);
        down.add(
            Convolution.plain(network, "down." + level, outer, inner, Kernel.of(2, 4, 2, 1), true));
        int in = level == spec.levels() - 1 ? inner : 2 * inner;
        int out = level == 0 ? spec.outputs() : spec.features(level - 1);
        up.add(Convolution.plain(network, "up." + level, in, out, Kernel.of(2, 3, 1, 0), true));
      }
    }
    network.ready(compute);
  }

  @Override
  public GeneratorSpec spec() {
    return spec;
  }

  @Override
  public Network network() {
    return network;
  }

  /** Standard normal codes for so many images. */
  Tensor codes(long images) {
    return compute.place(Ops.normal(1, images, spec.latent()));
  }

  @Override
  public Tensor images(Pass pass, Weights logits, Tensor masks) {
    return images(pass, masks, codes(masks.size(0)));
  }

  /** Paints images for masks and given codes, N×L. */
  Tensor images(Pass pass, Tensor masks, Tensor codes) {
    return Scope.returningOne(
        () -> {
          Tensor spread =
              codes
                  .reshape(codes.size(0), codes.size(1), 1, 1)
                  .expand(codes.size(0), codes.size(1), masks.size(2), masks.size(3));
          Tensor x = Ops.cat(List.of(masks, spread), 1);
          return Ops.toFloat(level(pass, 0, x).tanh());
        });
  }

  /** Everything from a level inwards, without the skip connection around it. */
  private Tensor level(Pass pass, int level, Tensor x) {
    return Scope.returningOne(
        () -> {
          boolean innermost = level == spec.levels() - 1;
          Tensor activated = level == 0 ? x : Functional.leakyRelu(x, 0.2);
          Tensor y = down.get(level).forward(pass, activated);
          if (level > 0 && !innermost) {
            y = Functional.instanceNorm(y);
          }
          Tensor inside = innermost ? y : Ops.cat(List.of(y, level(pass, level + 1, y)), 1);
          Tensor finer = Functional.upsample(Functional.relu(inside), 2, 2);
          Tensor z = up.get(level).forward(pass, Functional.padReflecting(finer, 1));
          return level == 0 ? z : Functional.instanceNorm(z);
        });
  }
}
