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

  /** The columns from {@code first} on. */
  public SurfaceScan cut(int first, int columns) {
    return new SurfaceScan(id, cut(image, first, columns), heights.cut(first, columns));
  }

  private static Image cut(Image image, int first, int columns) {
    int lines = image.channels() * image.height();
    float[] samples = new float[lines * columns];
    for (int line = 0; line < lines; line++) {
      System.arraycopy(
          image.samples(), line * image.width() + first, samples, line * columns, columns);
    }
    return new Image(columns, image.height(), image.channels(), image.maximum(), samples);
  }

  /** The scan turned left to right. */
  SurfaceScan mirrored() {
    float[] turned = new float[image.samples().length];
    for (int i = 0; i < turned.length; i++) {
      int x = i % image.width();
      turned[i - x + image.width() - 1 - x] = image.samples()[i];
    }
    Image mirror =
        new Image(image.width(), image.height(), image.channels(), image.maximum(), turned);
    return new SurfaceScan(id, mirror, heights.mirrored());
  }
}
