package io.github.handful.segment;

import io.github.handful.torch.Compute;

/**
 * The shape of a {@link DeepLabV3}.
 *
 * @param channels of the images, 1 or 3
 * @param classes background included; two classes make one logit plane
 * @param width feature maps of the first layer, 64 as published; all others are in proportion
 */
public record DeepLabV3Spec(int channels, int classes, int width) implements SegmenterSpec {
  /** The width of the published network. */
  public static final int PUBLISHED_WIDTH = 64;

  public DeepLabV3Spec {
    if (channels < 1 || classes < 2 || width < 1) {
      throw new IllegalArgumentException(
          "a segmenter needs channels >= 1, classes >= 2 and width >= 1, got %d, %d, %d"
              .formatted(channels, classes, width));
    }
  }

  /** The published network for these images. */
  public static DeepLabV3Spec published(int channels, int classes) {
    return new DeepLabV3Spec(channels, classes, PUBLISHED_WIDTH);
  }

  @Override
  public int dimensions() {
    return 2;
  }

  /** The network pads what it cannot divide. */
  @Override
  public int multiple(int axis) {
    return 1;
  }

  /** Those of one dilated convolution of the pyramid, 3×3 from 32 widths to 4. */
  @Override
  public double leastWeights() {
    return 9.0 * 32 * width * 4 * width;
  }

  @Override
  public String describe() {
    return "DeepLabV3 on a ResNet-50 of width " + width;
  }

  @Override
  public Segmenter build(Compute compute) {
    return new DeepLabV3(this, compute);
  }
}
