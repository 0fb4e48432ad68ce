package io.github.handful.surfaces.solver;

/**
 * The quadratic programme of a column with least and largest thickness, solved by a primal-dual
 * interior-point method with predictor and corrector (Mehrotra 1992). Each direction takes one
 * tridiagonal system in the layers' multipliers, whose smallest eigenvalue does not depend on which
 * limits are reached. Gradients follow from the optimality conditions by the implicit function
 * theorem, with the same matrix (Amos and Kolter 2017).
 */
final class InteriorPointProgramme implements ColumnProgramme {
  /** Rows to which a solution is exact. */
  private static final double TOLERANCE = 1e-8;

  private static final int MOST_ITERATIONS = 100;

  private final double[] minimum;
  private final double[] maximum;

  InteriorPointProgramme(ThicknessLimits limits) {
    this.minimum = limits.minima();
    this.maximum = limits.maxima();
  }

  @Override
  public Solution solve(double[] mean, double[] variance) {
    ColumnProgramme.require(minimum.length + 1, mean, variance);
    InteriorPoint point = new InteriorPoint(mean, variance, minimum, maximum);
    for (int i = 0; i < MOST_ITERATIONS && !point.within(TOLERANCE); i++) {
      point.step();
    }
    return new Optimum(mean, variance, point.rows(), point.compliance(), point);
  }

  /**
   * A solution.
   *
   * @param compliance of each layer: 0 where a limit is reached, large where none is
   * @param point where the method ended
   */
  record Optimum(
      double[] mean, double[] variance, double[] rows, double[] compliance, InteriorPoint point)
      implements Solution {

    @Override
    public Gradient gradient(double[] upstream) {
      int layers = compliance.length;
      double[] diagonal = new double[layers];
      double[] below = new double[layers];
      double[] y = new double[layers];
      for (int k = 0; k < layers; k++) {
        diagonal[k] = variance[k] + variance[k + 1] + compliance[k];
        below[k] = -variance[k + 1];
        y[k] = variance[k + 1] * upstream[k + 1] - variance[k] * upstream[k];
      }
      Tridiagonal.solve(diagonal, below, y);
      double[] h = upstream.clone();
      for (int k = 0; k < layers; k++) {
        h[k + 1] -= y[k];
        h[k] += y[k];
      }
      return ColumnProgramme.gradient(h, rows, mean, variance);
    }
  }
}
