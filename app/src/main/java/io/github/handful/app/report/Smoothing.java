package io.github.handful.app.report;

import java.util.stream.IntStream;

/** Makes long noisy series fit to be drawn. */
final class Smoothing {
  /** Share of a series that the moving average spans. */
  private static final double WINDOW = 0.05;

  /** More points than this cannot be told apart in a drawing. */
  private static final int MOST = 1000;

  private Smoothing() {}

  /**
   * The mean of the finite values around each position; the stretch is centred, so that the average
   * does not lag behind. Values that are not finite stay as they are and count for nothing.
   */
  static double[] movingAverage(double[] values) {
    int n = values.length;
    double[] sum = new double[n + 1];
    int[] count = new int[n + 1];
    for (int i = 0; i < n; i++) {
      boolean finite = Double.isFinite(values[i]);
      sum[i + 1] = sum[i] + (finite ? values[i] : 0);
      count[i + 1] = count[i] + (finite ? 1 : 0);
    }
    int reach = (int) (WINDOW * n / 2);
    double[] smooth = values.clone();
    for (int i = 0; i < n; i++) {
      if (Double.isFinite(values[i])) {
        int from = Math.max(0, i - reach);
        int to = Math.min(n, i + reach + 1);
        smooth[i] = (sum[to] - sum[from]) / (count[to] - count[from]);
      }
    }
    return smooth;
  }

  /**
   * Ascending indices to draw: all of a short series, the extremes of each stretch of a long one.
   */
  static int[] thinned(double[] values) {
    int n = values.length;
    if (n <= MOST) {
      return IntStream.range(0, n).toArray();
    }
    int stretches = MOST / 2;
    return IntStream.concat(
            IntStream.of(0, n - 1),
            IntStream.range(0, stretches)
                .flatMap(
                    s ->
                        extremes(
                            values,
                            (int) ((long) s * n / stretches),
                            (int) ((s + 1L) * n / stretches))))
        .distinct()
        .sorted()
        .toArray();
  }

  private static IntStream extremes(double[] values, int from, int to) {
    int low = from;
    int high = from;
    for (int i = from; i < to; i++) {
      if (!Double.isFinite(values[low]) || values[i] < values[low]) {
        low = i;
      }
      if (!Double.isFinite(values[high]) || values[i] > values[high]) {
        high = i;
      }
    }
    return IntStream.of(low, high);
  }
}
