package io.github.handful.surfaces.solver;

import io.github.handful.surfaces.solver.SlidingWindow.Rows;
import java.util.Arrays;

/**
 * The dynamic programme along one surface, smoothed by entropy (Mensch and Blondel 2018): instead
 * of the best path the distribution over all paths, each weighted by the exponential of its score
 * over the temperature. The expected row of every column is differentiable in the scores, and
 * expected rows of neighbouring columns differ by no more than the jump, at every temperature.
 *
 * <p>All is done in the log domain, and columns are renormalised, so that the length of a path
 * costs no precision. The way from left to right takes one exponential and one logarithm a cell;
 * the way back and the gradient visit only cells that a path may run through with a probability
 * that counts.
 */
public final class SmoothedPath {
  /** Cells with a smaller probability than exp(-100) change nothing that a double can show. */
  private static final double NEGLIGIBLE = -100;

  private final PathGrid grid;
  private final double temperature;
  private final double value;
  private final Column[] columns;

  /** The rows of one column that count: log-sums of the paths that end, and that start, there. */
  private record Column(
      int first, double[] prefix, double[] suffix, double[] probability, double expected) {
    Rows rows() {
      return new Rows(0, first, prefix.length);
    }

    /** How far a row, counted from the first, lies below the expected one. */
    double below(int k) {
      return first + k - expected;
    }
  }

