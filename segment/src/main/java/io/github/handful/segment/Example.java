package io.github.handful.segment;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;

/**
 * A labelled image at the network's scale: samples in [0, 1], one class for each pixel or voxel.
 */
public record Example(String id, Image image, LabelMap labels) {
  public Example {
    if (!image.grid().sameSize(labels.grid())) {
      throw new IllegalArgumentException("image and labels of " + id + " differ in size");
    }
  }
}
