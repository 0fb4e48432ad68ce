package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Linear;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Images N×C×H×W in [−1, 1] to the mean and the logarithm of the variance of their codes, each N×L:
 * a ResNet-18 (He et al. 2016) up to its third stage, whose convolutions that keep the resolution
 * are {@link SearchCell}s, averaged over all pixels. With width 64, three channels and 256 numbers
 * a code, 22,317,248 parameters.
 */
final class ImageEncoder implements AutoCloseable {
  /** Convolutions that keep the resolution. */
  static final int CELLS = 10;

  /** Pixels of the image for one of the last features along each axis. */
  static final int STRIDE = 16;

  private static final int STAGES = 3;

  private final boolean searched;
  private final Network network = new Network(Initialiser.FAN_IN);
  private final Convolution first;
  private final Norm firstNorm;
  private final List<Block> blocks = new ArrayList<>();
  private final Linear mean;
  private final Linear logVariance;
  private int rows;

  ImageEncoder(SoftIntroVaeSpec spec, Compute compute) {
    this.searched = spec.searched();
    int width = spec.width();
    try (Scope scope = Scope.open()) {
      first =
          Convolution.plain(network, "first", spec.outputs(), width, Kernel.of(2, 7, 2, 3), false);
      firstNorm = norm("first", width);
      for (int stage = 0; stage < STAGES; stage++) {
        int out = width << stage;
        int in = stage == 0 ? width : out / 2;
        blocks.add(new Block("stage." + stage + ".0", in, out));
        blocks.add(new Block("stage." + stage + ".1", out, out));
      }
      int features = width << (STAGES - 1);
      mean = new Linear(network, "mean", features, spec.latent(), true);
      logVariance = new Linear(network, "log-variance", features, spec.latent(), true);
    }
    network.ready(compute);
  }

  /** What is known of the code of each image. */
  record Code(Tensor mean, Tensor logVariance) {

    /** A code at so many standard deviations, N×L, from the mean. */
    Tensor at(Tensor deviations) {
      return mean.add(deviations.mul(Ops.times(logVariance, 0.5).exp()));
    }

    /** The divergence from a standard normal distribution, of each image, N. */
    Tensor divergence() {
      Tensor terms = mean.square().add(logVariance.exp()).sub(logVariance);
      return Ops.times(Ops.sum(Ops.plus(terms, -1), 1), 0.5);
    }
  }

  Network network() {
    return network;
  }

  Code code(Pass pass, Weights logits, Tensor images) {
    Tensor features = Scope.returningOne(() -> features(pass, logits, images));
    return new Code(
        Ops.toFloat(mean.forward(pass, features)),
        Ops.toFloat(logVariance.forward(pass, features)));
  }

  private Tensor features(Pass pass, Weights logits, Tensor images) {
    Tensor x = Functional.relu(firstNorm.forward(pass, first.forward(pass, images)));
    x = Functional.maxPool(x, 3, 2, 1);
    for (Block block : blocks) {
      x = block.forward(pass, logits, x);
    }
    return Ops.mean(x, 2, 3).reshape(x.size(0), x.size(1));
  }

  private Norm norm(String name, int channels) {
    return new Norm(network, name + ".norm", Norm.Kind.BATCH, channels);
  }

  private final class Cell {
    private final int row = rows++;
    private final SearchCell convolution;

    Cell(String name, int in, int out) {
      convolution =
          new SearchCell(
              network,
              name,
              KernelSizes.THREE_TO_SEVEN,
              false,
              searched,
              List.of(1, 1),
              in,
              out,
              true);
    }

    Tensor forward(Pass pass, Weights logits, Tensor x) {
      Optional<Tensor> mixture = Architecture.mixture(logits, searched, Architecture.ENCODER, row);
      return convolution.forward(pass, mixture, CellForm.BY_SIZE, x);
    }
  }

  /** Two convolutions beside a shortcut; the first halves the resolution where channels grow. */
  private final class Block {
    private final Optional<Convolution> halving;
    private final Optional<Cell> keeping;
    private final Norm between;
    private final Cell second;
    private final Norm after;
    private final Optional<Convolution> shortcut;
    private final Optional<Norm> shortcutNorm;

    Block(String name, int in, int out) {
      boolean halves = in != out;
      halving =
          halves
              ? Optional.of(
                  Convolution.plain(
                      network, name + ".first", in, out, Kernel.of(2, 3, 2, 1), false))
              : Optional.empty();
      keeping = halves ? Optional.empty() : Optional.of(new Cell(name + ".first", in, out));
      between = norm(name + ".first", out);
      second = new Cell(name + ".second", out, out);
      after = norm(name + ".second", out);
      shortcut =
          halves
              ? Optional.of(
                  Convolution.plain(
                      network, name + ".shortcut", in, out, Kernel.of(2, 1, 2, 0), false))
              : Optional.empty();
      shortcutNorm = shortcut.map(s -> norm(name + ".shortcut", out));
    }

    Tensor forward(Pass pass, Weights logits, Tensor x) {
      return Scope.returningOne(
          () -> {
            Tensor y =
                halving
                    .map(c -> c.forward(pass, x))
                    .orElseGet(() -> keeping.orElseThrow().forward(pass, logits, x));
            y = Functional.relu(between.forward(pass, y));
            y = after.forward(pass, second.forward(pass, logits, y));
            Tensor beside =
                shortcut
                    .map(c -> shortcutNorm.orElseThrow().forward(pass, c.forward(pass, x)))
                    .orElse(x);
            return Functional.relu(y.add(beside));
          });
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
