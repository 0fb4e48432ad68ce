package io.github.handful.segment;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;

/**
 * The shape of a {@link UNet}.
 *
 * @param channels of the images, 1 or 3
 * @param classes background included; two classes make one logit plane
 * @param width feature maps of the first level, doubled at each further one
 * @param depth how often the resolution is halved; image sides must be multiples of 2^depth
 * @param norm what normalises features: the batch, as is common, or each image by itself
 */
public record UNetSpec(int channels, int classes, int width, int depth, Norm.Kind norm)
    implements SegmenterSpec {
  /** Normalised over the batch. */
  public UNetSpec(int channels, int classes, int width, int depth) {
    this(channels, classes, width, depth, Norm.Kind.BATCH);
  }

  public UNetSpec {
    if (channels < 1 || classes < 2 || width < 1 || depth < 1 || depth > 8) {
      throw new IllegalArgumentException(
          "a segmenter needs channels >= 1, classes >= 2, width >= 1 and depth from 1 to 8, got "
              + channels
              + ", "
              + classes
              + ", "
              + width
              + ", "
              + depth);
    }
  }

  @Override
  public int dimensions() {
    return 2;
  }

  @Override
  public int multiple(int axis) {
    return axis == 2 ? 1 : 1 << depth;
  }

  /** Those of the innermost convolution, 3×3 between as many features, which is the greatest. */
  @Override
  public double leastWeights() {
    double features = (double) width * (1 << depth);
    return 9 * features * features;
  }

  @Override
  public String describe() {
    return "U-Net of width %d and depth %d, normalised over %s"
        .formatted(width, depth, norm == Norm.Kind.BATCH ? "the batch" : "each image");
  }

  @Override
  public Segmenter build(Compute compute) {
    return new UNet(this, compute);
  }
}
