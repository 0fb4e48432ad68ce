package io.github.handful.genseg;

import io.github.handful.segment.Batch;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
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
 * A generator of image and mask together (GenSeg, simultaneous generation; after Radford et al.
 * 2016): a transposed convolution spreads noise over a small picture, which {@link SearchCell}s
 * double. With six levels from 4×4, width 32 and 100 random numbers, 25,261,420 parameters for
 * three channels and one plane.
 *
 * <p>Masks are shares of the classes and no decisions, so that hypergradients reach them too.
 */
final class NoiseToPair implements Generator {
  private final WganGpSpec spec;
  private final Compute compute;
  private final Network network = new Network(Initialiser.GAN);
  private final Convolution first;
  private final Norm firstNorm;
  private final List<SearchCell> cells = new ArrayList<>();
  private final List<Norm> norms = new ArrayList<>();

  NoiseToPair(WganGpSpec spec, Compute compute) {
    this.spec = spec;
    this.compute = compute;
    Kernel spread =
        new Kernel(List.of(spec.startHeight(), spec.startWidth()), List.of(1, 1), List.of(0, 0));
    try (Scope scope = Scope.open()) {
      int start = spec.features(spec.levels() - 1);
      first = Convolution.transposed(network, "first", spec.latent(), start, spread, true);
      firstNorm = new Norm(network, "first.norm", spec.norm(), start);
      for (int level = spec.levels() - 1; level >= 0; level--) {
        build(level);
      }
    }
    network.ready(compute);
  }

  private void build(int level) {
    int out = level == 0 ? spec.outputs() + spec.inputs() : spec.features(level - 1);
    String name = "up." + level;
    cells.add(
        new SearchCell(
            network,
            name,
            KernelSizes.TWO_TO_SIX,
            true,
            spec.searched(),
            List.of(2, 2),
            spec.features(level),
            out,
            true));
    if (level > 0) {
      norms.add(new Norm(network, name + ".norm", spec.norm(), out));
    }
  }

  @Override
  public GeneratorSpec spec() {
    return spec;
  }

  @Override
  public Network network() {
    return network;
  }

  /** Standard normal numbers for so many pairs. */
  Tensor noise(long pairs) {
    return compute.place(Ops.normal(1, pairs, spec.latent(), 1, 1));
  }

  /** Image channels and then mask planes, all in [−1, 1]. */
  Tensor planes(Pass pass, Weights logits, Tensor noise) {
    return Scope.returningOne(
        () -> {
          Tensor x = Functional.relu(firstNorm.forward(pass, first.forward(pass, noise)));
          for (int row = 0; row < cells.size(); row++) {
            x = cell(pass, logits, row, x);
          }
          return Ops.toFloat(x.tanh());
        });
  }

  private Tensor cell(Pass pass, Weights logits, int row, Tensor x) {
    Optional<Tensor> mixture =
        Architecture.mixture(logits, spec.searched(), Architecture.DECODER, row);
    Tensor y = cells.get(row).forward(pass, mixture, CellForm.BY_SIZE, x);
    return row < norms.size() ? Functional.relu(norms.get(row).forward(pass, y)) : y;
  }

  /** Labelled images as the planes that this generator is to make. */
  static Tensor planes(Batch batch) {
    return Intensities.signed(
        Ops.cat(List.of(batch.images(), ConditionalGenerator.maskPlanes(batch.targets())), 1));
  }

  @Override
  public Batch pairs(Pass pass, Weights logits, Tensor targets, Compute precision) {
    Tensor noise = noise(targets.size(0));
    Tensor planes = Intensities.unsigned(precision.run(() -> planes(pass, logits, noise)));
    return new Batch(
        planes.narrow(1, 0, spec.outputs()),
        targets(planes.narrow(1, spec.outputs(), spec.inputs())));
  }

  /** Shares of the classes, which add up to one. */
  private static Tensor targets(Tensor masks) {
    if (masks.size(1) == 1) {
      return Ops.cat(List.of(Ops.oneMinus(masks), masks), 1);
    }
    Tensor positive = Ops.plus(masks, 1e-6);
    return positive.div(Ops.times(Ops.mean(positive, 1), masks.size(1)));
  }
}
