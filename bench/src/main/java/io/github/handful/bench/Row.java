package io.github.handful.bench;

import java.util.Arrays;

/**
 * What was measured.
 *
 * @param median of the repetitions; of an even number the mean of the middle two
 * @param peakGigabytes the most memory that the measuring process had resident, in 10^9 bytes; 0
 *     where the system does not tell
 */
record Row(
    String suite,
    String name,
    String unit,
    double median,
    double min,
    double max,
    int repetitions,
    double peakGigabytes,
    String remark) {

  static Row of(Measurement measurement, double[] values, double peakGigabytes) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return new Row(
        measurement.suite(),
        measurement.name(),
        measurement.unit(),
        (sorted[(n - 1) / 2] + sorted[n / 2]) / 2,
        sorted[0],
        sorted[n - 1],
        n,
        peakGigabytes,
        measurement.remark());
  }
}
