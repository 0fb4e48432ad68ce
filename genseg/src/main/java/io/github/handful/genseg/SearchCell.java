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
 * A convolution that halves (or, transposed, doubles) the resolution with a mixture of kernels of
 * size 4, 6 and 8, weighted by the softmax of three architecture logits (GenSeg, Methods; after
 * DARTS, Liu et al. 2019).
 *
 * <p>The kernels are nested, so the mixture is exactly one convolution whose 8×8 kernel is the
 * weighted sum of the three, padded with zeros to that size. In volumes it is 8×8×8. Which form is
 * faster depends on how the cost of building the kernel compares with that of the convolutions.
 */
final class SearchCell implements Cell {
  private static final List<Integer> SIZES = List.of(4, 6, 8);
  private static final int LARGEST = 8;

  /**
   * Pixels or voxels of the maps of a batch, on the side of lower resolution, from which on the
   * three kernels are merged. Building the merged kernel and its gradient takes the same time for
   * any map, what it saves grows with the map; both grow alike with the channels.
   */
  private static final int MERGING_PAYS = 256;

  private final boolean transposed;
  private final List<Integer> strides;
  private final List<Convolution> candidates = new ArrayList<>();

  /**
   * @param strides 2, or 1 along axes that keep their resolution, in the order of a tensor's
   */
  SearchCell(
      Network network,
      String name,
      boolean transposed,
      boolean searched,
      List<Integer> strides,
      int in,
      int out,
      boolean bias) {
    this.transposed = transposed;
    this.strides = strides;
    for (int size : searched ? SIZES : SIZES.subList(0, 1)) {
      String full = searched ? name + ".conv" + size : name;
      Kernel kernel = kernel(size, strides);
      candidates.add(
          transposed
              ? Convolution.transposed(network, full, in, out, kernel, bias)
              : Convolution.plain(network, full, in, out, kernel, bias));
    }
  }

  /** A kernel of this size; of 3 along axes that keep their resolution. */
  static Kernel kernel(int size, List<Integer> strides) {
    return new Kernel(
        strides.stream().map(s -> s == 1 ? 3 : size).toList(),
        strides,
        strides.stream().map(s -> s == 1 ? 1 : size / 2 - 1).toList());
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
        ? Functional.transposedConvolution(x, kernel, bias, kernel(LARGEST, strides))
        : Functional.convolution(x, kernel, bias, kernel(LARGEST, strides));
  }

  private Tensor mergedKernel(Pass pass, Tensor mixture) {
    Tensor kernel = candidates.get(2).kernel(pass).mul(mixture.select(0, 2));
    for (int k = 0; k < 2; k++) {
      Tensor weighted = candidates.get(k).kernel(pass).mul(mixture.select(0, k));
      kernel = kernel.add(Functional.pad(weighted, rings((LARGEST - SIZES.get(k)) / 2)));
    }
    return kernel;
  }

  /** Padding with zeros before and after each axis, the last one first. */
  private long[] rings(int ring) {
    int axes = strides.size();
    long[] rings = new long[2 * axes];
    for (int axis = 0; axis < axes; axis++) {
      rings[2 * axis] = strides.get(axes - 1 - axis) == 1 ? 0 : ring;
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
