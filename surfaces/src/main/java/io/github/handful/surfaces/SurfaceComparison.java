package io.github.handful.surfaces;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One surface of one scan against the truth, over the columns where both are annotated; distances
 * in rows.
 *
 * @param surface from 0
 * @param mean absolute distance
 * @param rms root of the mean squared distance
 * @param percentile95 of the absolute distances
 * @param largest absolute distance
 * @param spikes the part of the columns whose error departs from that of the columns around by more
 *     than three rows
 * @param columns that were compared; 0 makes all values NaN
 */
public record SurfaceComparison(
    String id,
    int surface,
    double mean,
    double rms,
    double percentile95,
    double largest,
    double spikes,
    int columns) {
  /** Rows by which a spike stands out. */
  private static final double SPIKE = 3;

  /** Columns on each side that a spike stands out of. */
  private static final int AROUND = 10;

  /**
   * Compares one surface.
   *
   * @throws IllegalArgumentException if the surfaces differ in number or columns
   */
  public static SurfaceComparison of(
      String id, int surface, SurfaceHeights predicted, SurfaceHeights truth) {
    if (predicted.width() != truth.width() || predicted.count() != truth.count()) {
      throw new IllegalArgumentException(
          "%s: %d predicted surfaces of %d columns, %d true ones of %d"
              .formatted(id, predicted.count(), predicted.width(), truth.count(), truth.width()));
    }
    double[] errors =
        IntStream.range(0, truth.width())
            .mapToDouble(x -> predicted.at(surface, x) - truth.at(surface, x))
            .filter(error -> !Double.isNaN(error))
            .toArray();
    double[] distances = Arrays.stream(errors).map(Math::abs).sorted().toArray();
    int count = distances.length;
    return new SurfaceComparison(
        id,
        surface,
        Arrays.stream(distances).average().orElse(Double.NaN),
        Math.sqrt(Arrays.stream(errors).map(e -> e * e).average().orElse(Double.NaN)),
        count == 0 ? Double.NaN : distances[(int) Math.ceil(0.95 * count) - 1],
        count == 0 ? Double.NaN : distances[count - 1],
        spikes(errors),
        count);
  }

  private static double spikes(double[] errors) {
    int spikes = 0;
    for (int x = 0; x < errors.length; x++) {
      int from = Math.max(0, x - AROUND);
      int to = Math.min(errors.length, x + AROUND + 1);
      double[] around = Arrays.stream(errors, from, to).sorted().toArray();
      spikes += Math.abs(errors[x] - around[around.length / 2]) > SPIKE ? 1 : 0;
    }
    return (double) spikes / errors.length;
  }
}
