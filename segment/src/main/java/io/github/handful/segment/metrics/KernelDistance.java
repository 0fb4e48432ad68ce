package io.github.handful.segment.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far apart two sets of feature vectors lie: the squared maximum mean discrepancy under the
 * kernel (x·y / d + 1)³ of vectors with d numbers, estimated without bias (the kernel inception
 * distance of Bińkowski et al. 2018, on any features). It is 0 in the mean for sets of one
 * distribution, so single estimates may be negative; its unit is that of no other features.
 *
 * @param subsets how many random subsets are compared; at least 1
 */
public record KernelDistance(int subsets, long seed) {
  private static final double TAIL = 0.025;

  public KernelDistance {
    if (subsets < 1) {
      throw new IllegalArgumentException("subsets must be at least 1, got " + subsets);
    }
  }

  /**
   * The mean over random subsets, and the bounds of the middle 95 % of them.
   *
   * @param size vectors of each set in a subset
   */
  public record Spread(double mean, double lower, double upper, int size) {}

  /** 1,000 subsets. */
  public static KernelDistance standard() {
    return new KernelDistance(1000, 0);
  }

  /**
   * The estimate on two whole sets.
   *
   * @throws IllegalArgumentException if one has fewer than two vectors
   */
  public static double squared(double[][] first, double[][] second) {
    double[][] kernels = kernels(joined(first, second));
    int[] all = IntStream.range(0, kernels.length).toArray();
    return estimate(kernels, all, first.length, second.length);
  }

  /**
   * Subsets of one set against subsets of another.
   *
   * @param size vectors of each, from 2 to the smaller set's number
   */
  public Spread between(double[][] first, double[][] second, int size) {
    requireSize(size, Math.min(first.length, second.length));
    double[][] kernels = kernels(joined(first, second));
    int[] ours = IntStream.range(0, first.length).toArray();
    int[] theirs = IntStream.range(first.length, kernels.length).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    double[] estimates = new double[subsets];
    for (int s = 0; s < subsets; s++) {
      shuffle(ours, size, random);
      shuffle(theirs, size, random);
      int[] chosen = Arrays.copyOf(ours, 2 * size);
      System.arraycopy(theirs, 0, chosen, size, size);
      estimates[s] = estimate(kernels, chosen, size, size);
    }
    return spread(estimates, size);
  }

  /**
   * Subsets of one set against other vectors of it: what is chance alone.
   *
   * @param size vectors of each, from 2 to half of the set's number
   */
  public Spread within(double[][] all, int size) {
    requireSize(size, all.length / 2);
    double[][] kernels = kernels(all);
    int[] order = IntStream.range(0, all.length).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    double[] estimates = new double[subsets];
    for (int s = 0; s < subsets; s++) {
      shuffle(order, 2 * size, random);
      estimates[s] = estimate(kernels, order, size, size);
    }
    return spread(estimates, size);
  }

  private static void requireSize(int size, int most) {
    if (size < 2 || size > most) {
      throw new IllegalArgumentException(
          "a subset must have from 2 to %d vectors, got %d".formatted(most, size));
    }
  }

  private static Spread spread(double[] estimates, int size) {
    double mean = Arrays.stream(estimates).average().orElseThrow();
    Arrays.sort(estimates);
    return new Spread(
        mean, Percentile.ofSorted(estimates, TAIL), Percentile.ofSorted(estimates, 1 - TAIL), size);
  }

  /** Puts a random choice of {@code count} at the front. */
  private static void shuffle(int[] order, int count, SplittableRandom random) {
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i, order.length);
      int held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
  }

  private static double[][] joined(double[][] first, double[][] second) {
    double[][] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static double[][] kernels(double[][] vectors) {
    double[][] kernels = new double[vectors.length][vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int k = 0; k < vectors[i].length; k++) {
          dot += vectors[i][k] * vectors[j][k];
        }
        double base = dot / vectors[i].length + 1;
        kernels[i][j] = base * base * base;
        kernels[j][i] = kernels[i][j];
      }
    }
    return kernels;
  }

  /** Of the first n of the chosen and the m that follow; a vector is never held against itself. */
  private static double estimate(double[][] kernels, int[] chosen, int n, int m) {
    if (n < 2 || m < 2) {
      throw new IllegalArgumentException("two vectors of each set are needed, got " + n + ", " + m);
    }
    double own = 0;
    double others = 0;
    double across = 0;
    for (int i = 0; i < n + m; i++) {
      for (int j = 0; j < i; j++) {
        double kernel = kernels[chosen[i]][chosen[j]];
        if (i < n) {
          own += kernel;
        } else if (j >= n) {
          others += kernel;
        } else {
          across += kernel;
        }
      }
    }
    return 2 * own / (n * (n - 1.0)) + 2 * others / (m * (m - 1.0)) - 2 * across / ((double) n * m);
  }
}
