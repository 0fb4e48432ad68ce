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
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The decoder of Park et al. (2019): it starts from the mask at the lowest resolution, and every
 * block normalises its features and gives them a scale and a shift that are computed from the mask
 * at its own resolution. The convolutions that double the resolution are {@link SearchCell}s, in
 * place of interpolation and a convolution. It draws no random numbers.
 */
final class Spade implements ConditionalGenerator {
  private final SpadeSpec spec;
  private final Network network = new Network(Initialiser.GAN);
  private final Convolution first;
  private final List<Block> blocks = new ArrayList<>();
  private final Convolution last;

  Spade(SpadeSpec spec, Compute compute) {
    this.spec = spec;
    Kernel three = Kernel.of(2, 3, 1, 1);
    try (Scope scope = Scope.open()) {
      first =
          Convolution.plain(
              network, "first", spec.inputs(), spec.features(spec.levels()), three, true);
      for (int row = 0; row < spec.levels(); row++) {
        blocks.add(new Block(row));
      }
      last = Convolution.plain(network, "last", spec.width(), spec.outputs(), three, true);
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

  @Override
  public Tensor images(Pass pass, Weights logits, Tensor masks) {
    return Scope.returningOne(
        () -> {
          List<Tensor> pyramid = pyramid(masks);
          Tensor x = first.forward(pass, pyramid.get(spec.levels()));
          for (Block block : blocks) {
            x = block.forward(pass, logits, pyramid, x);
          }
          return Ops.toFloat(last.forward(pass, Functional.leakyRelu(x, 0.2)).tanh());
        });
  }

  /** The masks at every resolution from the whole one; averages keep structures of a pixel. */
  private List<Tensor> pyramid(Tensor masks) {
    List<Tensor> pyramid = new ArrayList<>(List.of(masks));
    for (int i = 0; i < spec.levels(); i++) {
      pyramid.add(Functional.averagePool2(pyramid.get(i)));
    }
    return pyramid;
  }

  /** A residual block that doubles the resolution; row 0 is the innermost. */
  private final class Block {
    private final int row;
    private final int halvings;
    private final Modulation before;
    private final SearchCell up;
    private final Modulation between;
    private final Convolution convolution;
    private final Convolution shortcut;

    Block(int row) {
      this.row = row;
      this.halvings = spec.levels() - row;
      int in = spec.features(halvings);
      int out = spec.features(halvings - 1);
      String name = "block." + row;
      before = new Modulation(name + ".before", in);
      up =
          new SearchCell(
              network,
              name + ".up",
              KernelSizes.FOUR_TO_EIGHT,
              true,
              spec.searched(),
              List.of(2, 2),
              in,
              out,
              true);
      between = new Modulation(name + ".between", out);
      convolution =
          Convolution.plain(network, name + ".conv", out, out, Kernel.of(2, 3, 1, 1), true);
      shortcut =
          Convolution.plain(network, name + ".shortcut", in, out, Kernel.of(2, 1, 1, 0), false);
    }

    Tensor forward(Pass pass, Weights logits, List<Tensor> pyramid, Tensor x) {
      return Scope.returningOne(
          () -> {
            Optional<Tensor> mixture =
                Architecture.mixture(logits, spec.searched(), Architecture.DECODER, row);
            Tensor y = before.forward(pass, pyramid.get(halvings), x);
            y = up.forward(pass, mixture, CellForm.BY_SIZE, Functional.leakyRelu(y, 0.2));
            y = between.forward(pass, pyramid.get(halvings - 1), y);
            y = convolution.forward(pass, Functional.leakyRelu(y, 0.2));
            return y.add(Functional.upsample(shortcut.forward(pass, x), 2, 2));
          });
    }
  }

  /** Normalisation of each image by itself, with a scale and shift for each pixel of the mask. */
  private final class Modulation {
    private final Convolution shared;
    private final Convolution scale;
    private final Convolution shift;

    Modulation(String name, int channels) {
      Kernel three = Kernel.of(2, 3, 1, 1);
      shared =
          Convolution.plain(network, name + ".shared", spec.inputs(), spec.hidden(), three, true);
      scale = Convolution.plain(network, name + ".scale", spec.hidden(), channels, three, true);
      shift = Convolution.plain(network, name + ".shift", spec.hidden(), channels, three, true);
    }

    Tensor forward(Pass pass, Tensor masks, Tensor x) {
      return Scope.returningOne(
          () -> {
            Tensor features = Functional.relu(shared.forward(pass, masks));
            Tensor normalised = Functional.instanceNorm(x);
            return normalised
                .add(normalised.mul(scale.forward(pass, features)))
                .add(shift.forward(pass, features));
          });
    }
  }
}
