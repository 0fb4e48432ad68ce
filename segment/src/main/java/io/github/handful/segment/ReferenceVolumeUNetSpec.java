package io.github.handful.segment;

import io.github.handful.torch.Compute;

/**
 * The shape of a {@link ReferenceVolumeUNet}: all but its ends is as GenSeg's authors released it.
 *
 * @param channels of the images
 * @param classes background included; one logit plane for each
 */
public record ReferenceVolumeUNetSpec(int channels, int classes) implements SegmenterSpec {
  public ReferenceVolumeUNetSpec {
    if (channels < 1 || classes < 2) {
      throw new IllegalArgumentException(
          "a segmenter needs channels >= 1 and classes >= 2, got " + channels + ", " + classes);
    }
  }

  @Override
  public int dimensions() {
    return 3;
  }

  /** One for each class, also for two classes. */
  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public int multiple(int axis) {
    return 8;
  }

  /** Those of the largest convolution, 3×3×3 from the 768 features of a skip and what joins it. */
  @Override
  public double leastWeights() {
    return 27.0 * 768 * 256;
  }

  @Override
  public String describe() {
    return "3-D U-Net of GenSeg's authors";
  }

  @Override
  public Segmenter build(Compute compute) {
    return new ReferenceVolumeUNet(this, compute);
  }
}
