package io.github.handful.segment;

import io.github.handful.torch.Compute;

/**
 * The shape of a segmentation network.
 *
 * @param channels of the images, 1 or 3
 * @param classes background included; two classes make one logit plane
 * @param width feature maps of the first level, doubled at each further one
 * @param depth how often the resolution is halved; image sides must be multiples of 2^depth
 */
public record SegmenterSpec(int channels, int classes, int width, int depth) {
  public SegmenterSpec {
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

  /** Logit planes. */
  public int outputs() {
    return classes == 2 ? 1 : classes;
  }

  /** Image sides must be multiples of this. */
  public int multiple() {
    return 1 << depth;
  }

  /** Builds the network with fresh weights from libtorch's generator. */
  public Segmenter build(Compute compute) {
    return new UNet(this, compute);
  }
}
