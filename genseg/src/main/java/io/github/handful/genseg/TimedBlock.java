package io.github.handful.genseg;

import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.GroupNorm;
import io.github.handful.torch.Linear;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A residual block of a diffusion network (Dhariwal and Nichol 2021): two normalised convolutions,
 * the second with a scale and shift by the time. The first is a {@link SearchCell}.
 */
final class TimedBlock {
  /** What becomes of the resolution, before the first convolution. */
  enum Resolution {
    KEPT {
      @Override
      Tensor apply(Tensor x) {
        return x;
      }
    },
    HALVED {
      @Override
      Tensor apply(Tensor x) {
        return Functional.averagePool2(x);
      }
    },
    DOUBLED {
      @Override
      Tensor apply(Tensor x) {
        return Functional.repeatPixels(x, 2);
      }
    };

    abstract Tensor apply(Tensor x);
  }

  /**
   * How it is built.
   *
   * @param in channels
   * @param out channels
   * @param time length of the vector that stands for the time
   * @param row of its mixture in the architecture
   */
  record Shape(int in, int out, int time, Resolution resolution, boolean searched, int row) {}

  private final Shape shape;
  private final GroupNorm firstNorm;
  private final SearchCell first;
  private final Linear scaleAndShift;
  private final GroupNorm secondNorm;
  private final Convolution second;
  private final Optional<Convolution> shortcut;

  TimedBlock(Network network, String name, Shape shape) {
    this.shape = shape;
    int out = shape.out();
    firstNorm = new GroupNorm(network, name + ".first.norm", shape.in());
    first =
        new SearchCell(
            network,
            name + ".first",
            KernelSizes.THREE_TO_SEVEN,
            false,
            shape.searched(),
            List.of(1, 1),
            shape.in(),
            out,
            true);
    scaleAndShift = new Linear(network, name + ".time", shape.time(), 2 * out, true);
    secondNorm = new GroupNorm(network, name + ".second.norm", out);
    second = Convolution.plain(network, name + ".second", out, out, Kernel.of(2, 3, 1, 1), true);
    shortcut =
        shape.in() == out
            ? Optional.empty()
            : Optional.of(
                Convolution.plain(
                    network, name + ".shortcut", shape.in(), out, Kernel.of(2, 1, 1, 0), true));
  }

  boolean doubles() {
    return shape.resolution() == Resolution.DOUBLED;
  }

  Tensor forward(Pass pass, Weights logits, Tensor x, Tensor time) {
    return Scope.returningOne(
        () -> {
          Optional<Tensor> mixture =
              Architecture.mixture(logits, shape.searched(), Architecture.DENOISER, shape.row());
          Tensor y = Functional.silu(firstNorm.forward(pass, x));
          y = first.forward(pass, mixture, CellForm.BY_SIZE, shape.resolution().apply(y));
          y = second.forward(pass, Functional.silu(timed(pass, y, time)));
          Tensor beside = shape.resolution().apply(x);
          return y.add(shortcut.map(c -> c.forward(pass, beside)).orElse(beside));
        });
  }

  private Tensor timed(Pass pass, Tensor x, Tensor time) {
    long channels = shape.out();
    Tensor both = scaleAndShift.forward(pass, time).reshape(x.size(0), 2 * channels, 1, 1);
    Tensor normalised = secondNorm.forward(pass, x);
    return normalised
        .mul(Ops.plus(both.narrow(1, 0, channels), 1))
        .add(both.narrow(1, channels, channels));
  }
}
