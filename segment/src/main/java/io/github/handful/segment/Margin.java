package io.github.handful.segment;

import io.github.handful.torch.Functional;
import org.bytedeco.pytorch.Tensor;

/**
 * Zeros below and to the right of pictures, up to the next multiple of what a network can divide;
 * what it gives for them is cut off.
 */
record Margin(long height, long width, int multiple) {

  static Margin of(Tensor images, int multiple) {
    return new Margin(images.size(2), images.size(3), multiple);
  }

  /** The pictures with zeros around, or as they are where nothing is missing. */
  Tensor pad(Tensor images) {
    long below = missing(height);
    long right = missing(width);
    return below + right == 0 ? images : Functional.pad(images, 0, right, 0, below);
  }

  /** Planes of padded pictures, cut to the size of the pictures. */
  Tensor cut(Tensor planes) {
    return planes.narrow(2, 0, height).narrow(3, 0, width);
  }

  private long missing(long side) {
    return Math.floorMod(-side, multiple);
  }
}
