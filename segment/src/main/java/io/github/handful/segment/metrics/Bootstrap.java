package io.github.handful.segment.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile bootstrap (Efron, 1979): how far a mean over cases would vary with the choice of
 * cases. Undefined values (NaN) are left out and counted; the same values and seed give the same
 * interval.
 *
 * @param resamples how many times the cases are drawn anew, with replacement; at least 1
 */
public record Bootstrap(int resamples, long seed) {
  private static final double TAIL = 0.025;

  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be at least 1, got " + resamples);
    }
  }

  /**
   * A mean and the 95 % interval of it. With one value all three are that value, which says nothing
   * of its variation; without any they are NaN.
   *
   * @param used values that were defined
   * @param leftOut values that were not
   */
  public record Interval(double mean, double lower, double upper, int used, int leftOut) {}

  /** 10,000 resamples. */
  public static Bootstrap standard() {
    return new Bootstrap(10_000, 0);
  }

  /** The mean of the values and its interval. */
  public Interval mean(double[] values) {
    double[] defined = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    double mean = Arrays.stream(defined).average().orElse(Double.NaN);
    int leftOut = values.length - defined.length;
    if (defined.length < 2) {
      return new Interval(mean, mean, mean, defined.length, leftOut);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      double sum = 0;
      for (int i = 0; i < defined.length; i++) {
        sum += defined[random.nextInt(defined.length)];
      }
      means[r] = sum / defined.length;
    }
    Arrays.sort(means);
    return new Interval(
        mean,
        Percentile.ofSorted(means, TAIL),
        Percentile.ofSorted(means, 1 - TAIL),
        defined.length,
        leftOut);
  }

  /**
   * The mean of {@code first[i] - second[i]} and its interval; a pair is left out if either value
   * is undefined.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public Interval pairedDifference(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          first.length + " and " + second.length + " values make no pairs");
    }
    double[] differences = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      differences[i] = first[i] - second[i];
    }
    return mean(differences);
  }
}
