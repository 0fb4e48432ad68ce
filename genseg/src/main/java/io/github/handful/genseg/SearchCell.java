package io.github.handful.genseg;

import io.github.handful.torch.Conv2d;
import io.github.handful.torch.Conv2d.Kernel;
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
 * weighted sum of the three, padded with zeros to that size. Which form is faster depends on how
 * the cost of building the kernel compares with that of the convolutions.
 */
final class SearchCell {
  private static final List<Kernel> KERNELS =
      List.of(new Kernel(4, 2, 1), new Kernel(6, 2, 2), new Kernel(8, 2, 3));
  private static final Kernel LARGEST = KERNELS.get(2);

  /**
   * Pixels of the maps of a batch, on the side of lower resolution, from which on the three kernels
   * are merged. Building the merged kernel and its gradient takes the same time for any map, what
   * it saves grows with the map; both grow alike with the channels.
   */
  private static final int MERGING_PAYS = 256;

  private final boolean transposed;
  private final List<Conv2d> candidates = new ArrayList<>();

  SearchCell(
      Network network,
      String name,
      boolean transposed,
      boolean searched,
      int in,
      int out,
      boolean bias) {
    this.transposed = transposed;
    for (Kernel kernel : searched ? KERNELS : KERNELS.subList(0, 1)) {
      String full = searched ? name + ".conv" + kernel.size() : name;
      candidates.add(
          transposed
              ? Conv2d.transposed(network, full, in, out, kernel, bias)
              : Conv2d.plain(network, full, in, out, kernel, bias));
    }
  }

  /**
   * The mixture for the weights {@code mixture} (three, adding up to one); without weights, the one
   * candidate of a cell that is not searched.
   */
  Tensor forward(Pass pass, Optional<Tensor> mixture, CellForm form, Tensor x) {
    if (mixture.isEmpty()) {
      return candidates.get(0).forward(pass, x);
    }
    return Scope.returningOne(() -> mixed(pass, mixture.get(), form, x));
  }

  private Tensor mixed(Pass pass, Tensor mixture, CellForm form, Tensor x) {
    return mergesFor(form, x) ? merged(pass, mixture, x) : separate(pass, mixture, x);
  }

  private boolean mergesFor(CellForm form, Tensor x) {
    long pixels = x.size(0) * x.size(2) * x.size(3) / (transposed ? 1 : 4);
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
        ? Functional.convTranspose2d(x, kernel, bias, LARGEST.stride(), LARGEST.padding())
        : Functional.conv2d(x, kernel, bias, LARGEST.stride(), LARGEST.padding());
  }

  private Tensor mergedKernel(Pass pass, Tensor mixture) {
    Tensor kernel = candidates.get(2).kernel(pass).mul(mixture.select(0, 2));
    for (int k = 0; k < 2; k++) {
      int ring = (LARGEST.size() - KERNELS.get(k).size()) / 2;
      Tensor weighted = candidates.get(k).kernel(pass).mul(mixture.select(0, k));
      kernel = kernel.add(Functional.pad(weighted, ring, ring, ring, ring));
    }
    return kernel;
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
