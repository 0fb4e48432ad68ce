package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import java.util.List;

/**
 * The shape of a generator that makes image and mask together from noise, and of its critic.
 *
 * @param inputs mask planes, which it makes too: 1 for two classes, else one for each class
 * @param outputs image channels
 * @param width feature maps of the last level, doubled up to sixteenfold
 * @param levels how often the resolution is doubled
 * @param startWidth pixels along x before it is doubled
 * @param startHeight pixels along y before it is doubled
 * @param latent random numbers for a pair
 * @param norm how the generator's features are normalised
 * @param criticWidth feature maps of the critic's first two levels, doubled up to fourfold
 * @param criticNorm whether the critic normalises each image by itself, which hides from it how
 *     bright and how rich in contrast an image is
 * @param searched whether the cells that double the resolution are mixtures of three kernels
 */
public record WganGpSpec(
    int inputs,
    int outputs,
    int width,
    int levels,
    int startWidth,
    int startHeight,
    int latent,
    Norm.Kind norm,
    int criticWidth,
    boolean criticNorm,
    boolean searched)
    implements GeneratorSpec {

  /** The critic tells little of its last features once they are normalised over fewer pixels. */
  static final int LEAST_START = 4;

  public WganGpSpec {
    if (Math.min(Math.min(inputs, outputs), Math.min(width, latent)) < 1 || criticWidth < 1) {
      throw new IllegalArgumentException(
          "a WGAN-GP needs inputs, outputs, widths and latent >= 1, got %d, %d, %d, %d and %d"
              .formatted(inputs, outputs, width, criticWidth, latent));
    }
    if (levels < 2 || levels > 10 || startWidth < LEAST_START || startHeight < LEAST_START) {
      throw new IllegalArgumentException(
          "a WGAN-GP needs levels from 2 to 10 and a start of 4x4 pixels or more, got %d and %dx%d"
              .formatted(levels, startWidth, startHeight));
    }
  }

  @Override
  public boolean conditional() {
    return false;
  }

  @Override
  public int multiple(int axis) {
    return switch (axis) {
      case 0 -> startWidth << levels;
      case 1 -> startHeight << levels;
      default -> 1;
    };
  }

  @Override
  public int leastSide(int axis) {
    return multiple(axis);
  }

  @Override
  public List<SearchedCells> cells() {
    return searched
        ? List.of(new SearchedCells(Architecture.DECODER, levels, KernelSizes.TWO_TO_SIX, true))
        : List.of();
  }

  @Override
  public String describe() {
    return "WGAN-GP for image and mask, width %d, %d levels from %d random numbers, searched: %s"
        .formatted(width, levels, latent, searched ? "decoder" : "nothing");
  }

  @Override
  public Generator build(Compute compute) {
    return new NoiseToPair(this, compute);
  }

  @Override
  public GeneratorTraining training(GenSegSettings settings, Compute compute) {
    return new WassersteinTraining(this, compute);
  }

  /** Feature maps that the cell of a level takes; level 0 is the outermost. */
  int features(int level) {
    return width * (1 << Math.min(level, 4));
  }

  /** Feature maps that a convolution of the critic gives; 0 is the first. */
  int criticFeatures(int level) {
    return criticWidth * (1 << Math.min(level / 2, 2));
  }
}
