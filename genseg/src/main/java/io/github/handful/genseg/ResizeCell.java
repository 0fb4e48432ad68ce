package io.github.handful.genseg;

import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Makes volumes finer as the released 3-D generator does, without a search: each four neighbouring
 * channels are added up, the sums interpolated linearly and convolved with a kernel of 3. The sums
 * come first here, which gives the same and costs a quarter.
 */
final class ResizeCell implements Cell {
  private static final int GROUP = 4;

  private final long[] factors;
  private final Convolution convolution;

  /**
   * @param factors of the resolution along each axis, in the order of a tensor's
   * @param in channels, a multiple of four
   */
  ResizeCell(Network network, String name, List<Integer> factors, int in, int out) {
    this.factors = factors.stream().mapToLong(f -> f).toArray();
    Kernel kernel = Kernel.of(factors.size(), 3, 1, 1);
    convolution = Convolution.plain(network, name, in / GROUP, out, kernel, true);
  }

  @Override
  public Tensor forward(Pass pass, Optional<Tensor> mixture, CellForm form, Tensor x) {
    return Scope.returningOne(
        () -> convolution.forward(pass, Functional.upsample(groupSums(x), factors)));
  }

  private static Tensor groupSums(Tensor x) {
    long[] shape = Shapes.of(x);
    long[] grouped = new long[shape.length + 1];
    grouped[0] = shape[0];
    grouped[1] = shape[1] / GROUP;
    grouped[2] = GROUP;
    System.arraycopy(shape, 2, grouped, 3, shape.length - 2);
    return Ops.sum(x.reshape(grouped), 2);
  }
}
