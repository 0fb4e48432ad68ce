package io.github.handful.surfaces.solver;

/**
 * The quadratic programme of a column with order and least thickness only: weighted isotonic
 * regression, solved exactly by pooling adjacent violators (Ayer et al. 1955).
 */
final class IsotonicProgramme implements ColumnProgramme {
  private final double[] offset;

  /** Largest thicknesses, if there are any, are left out. */
  IsotonicProgramme(ThicknessLimits limits) {
    double[] minimum = limits.minima();
    offset = new double[minimum.length + 1];
    for (int i = 1; i < offset.length; i++) {
      offset[i] = offset[i - 1] + minimum[i - 1];
    }
  }

  @Override
  public Solution solve(double[] mean, double[] variance) {
    int n = offset.length;
    ColumnProgramme.require(n, mean, variance);
    int[] ends = new int[n];
    double[] weights = new double[n];
    double[] levels = new double[n];
    int blocks = 0;
    for (int i = 0; i < n; i++) {
      double weight = 1 / variance[i];
      double level = mean[i] - offset[i];
      while (blocks > 0 && levels[blocks - 1] > level) {
        blocks--;
        double sum = weights[blocks] + weight;
        level = (weights[blocks] * levels[blocks] + weight * level) / sum;
        weight = sum;
      }
      ends[blocks] = i + 1;
      weights[blocks] = weight;
      levels[blocks++] = level;
    }
    double[] rows = new double[n];
    int i = 0;
    for (int b = 0; b < blocks; b++) {
      for (; i < ends[b]; i++) {
        rows[i] = offset[i] + levels[b];
      }
    }
    return new Pooled(mean, variance, rows, ends, weights);
  }

  /** Surfaces up to {@code ends[b]} that move together, with the sum of their weights. */
  private record Pooled(
      double[] mean, double[] variance, double[] rows, int[] ends, double[] weights)
      implements Solution {

    @Override
    public Gradient gradient(double[] upstream) {
      double[] h = new double[upstream.length];
      int start = 0;
      for (int b = 0; start < h.length; b++) {
        double sum = 0;
        for (int i = start; i < ends[b]; i++) {
          sum += upstream[i];
        }
        for (int i = start; i < ends[b]; i++) {
          h[i] = sum / (variance[i] * weights[b]);
        }
        start = ends[b];
      }
      return ColumnProgramme.gradient(h, rows, mean, variance);
    }
  }
}
