package io.github.handful.surfaces;

import java.util.random.RandomGenerator;

/**
 * Smooth random changes of surfaces: all of them are shifted, tilted and bent together, and each
 * layer becomes thicker or thinner as a whole and along the columns. Surfaces stay in order and
 * where a layer has no thickness it gets none.
 *
 * @param shift most rows up or down
 * @param tilt most rows that each end is moved up or down
 * @param bend standard deviation in rows of a smooth curve
 * @param thickness standard deviation of the logarithm of a layer's thickness, half of it along the
 *     columns
 */
public record SurfaceVariation(double shift, double tilt, double bend, double thickness) {
  /** Columns over which curves are alike, as a part of the width. */
  private static final double SMOOTH = 0.15;

  public static SurfaceVariation standard() {
    return new SurfaceVariation(12, 6, 2, 0.15);
  }

  /**
   * Changed surfaces between rows 0 and {@code height - 1}, without step or thickness limits of
   * their own.
   *
   * @param heights annotated in every column
   */
  SurfaceHeights apply(SurfaceHeights heights, int height, RandomGenerator random) {
    int count = heights.count();
    int width = heights.width();
    double[] rows = heights.rows().clone();
    int anchor = random.nextInt(count);
    double[] moved = movement(width, random);
    for (int x = 0; x < width; x++) {
      rows[anchor * width + x] = heights.at(anchor, x) + moved[x];
    }
    double[][] factors = new double[count - 1][];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = factors(width, random);
    }
    for (int x = 0; x < width; x++) {
      for (int i = anchor + 1; i < count; i++) {
        double layer = heights.at(i, x) - heights.at(i - 1, x);
        rows[i * width + x] = rows[(i - 1) * width + x] + layer * factors[i - 1][x];
      }
      for (int i = anchor - 1; i >= 0; i--) {
        double layer = heights.at(i + 1, x) - heights.at(i, x);
        rows[i * width + x] = rows[(i + 1) * width + x] - layer * factors[i][x];
      }
    }
    for (int k = 0; k < rows.length; k++) {
      rows[k] = Math.max(0, Math.min(height - 1, rows[k]));
    }
    return new SurfaceHeights(count, width, rows);
  }

  /** Rows that the anchor moves in each column. */
  private double[] movement(int width, RandomGenerator random) {
    double all = shift * between(random);
    double end = tilt * between(random);
    double[] curve = SmoothNoise.curve(random, width, SMOOTH * width);
    for (int x = 0; x < width; x++) {
      double along = width == 1 ? 0 : 2.0 * x / (width - 1) - 1;
      curve[x] = all + end * along + bend * curve[x];
    }
    return curve;
  }

  private double[] factors(int width, RandomGenerator random) {
    double all = random.nextGaussian();
    double[] curve = SmoothNoise.curve(random, width, SMOOTH * width);
    for (int x = 0; x < width; x++) {
      curve[x] = Math.exp(thickness * (all + 0.5 * curve[x]));
    }
    return curve;
  }

  private static double between(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }
}