  private SmoothedPath(PathGrid grid, double temperature, double value, Column[] columns) {
    this.grid = grid;
    this.temperature = temperature;
    this.value = value;
    this.columns = columns;
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
    double[] scaled = scores.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= temperature;
    }
    double[] prefix = new double[grid.cells()];
    double value = temperature * forward(grid, scaled, prefix);
    return new SmoothedPath(grid, temperature, value, backward(grid, scaled, prefix));
  }

  /** Log-sums over the paths that end in each cell; returns the log-sum over all paths. */
  private static double forward(PathGrid grid, double[] scores, double[] prefix) {
    int h = grid.height();
    SlidingWindow window = new SlidingWindow(grid.jump());
    double offset = 0;
    for (int at = 0; at < grid.cells(); at += h) {
      if (at > 0) {
        window.logSum(prefix, new Rows(at - h, 0, h), prefix, new Rows(at, 0, h));
      }
      double top = Double.NEGATIVE_INFINITY;
      for (int i = at; i < at + h; i++) {
        prefix[i] += scores[i];
        top = Math.max(top, prefix[i]);
      }
      for (int i = at; i < at + h; i++) {
        prefix[i] -= top;
      }
      offset += top;
    }
    double sum = 0;
    for (int i = grid.cells() - h; i < grid.cells(); i++) {
      sum += Math.exp(prefix[i]);
    }
    return offset + Math.log(sum);
  }

  /**
   * All columns from right to left. Only rows within a jump of the rows that count in the column on
   * the right are looked at: from elsewhere no path that counts goes on.
   */
  private static Column[] backward(PathGrid grid, double[] scores, double[] prefix) {
    int h = grid.height();
    Column[] columns = new Column[grid.width()];
    SlidingWindow window = new SlidingWindow(grid.jump());
    double[] following = new double[h];
    Rows near = new Rows(0, 0, h);
    for (int x = grid.width() - 1; x >= 0; x--) {
      double[] suffix = new double[near.count()];
      double[] log = new double[near.count()];
      for (int k = 0; k < log.length; k++) {
        int i = x * h + near.first() + k;
        log[k] = prefix[i] + following[k];
        suffix[k] = scores[i] + following[k];
      }
      columns[x] = column(prefix, x * h, near.first(), suffix, log);
      Rows rows = columns[x].rows();
      int first = Math.max(0, rows.first() - grid.jump());
      near = new Rows(0, first, Math.min(h, rows.end() + grid.jump()) - first);
      window.logSum(columns[x].suffix(), rows, following, near);
    }
    return columns;
  }

  /** Cuts a column down to the rows that count and finds their probabilities. */
  private static Column column(double[] prefix, int at, int first, double[] suffix, double[] log) {
    double top = Arrays.stream(log).max().orElseThrow();
    int low = 0;
    while (log[low] - top < NEGLIGIBLE) {
      low++;
    }
    int high = log.length;
    while (log[high - 1] - top < NEGLIGIBLE) {
      high--;
    }
    double[] after = Arrays.copyOfRange(suffix, low, high);
    double largest = Arrays.stream(after).max().orElseThrow();
    double[] probability = new double[after.length];
    double sum = 0;
    for (int k = 0; k < after.length; k++) {
      after[k] -= largest;
      probability[k] = Math.exp(log[low + k] - top);
      sum += probability[k];
    }
    double mean = 0;
    for (int k = 0; k < after.length; k++) {
      probability[k] /= sum;
      mean += probability[k] * k;
    }
    int from = at + first + low;
    double[] before = Arrays.copyOfRange(prefix, from, from + after.length);
    return new Column(first + low, before, after, probability, first + low + mean);
  }

  /** Temperature times the log of the sum over all paths; never below the best path's score. */
  public double value() {
    return value;
  }

  /** The expected row of each column. */
  public double[] expected() {
    return Arrays.stream(columns).mapToDouble(Column::expected).toArray();
  }

  /** The probability of every cell; also the gradient of {@link #value} in the scores. */
  public double[] probabilities() {
    return spread(Arrays.stream(columns).map(Column::probability).toArray(double[][]::new));
  }

  private double[] spread(double[][] values) {
    double[] all = new double[grid.cells()];
    for (int x = 0; x < columns.length; x++) {
      int at = x * grid.height() + columns[x].first();
      System.arraycopy(values[x], 0, all, at, values[x].length);
    }
    return all;
  }

  /**
   * The gradient in the scores of a loss whose gradient in the expected rows is {@code upstream}:
   * the covariance, over the paths, of a cell being on the path and of the path's sum of upstream
   * times row.
   */
  public double[] gradient(double[] upstream) {
    double[][] before = accumulated(upstream, true);
    double[][] after = accumulated(upstream, false);
    double[][] result = new double[columns.length][];
    for (int x = 0; x < columns.length; x++) {
      Column column = columns[x];
      double[] gradient = new double[column.probability().length];
      double mean = 0;
      for (int k = 0; k < gradient.length; k++) {
        gradient[k] = upstream[x] * column.below(k) + before[x][k] + after[x][k];
        mean += column.probability()[k] * gradient[k];
      }
      for (int k = 0; k < gradient.length; k++) {
        gradient[k] = column.probability()[k] / temperature * (gradient[k] - mean);
      }
      result[x] = gradient;
    }
    return spread(result);
  }

  /**
   * For every cell the expected sum of upstream times row over the columns on one side of it, given
   * that the path runs through the cell. Rows count from each column's expected row, which shifts
   * the sums by a constant and keeps them small.
   */
  private double[][] accumulated(double[] upstream, boolean fromLeft) {
    double[][] sums = new double[columns.length][];
    SlidingWindow window = new SlidingWindow(grid.jump());
    int step = fromLeft ? 1 : -1;
    int start = fromLeft ? 0 : columns.length - 1;
    int end = fromLeft ? columns.length - 1 : 0;
    sums[start] = new double[columns[start].prefix().length];
    for (int x = start; x != end; x += step) {
      Column column = columns[x];
      double[] own = sums[x].clone();
      for (int k = 0; k < own.length; k++) {
        own[k] += upstream[x] * column.below(k);
      }
      double[] logs = fromLeft ? column.prefix() : column.suffix();
      sums[x + step] = new double[columns[x + step].prefix().length];
      window.average(logs, own, column.rows(), sums[x + step], columns[x + step].rows());
    }
    return sums;
  }
}
