package io.github.handful.surfaces.solver;

/**
 * The quadratic programme of one column: of all surface rows that obey order and thickness, those
 * nearest to given means, each distance weighted by the inverse of a variance (Xie et al. 2022).
 * Minimises {@code sum of (s_i - mean_i)^2 / variance_i}; columns do not depend on each other.
 */
public sealed interface ColumnProgramme permits IsotonicProgramme, InteriorPointProgramme {

  /** The closed form where no layer has a largest thickness, else the interior-point method. */
  static ColumnProgramme of(ThicknessLimits limits) {
    return limits.bounded() ? new InteriorPointProgramme(limits) : new IsotonicProgramme(limits);
  }

  /**
   * Solves one column.
   *
   * @param mean wanted rows, one for each surface, finite
   * @param variance above 0, one for each surface
   */
  Solution solve(double[] mean, double[] variance);

  /** The rows of one column and how they depend on what they were made of. */
  interface Solution {
    double[] rows();

    /** The gradients of a loss whose gradient in the rows is {@code upstream}. */
    Gradient gradient(double[] upstream);
  }

  /** Gradients in the means and in the variances. */
  record Gradient(double[] mean, double[] variance) {}

  /**
   * With the means' gradient h, that of variance i is {@code h_i (s_i - mean_i) / variance_i}: only
   * the slope of the objective at the solution holds a variance.
   */
  static Gradient gradient(double[] h, double[] rows, double[] mean, double[] variance) {
    double[] spread = new double[h.length];
    for (int i = 0; i < h.length; i++) {
      spread[i] = h[i] * (rows[i] - mean[i]) / variance[i];
    }
    return new Gradient(h, spread);
  }

  /** Refuses means that are not finite and variances that are not above 0. */
  static void require(int surfaces, double[] mean, double[] variance) {
    if (mean.length != surfaces || variance.length != surfaces) {
      throw new IllegalArgumentException(
          "%d means and %d variances for %d surfaces"
              .formatted(mean.length, variance.length, surfaces));
    }
    for (int i = 0; i < surfaces; i++) {
      if (!Double.isFinite(mean[i]) || !(variance[i] > 0) || Double.isInfinite(variance[i])) {
        throw new IllegalArgumentException(
            "surface %d has mean %s and variance %s; they must be finite, the variance above 0"
                .formatted(i + 1, mean[i], variance[i]));
      }
    }
  }
}
