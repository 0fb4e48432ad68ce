package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import java.util.List;

/**
 * The shape of a Soft-Intro VAE whose decoder paints images for masks.
 *
 * @param inputs mask planes: 1 for two classes, else one for each class
 * @param outputs image channels
 * @param width feature maps of the first level of encoder and decoder; doubled up to fourfold in
 *     the encoder, eightfold in the decoder
 * @param levels how often the decoder halves the resolution before it doubles it again
 * @param latent numbers in the code of an image
 * @param searched whether convolutions of the encoder are mixtures of three kernels
 */
public record SoftIntroVaeSpec(
    int inputs, int outputs, int width, int levels, int latent, boolean searched)
    implements GeneratorSpec {

  public SoftIntroVaeSpec {
    if (inputs < 1 || outputs < 1 || width < 1 || latent < 1 || levels < 2 || levels > 10) {
      throw new IllegalArgumentException(
          "a Soft-Intro VAE needs inputs, outputs, width and latent >= 1 and levels from 2 to 10,"
              + " got %d, %d, %d, %d, %d".formatted(inputs, outputs, width, latent, levels));
    }
  }

  @Override
  public int multiple(int axis) {
    return axis < 2 ? 1 << levels : 1;
  }

  /** The encoder's last features must be more than one pixel, over which they are normalised. */
  @Override
  public int leastSide(int axis) {
    return axis < 2 ? 2 * ImageEncoder.STRIDE : 1;
  }

  @Override
  public List<SearchedCells> cells() {
    return searched
        ? List.of(
            new SearchedCells(
                Architecture.ENCODER, ImageEncoder.CELLS, KernelSizes.THREE_TO_SEVEN, false))
        : List.of();
  }

  @Override
  public String describe() {
    return "Soft-Intro VAE, width %d, %d levels, %d numbers a code, searched: %s"
        .formatted(width, levels, latent, searched ? "encoder" : "nothing");
  }

  @Override
  public Generator build(Compute compute) {
    return new CodeDecoder(this, compute);
  }

  @Override
  public GeneratorTraining training(GenSegSettings settings, Compute compute) {
    return new SoftIntroVaeTraining(this, compute);
  }

  /** Feature maps of a level of the decoder; level 0 is the outermost. */
  int features(int level) {
    return width * (1 << Math.min(level, 3));
  }
}
