package io.github.handful.surfaces;

import java.util.Arrays;

/**
 * The surfaces of one B-scan from the top down: {@code rows[i * width + x]} is the row of surface i
 * in column x, NaN where it is not annotated.
 *
 * @param count of surfaces, at least 1
 * @param width columns
 */
public record SurfaceHeights(int count, int width, double[] rows) {
  public SurfaceHeights {
    if (count < 1 || width < 1 || (long) count * width != rows.length) {
      throw new IllegalArgumentException(
          "%d rows are not %d surfaces of %d columns".formatted(rows.length, count, width));
    }
  }

  public double at(int surface, int x) {
    return rows[surface * width + x];
  }

  public boolean known(int surface, int x) {
    return !Double.isNaN(at(surface, x));
  }

  /** In how many columns a surface is annotated. */
  public int knownColumns(int surface) {
    int known = 0;
    for (int x = 0; x < width; x++) {
      known += known(surface, x) ? 1 : 0;
    }
    return known;
  }

  /** The columns from {@code first} on. */
  public SurfaceHeights cut(int first, int columns) {
    double[] part = new double[count * columns];
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows, i * width + first, part, i * columns, columns);
    }
    return new SurfaceHeights(count, columns, part);
  }

  /** The surfaces of the B-scan turned left to right. */
  public SurfaceHeights mirrored() {
    double[] turned = new double[rows.length];
    for (int k = 0; k < rows.length; k++) {
      int x = k % width;
      turned[k - x + width - 1 - x] = rows[k];
    }
    return new SurfaceHeights(count, width, turned);
  }

  /** All surfaces lower by so many rows. */
  public SurfaceHeights lowered(double by) {
    return new SurfaceHeights(count, width, Arrays.stream(rows).map(row -> row + by).toArray());
  }

  /**
   * The part of pixel (x, z) that lies in a layer, from 0 to 1: layer 0 is above the first surface,
   * layer {@code count} below the last. NaN where a surface beside the layer is not annotated.
   */
  double part(int layer, int z, int x) {
    double top = layer == 0 ? Double.NEGATIVE_INFINITY : at(layer - 1, x);
    double bottom = layer == count ? Double.POSITIVE_INFINITY : at(layer, x);
    return Math.max(0, Math.min(z + 0.5, bottom) - Math.max(z - 0.5, top));
  }

  /** The layer that the centre of pixel (x, z) lies in: the number of surfaces not below it. */
  int layer(int z, int x) {
    int layer = 0;
    while (layer < count && at(layer, x) <= z) {
      layer++;
    }
    return layer;
  }

  /** Whether every surface is annotated in a column. */
  boolean complete(int x) {
    for (int i = 0; i < count; i++) {
      if (!known(i, x)) {
        return false;
      }
    }
    return true;
  }
}
