package io.github.handful.genseg;

import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Network;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A convolution with a mixture of kernels of three sizes, weighted by the softmax of three
 * architecture logits (GenSeg, Methods; after DARTS, Liu et al. 2019). Kernels of even size halve
 * or, transposed, double the resolution.
 *
 * <p>The kernels are nested, so the mixture is exactly one convolution whose kernel, of the largest
 * size, is the weighted sum of the three, padded with zeros. Which form is faster depends on how
 * the cost of building the kernel compares with that of the convolutions.
 */
final class SearchCell implements Cell {
  /**
   * Pixels or voxels of the maps of a batch, on the side of lower resolution, from which on the
   * three kernels are merged. Building the merged kernel and its gradient takes the same time for
   * any map, what it saves grows with the map; both grow alike with the channels.
   */
  private static final int MERGING_PAYS = 256;

  private final KernelSizes sizes;
  private final boolean transposed;
  private final List<Integer> strides;
  private final List<Convolution> candidates = new ArrayList<>();

  /**
   * @param strides 2, or 1 along axes that keep their resolution, in the order of a tensor's
   */
  SearchCell(
      Network network,
      String name,
      KernelSizes sizes,
      boolean transposed,
      boolean searched,
      List<Integer> strides,
      int in,
      int out,
      boolean bias) {
    this.sizes = sizes;
    this.transposed = transposed;
    this.strides = strides;
    for (int size : searched ? sizes.sizes() : List.of(sizes.plain())) {
      String full = searched ? name + ".conv" + size : name;
      Kernel kernel = kernel(size, strides);
      candidates.add(
          transposed
              ? Convolution.transposed(network, full, in, out, kernel, bias)
              : Convolution.plain(network, full, in, out, kernel, bias));
    }
  }

  /** A kernel of this size; one of even size is of 3 along axes that keep their resolution. */
  static Kernel kernel(int size, List<Integer> strides) {
    List<Integer> sides = strides.stream().map(s -> fixed(size, s) ? 3 : size).toList();
    return new Kernel(sides, strides, sides.stream().map(side -> (side - 1) / 2).toList());
  }

  /** An even kernel would shift an axis that keeps its resolution. */
  private static boolean fixed(int size, int stride) {
    return stride == 1 && size % 2 == 0;
  }

  /** The mixture; without weights, the one candidate of a cell that is not searched. */
  @Override
  public Tensor forward(Pass pass, Optional<Tensor> mixture, CellForm form, Tensor x) {
    if (mixture.isEmpty()) {
      return candidates.get(0).forward(pass, x);
    }
    return Scope.returningOne(() -> mixed(pass, mixture.get(), form, x));
  }

  private Tensor mixed(Pass pass, Tensor mixture, CellForm form, Tensor x) {
    return mergesFor(form, x) ? merged(pass, mixture, x) : separate(pass, mixture, x);
  }

  private boolean mergesFor(CellForm form, Tensor x) {
    long pixels = x.size(0);
    for (int axis = 0; axis < strides.size(); axis++) {
      pixels *= x.size(2 + axis) / (transposed ? 1 : strides.get(axis));
    }
    return form == CellForm.MERGED || form == CellForm.BY_SIZE && pixels >= MERGING_PAYS;
  }

  private Tensor separate(Pass pass, Tensor mixture, Tensor x) {
    Tensor sum = candidates.get(0).forward(pass, x).mul(mixture.select(0, 0));
    for (int k = 1; k < candidates.size(); k++) {
      sum = sum.add(candidates.get(k).forward(pass, x).mul(mixture.select(0, k)));
    }
    return sum;
  }

  private Tensor merged(Pass pass, Tensor mixture, Tensor x) {
    // The padded kernels must not live as long as the step: they outweigh the network.
    Tensor kernel = Scope.returning(() -> List.of(mergedKernel(pass, mixture))).get(0);
    Optional<Tensor> bias = mergedBias(pass, mixture);
    return transposed
        ? Functional.transposedConvolution(x, kernel, bias, kernel(sizes.largest(), strides))
        : Functional.convolution(x, kernel, bias, kernel(sizes.largest(), strides));
  }

  private Tensor mergedKernel(Pass pass, Tensor mixture) {
    Tensor kernel = candidates.get(2).kernel(pass).mul(mixture.select(0, 2));
    for (int k = 0; k < 2; k++) {
      Tensor weighted = candidates.get(k).kernel(pass).mul(mixture.select(0, k));
      kernel =
          kernel.add(Functional.pad(weighted, rings((sizes.largest() - sizes.sizes().get(k)) / 2)));
    }
    return kernel;
  }

  /** Padding with zeros before and after each axis, the last one first. */
  private long[] rings(int ring) {
    int axes = strides.size();
    long[] rings = new long[2 * axes];
    for (int axis = 0; axis < axes; axis++) {
      rings[2 * axis] = fixed(sizes.largest(), strides.get(axes - 1 - axis)) ? 0 : ring;
      rings[2 * axis + 1] = rings[2 * axis];
    }
    return rings;
  }

  private Optional<Tensor> mergedBias(Pass pass, Tensor mixture) {
    if (candidates.get(0).bias(pass).isEmpty()) {
      return Optional.empty();
    }
    Tensor sum = candidates.get(0).bias(pass).get().mul(mixture.select(0, 0));
    for (int k = 1; k < candidates.size(); k++) {
      sum = sum.add(candidates.get(k).bias(pass).get().mul(mixture.select(0, k)));
    }
    return Optional.of(sum);
  }
}
