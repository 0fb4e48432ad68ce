package io.github.handful.surfaces.solver;

import io.github.handful.surfaces.solver.SlidingWindow.Rows;
import java.util.Arrays;

/**
 * The dynamic programme along one surface, smoothed by entropy (Mensch and Blondel 2018): instead
 * of the best path the distribution over all paths, each weighted by the exponential of its score
 * over the temperature. The expected row of every column is differentiable in the scores, and
 * expected rows of neighbouring columns differ by no more than the jump, at every temperature.
 *
 * <p>Work is one exponential and one logarithm a cell and direction, in the log domain; columns are
 * renormalised, so that the length of a path costs no precision.
 */
public final class SmoothedPath {
  /** Cells with a smaller probability than exp(-100) change nothing that a double can show. */
  private static final double NEGLIGIBLE = -100;

  private final PathGrid grid;
  private final double temperature;
  private final double value;
  private final double[] expected;
  private final double[] variance;
  private final Rows[] active;
  private final double[] prefixes;
  private final double[] suffixes;
  private final double[] probabilities;

  private SmoothedPath(PathGrid grid, double temperature, double[] scores) {
    this.grid = grid;
    this.temperature = temperature;
    this.expected = new double[grid.width()];
    this.variance = new double[grid.width()];
    this.active = new Rows[grid.width()];
    double[] scaled = scores.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= temperature;
    }
    double[] prefix = new double[grid.cells()];
    double logValue = forward(scaled, prefix);
    double[] log = new double[grid.cells()];
    backward(scaled, prefix, log);
    int cells = activate(log);
    this.prefixes = new double[cells];
    this.suffixes = new double[cells];
    this.probabilities = new double[cells];
    pack(scaled, prefix, log);
    this.value = temperature * logValue;
  }

  /**
   * Solves one surface.
   *
   * @param scores higher is better, finite
   * @param temperature above 0; towards 0 the expected path becomes the best path
   * @throws IllegalArgumentException if a score is not finite
   */
  public static SmoothedPath solve(PathGrid grid, double temperature, double[] scores) {
    grid.requireFinite(scores);
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be above 0, got " + temperature);
    }
    return new SmoothedPath(grid, temperature, scores);
  }

  /** Log-sums over the paths that end in each cell; returns the log-sum over all paths. */
  private double forward(double[] scores, double[] prefix) {
    int h = grid.height();
    SlidingWindow window = new SlidingWindow(grid.jump());
    double offset = 0;
    for (int x = 0; x < grid.width(); x++) {
      int at = x * h;
      if (x > 0) {
        window.logSum(prefix, at - h, h, prefix, at);
      }
      double top = Double.NEGATIVE_INFINITY;
      for (int i = at; i < at + h; i++) {
        prefix[i] += scores[i];
        top = Math.max(top, prefix[i]);
      }
      subtract(prefix, at, top);
      offset += top;
    }
    double sum = 0;
    for (int i = grid.cells() - h; i < grid.cells(); i++) {
      sum += Math.exp(prefix[i]);
    }
    return offset + Math.log(sum);
  }

  /**
   * The log-probabilities of all cells, up to a constant in each column. The scores become the
   * log-sums over the paths that start in each cell.
   */
  private void backward(double[] scores, double[] prefix, double[] log) {
    int h = grid.height();
    SlidingWindow window = new SlidingWindow(grid.jump());
    double[] following = new double[h];
    for (int x = grid.width() - 1; x >= 0; x--) {
      int at = x * h;
      double top = Double.NEGATIVE_INFINITY;
      for (int z = 0; z < h; z++) {
        log[at + z] = prefix[at + z] + following[z];
        scores[at + z] += following[z];
        top = Math.max(top, scores[at + z]);
      }
      subtract(scores, at, top);
      window.logSum(scores, at, h, following, 0);
    }
  }

  private void subtract(double[] values, int at, double amount) {
    for (int i = at; i < at + grid.height(); i++) {
      values[i] -= amount;
    }
  }

  /** Normalises the log-probabilities and finds the rows that count; returns their number. */
  private int activate(double[] log) {
    int h = grid.height();
    int cells = 0;
    for (int x = 0; x < grid.width(); x++) {
      int at = x * h;
      double top = Double.NEGATIVE_INFINITY;
      for (int i = at; i < at + h; i++) {
        top = Math.max(top, log[i]);
      }
      subtract(log, at, top);
      int first = 0;
      while (log[at + first] < NEGLIGIBLE) {
        first++;
      }
      int last = h - 1;
      while (log[at + last] < NEGLIGIBLE) {
        last--;
      }
      active[x] = new Rows(cells, first, last - first + 1);
      cells += active[x].count();
    }
    return cells;
  }

  private void pack(double[] suffix, double[] prefix, double[] log) {
    for (int x = 0; x < grid.width(); x++) {
      Rows rows = active[x];
      int from = x * grid.height() + rows.first();
      System.arraycopy(prefix, from, prefixes, rows.at(), rows.count());
      System.arraycopy(suffix, from, suffixes, rows.at(), rows.count());
      double sum = 0;
      for (int k = 0; k < rows.count(); k++) {
        double p = log[from + k] < NEGLIGIBLE ? 0 : Math.exp(log[from + k]);
        probabilities[rows.at() + k] = p;
        sum += p;
      }
      double mean = 0;
      for (int k = 0; k < rows.count(); k++) {
        probabilities[rows.at() + k] /= sum;
        mean += probabilities[rows.at() + k] * k;
      }
      double spread = 0;
      for (int k = 0; k < rows.count(); k++) {
        spread += probabilities[rows.at() + k] * (k - mean) * (k - mean);
      }
      expected[x] = rows.first() + mean;
      variance[x] = spread;
    }
  }

  /** Temperature times the log of the sum over all paths; never below the best path's score. */
  public double value() {
    return value;
  }

  /** The expected row of each column. */
  public double[] expected() {
    return expected.clone();
  }

  /** The variance of the row of each column in squared rows. */
  public double[] variance() {
    return variance.clone();
  }

  /** The probability of every cell; also the gradient of {@link #value} in the scores. */
  public double[] probabilities() {
    return spread(probabilities);
  }

  private double[] spread(double[] packed) {
    double[] all = new double[grid.cells()];
    for (int x = 0; x < grid.width(); x++) {
      Rows rows = active[x];
      System.arraycopy(packed, rows.at(), all, x * grid.height() + rows.first(), rows.count());
    }
    return all;
  }

  /**
   * The gradient in the scores of a loss whose gradient in the expected rows is {@code upstream}:
   * the covariance, over the paths, of a cell being on the path and of the path's sum of upstream
   * times row.
   */
  public double[] gradient(double[] upstream) {
    double[] before = accumulated(prefixes, upstream, true);
    double[] after = accumulated(suffixes, upstream, false);
    double[] result = new double[probabilities.length];
    for (int x = 0; x < grid.width(); x++) {
      Rows rows = active[x];
      double mean = 0;
      for (int k = 0; k < rows.count(); k++) {
        int i = rows.at() + k;
        result[i] = upstream[x] * (rows.first() + k - expected[x]) + before[i] + after[i];
        mean += probabilities[i] * result[i];
      }
      for (int i = rows.at(); i < rows.at() + rows.count(); i++) {
        result[i] = probabilities[i] / temperature * (result[i] - mean);
      }
    }
    return spread(result);
  }

  /**
   * For every cell the expected sum of upstream times row over the columns on one side of it, given
   * that the path runs through the cell. Rows count from each column's expected row, which shifts
   * the sums by a constant and keeps them small.
   */
  private double[] accumulated(double[] logs, double[] upstream, boolean fromLeft) {
    double[] sums = new double[logs.length];
    double[] own = new double[logs.length];
    SlidingWindow window = new SlidingWindow(grid.jump());
    int step = fromLeft ? 1 : -1;
    int start = fromLeft ? 0 : grid.width() - 1;
    int end = fromLeft ? grid.width() - 1 : 0;
    for (int x = start; x != end; x += step) {
      Rows rows = active[x];
      for (int k = 0; k < rows.count(); k++) {
        int i = rows.at() + k;
        own[i] = sums[i] + upstream[x] * (rows.first() + k - expected[x]);
      }
      window.average(logs, own, rows, sums, active[x + step]);
    }
    return sums;
  }

  @Override
  public String toString() {
    return "expected rows " + Arrays.toString(expected);
  }
}
