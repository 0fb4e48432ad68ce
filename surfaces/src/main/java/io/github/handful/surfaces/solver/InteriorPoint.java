package io.github.handful.surfaces.solver;

/**
 * The iterate of {@link InteriorPointProgramme}: rows s, and for each layer slacks and multipliers
 * of its least thickness (low) and its largest (high). A layer without a largest thickness has a
 * high multiplier of 0, which nothing then moves.
 */
final class InteriorPoint {
  /** How far a step goes towards the border of the positive numbers. */
  private static final double NEARLY = 0.995;

  private final double[] mean;
  private final double[] variance;
  private final double[] minimum;
  private final double[] maximum;
  private final int layers;
  private final int limits;
  private final double[] s;
  private final Limit low;
  private final Limit high;
  private final double[] stationarity;

  /** One kind of limit: slacks z, multipliers l, the residual of the slacks, and a direction. */
  private static final class Limit {
    private final boolean[] exists;
    private final double[] z;
    private final double[] l;
    private final double[] residual;
    private final double[] dz;
    private final double[] dl;
    private final double[] target;

    Limit(int layers) {
      exists = new boolean[layers];
      z = new double[layers];
      l = new double[layers];
      residual = new double[layers];
      dz = new double[layers];
      dl = new double[layers];
      target = new double[layers];
    }

    /** The products of slack and multiplier that a direction aims at, by their residuals. */
    void aim(double complementarity, boolean corrected) {
      for (int k = 0; k < z.length; k++) {
        target[k] = z[k] * l[k] + (corrected ? dz[k] * dl[k] : 0) - complementarity;
      }
    }

    double product(double step) {
      double sum = 0;
      for (int k = 0; k < z.length; k++) {
        sum += exists[k] ? (z[k] + step * dz[k]) * (l[k] + step * dl[k]) : 0;
      }
      return sum;
    }

    /** The longest step, at most {@code most}, that keeps everything at 0 or above. */
    double longest(double most) {
      double step = most;
      for (int k = 0; k < z.length; k++) {
        if (exists[k]) {
          step = dz[k] < 0 ? Math.min(step, -z[k] / dz[k]) : step;
          step = dl[k] < 0 ? Math.min(step, -l[k] / dl[k]) : step;
        }
      }
      return step;
    }

    void move(double step) {
      for (int k = 0; k < z.length; k++) {
        if (exists[k]) {
          z[k] += step * dz[k];
          l[k] += step * dl[k];
          // Exact for this linear condition; measured anew it would drown small slacks in rounding.
          residual[k] *= 1 - step;
        }
      }
    }
  }

  InteriorPoint(double[] mean, double[] variance, double[] minimum, double[] maximum) {
    this.mean = mean;
    this.variance = variance;
    this.minimum = minimum;
    this.maximum = maximum;
    this.layers = minimum.length;
    this.s = mean.clone();
    this.low = new Limit(layers);
    this.high = new Limit(layers);
    this.stationarity = new double[layers + 1];
    int count = 0;
    for (int k = 0; k < layers; k++) {
      double thickness = s[k + 1] - s[k];
      low.exists[k] = true;
      low.z[k] = Math.max(thickness - minimum[k], 1);
      low.l[k] = 1;
      high.exists[k] = Double.isFinite(maximum[k]);
      high.z[k] = high.exists[k] ? Math.max(maximum[k] - thickness, 1) : 1;
      high.l[k] = high.exists[k] ? 1 : 0;
      low.residual[k] = low.z[k] - (thickness - minimum[k]);
      high.residual[k] = high.exists[k] ? high.z[k] - (maximum[k] - thickness) : 0;
      count += high.exists[k] ? 2 : 1;
    }
    this.limits = count;
    measure();
  }

  double[] rows() {
    return s.clone();
  }

  /** One over the stiffness that the limits give each layer. */
  double[] compliance() {
    double[] compliance = new double[layers];
    for (int k = 0; k < layers; k++) {
      compliance[k] = 1 / (low.l[k] / low.z[k] + high.l[k] / high.z[k]);
    }
    return compliance;
  }

