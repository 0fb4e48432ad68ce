package io.github.handful.segment.metrics;

import java.util.Arrays;

/** Percentiles of a sample, interpolated linearly between its sorted values. */
final class Percentile {
  private Percentile() {}

  /** The value below which {@code part} of the values lie; NaN if there are none. */
  static double of(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, part);
  }

  /** The same for values in ascending order. */
  static double ofSorted(double[] sorted, double part) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = part * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
