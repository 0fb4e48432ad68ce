package io.github.handful.surfaces;

import io.github.handful.imaging.Image;

/** A B-scan with its surfaces. */
public record SurfaceScan(String id, Image image, SurfaceHeights heights) {
  public SurfaceScan {
    if (image.width() != heights.width()) {
      throw new IllegalArgumentException(
          "surfaces of %d columns on an image of %d".formatted(heights.width(), image.width()));
    }
  }
}
