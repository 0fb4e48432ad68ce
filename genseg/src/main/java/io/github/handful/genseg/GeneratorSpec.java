package io.github.handful.genseg;

import io.github.handful.torch.Norm2d;

/**
 * The shape of a mask-to-image generator and its discriminator.
 *
 * @param inputs mask planes: 1 for two classes, else one for each class
 * @param outputs image channels, 1 or 3
 * @param width feature maps of the first level (ngf, and ndf of the discriminator), doubled up to
 *     eightfold
 * @param downs how often the resolution is halved; image sides must be multiples of 2^downs
 * @param norm how features are normalised
 * @param search which cells are mixtures of three kernels
 * @param dropout whether the three levels above the innermost drop half of their features
 */
public record GeneratorSpec(
    int inputs,
    int outputs,
    int width,
    int downs,
    Norm2d.Kind norm,
    Search search,
    boolean dropout) {

  /** Which convolutions of the generator are searched. */
  public enum Search {
    NONE,
    ENCODER,
    DECODER,
    BOTH;

    public boolean encoder() {
      return this == ENCODER || this == BOTH;
    }

    public boolean decoder() {
      return this == DECODER || this == BOTH;
    }
  }

  public GeneratorSpec {
    if (inputs < 1 || outputs < 1 || width < 1 || downs < 2 || downs > 10) {
      throw new IllegalArgumentException(
          "a generator needs inputs, outputs and width >= 1 and downs from 2 to 10, got "
              + inputs
              + ", "
              + outputs
              + ", "
              + width
              + ", "
              + downs);
    }
  }

  /** Image sides must be multiples of this. */
  public int multiple() {
    return 1 << downs;
  }

  /** Feature maps that the down convolution of a level gives; level 0 is the outermost. */
  int features(int level) {
    return width * (1 << Math.min(level, 3));
  }
}
