package io.github.handful.imaging;

import java.util.Arrays;

/** Resamples planes of one size, along x and then along y. */
final class PlaneFilter {
  private final FilterTaps columns;
  private final FilterTaps rows;
  private final float[] narrowed;
  private final double[] sums;

  PlaneFilter(int width, int height, int newWidth, int newHeight) {
    columns = FilterTaps.of(width, newWidth);
    rows = FilterTaps.of(height, newHeight);
    narrowed = new float[Math.multiplyExact(newWidth, height)];
    sums = new double[newWidth];
  }

  /** Reads the plane that starts at {@code from} and writes the new one from {@code to} on. */
  void apply(float[] source, int from, float[] target, int to) {
    if (columns.isIdentity() && rows.isIdentity()) {
      System.arraycopy(source, from, target, to, narrowed.length);
    } else if (rows.isIdentity()) {
      alongX(source, from, target, to);
    } else if (columns.isIdentity()) {
      alongY(source, from, target, to);
    } else {
      alongX(source, from, narrowed, 0);
      alongY(narrowed, 0, target, to);
    }
  }

  private void alongX(float[] source, int from, float[] target, int to) {
    int width = columns.size();
    int count = columns.count();
    int[] indices = columns.indices();
    double[] weights = columns.weights();
    for (int y = 0; y < rows.sourceSize(); y++) {
      int start = from + y * columns.sourceSize();
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int t = x * count; t < (x + 1) * count; t++) {
          sum += weights[t] * source[start + indices[t]];
        }
        target[to + y * width + x] = (float) sum;
      }
    }
  }

  private void alongY(float[] source, int from, float[] target, int to) {
    int width = columns.size();
    for (int y = 0; y < rows.size(); y++) {
      Arrays.fill(sums, 0);
      for (int t = y * rows.count(); t < (y + 1) * rows.count(); t++) {
        double weight = rows.weights()[t];
        int start = from + rows.indices()[t] * width;
        for (int x = 0; x < width; x++) {
          sums[x] += weight * source[start + x];
        }
      }
      for (int x = 0; x < width; x++) {
        target[to + y * width + x] = (float) sums[x];
      }
    }
  }
}