  /** What is left of the conditions for an optimum at the present rows. */
  private void measure() {
    for (int i = 0; i <= layers; i++) {
      stationarity[i] = (s[i] - mean[i]) / variance[i];
    }
    for (int k = 0; k < layers; k++) {
      double force = low.l[k] - high.l[k];
      stationarity[k] += force;
      stationarity[k + 1] -= force;
    }
  }

  /**
   * Whether the rows are within {@code tolerance} of the optimum: by strong convexity the squared
   * distance is at most twice the largest variance times the duality gap.
   */
  boolean within(double tolerance) {
    double largest = 0;
    for (int i = 0; i <= layers; i++) {
      if (Math.abs(variance[i] * stationarity[i]) >= tolerance) {
        return false;
      }
      largest = Math.max(largest, variance[i]);
    }
    for (int k = 0; k < layers; k++) {
      if (Math.abs(low.residual[k]) >= tolerance || Math.abs(high.residual[k]) >= tolerance) {
        return false;
      }
    }
    return low.product(0) + high.product(0) < tolerance * tolerance / (2 * largest);
  }

  /** One step of predictor and corrector. */
  void step() {
    double product = low.product(0) + high.product(0);
    low.aim(0, false);
    high.aim(0, false);
    direction();
    double predicted = high.longest(low.longest(1));
    double ratio = (low.product(predicted) + high.product(predicted)) / product;
    double wanted = ratio * ratio * ratio * product / limits;
    low.aim(wanted, true);
    high.aim(wanted, true);
    double[] ds = direction();
    double step = Math.min(1, NEARLY * high.longest(low.longest(1 / NEARLY)));
    for (int i = 0; i <= layers; i++) {
      s[i] += step * ds[i];
    }
    low.move(step);
    high.move(step);
    measure();
  }

  /** The Newton direction towards the targets; returns that of the rows. */
  private double[] direction() {
    double[] diagonal = new double[layers];
    double[] below = new double[layers];
    double[] p = new double[layers];
    double[] force = new double[layers];
    double[] stiffness = new double[layers];
    for (int k = 0; k < layers; k++) {
      stiffness[k] = low.l[k] / low.z[k] + high.l[k] / high.z[k];
      force[k] =
          (-high.target[k] + high.l[k] * high.residual[k]) / high.z[k] * (high.exists[k] ? 1 : 0)
              - (-low.target[k] + low.l[k] * low.residual[k]) / low.z[k];
      diagonal[k] = variance[k] + variance[k + 1] + 1 / stiffness[k];
      below[k] = -variance[k + 1];
      p[k] =
          force[k] / stiffness[k]
              - (variance[k + 1] * stationarity[k + 1] - variance[k] * stationarity[k]);
    }
    Tridiagonal.solve(diagonal, below, p);
    double[] ds = new double[layers + 1];
    for (int i = 0; i <= layers; i++) {
      double pull = (i > 0 ? p[i - 1] : 0) - (i < layers ? p[i] : 0);
      ds[i] = -variance[i] * (stationarity[i] + pull);
    }
    for (int k = 0; k < layers; k++) {
      // Where a limit is reached, the thickness changes by far less than the rows' rounding.
      boolean stiff = stiffness[k] * (variance[k] + variance[k + 1]) > 1;
      double gap = stiff ? (p[k] - force[k]) / stiffness[k] : ds[k + 1] - ds[k];
      low.dz[k] = gap - low.residual[k];
      low.dl[k] = -(low.target[k] + low.l[k] * low.dz[k]) / low.z[k];
      high.dz[k] = -gap - high.residual[k];
      high.dl[k] = high.exists[k] ? -(high.target[k] + high.l[k] * high.dz[k]) / high.z[k] : 0;
    }
    return ds;
  }

  /** Stationarity in rows, feasibility in rows and the duality gap, the largest of each. */
  double[] residuals() {
    double largest = 0;
    double infeasible = 0;
    for (int i = 0; i <= layers; i++) {
      largest = Math.max(largest, Math.abs(variance[i] * stationarity[i]));
    }
    for (int k = 0; k < layers; k++) {
      double thickness = s[k + 1] - s[k];
      infeasible = Math.max(infeasible, Math.max(minimum[k] - thickness, thickness - maximum[k]));
    }
    return new double[] {largest, infeasible, low.product(0) + high.product(0)};
  }
}
