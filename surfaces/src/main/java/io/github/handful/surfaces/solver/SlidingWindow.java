package io.github.handful.surfaces.solver;

/**
 * Sums of exponentials over the rows within {@code reach} of each row. Rows are taken in short
 * blocks, each with its own reference value: one exponential a row is enough, and rows that trail
 * the best row of the column by any amount keep their full precision.
 */
final class SlidingWindow {
  private static final int BLOCK = 32;

  /** Sums below this have lost digits to underflow and are made again by themselves. */
  private static final double TRUSTED = 1e-260;

  /** Exponentials of less are taken as 0; they could not change a sum that is trusted. */
  private static final double VANISHING = -650;

  /** Beside a term of 1, a window of smaller exponentials changes no digit. */
  private static final double NEGLIGIBLE = -45;

  private final int reach;
  private final double[] weights;
  private final double[] products;
  private final double[] sums = new double[BLOCK];
  private final double[] weighted = new double[BLOCK];

  SlidingWindow(int reach) {
    this.reach = reach;
    this.weights = new double[BLOCK + 2 * reach];
    this.products = new double[BLOCK + 2 * reach];
  }

  /** Part of a column: row {@code first + k} lies at index {@code at + k}, for k below count. */
  record Rows(int at, int first, int count) {
    int end() {
      return first + count;
    }

    int index(int row) {
      return at + row - first;
    }
  }

  /** The log of the sum of the exponentials of {@code logs} in the window around each row. */
  void logSum(double[] logs, Rows from, double[] out, Rows to) {
    for (int start = to.first(); start < to.end(); start += BLOCK) {
      int length = Math.min(BLOCK, to.end() - start);
      double reference = load(logs, from, start, length);
      sum(weights, sums, length);
      for (int j = 0; j < length; j++) {
        out[to.index(start + j)] =
            sums[j] > TRUSTED ? reference + Math.log(sums[j]) : logSum(logs, from, start + j);
      }
    }
  }

  /**
   * The averages of {@code values} over the window around each row of {@code to}, weighted by the
   * exponentials of {@code logs}; both are given for the rows {@code from}. 0 where no row is near.
   */
  void average(double[] logs, double[] values, Rows from, double[] out, Rows to) {
    for (int start = to.first(); start < to.end(); start += BLOCK) {
      int length = Math.min(BLOCK, to.end() - start);
      load(logs, from, start, length);
      for (int j = 0; j < length + 2 * reach; j++) {
        int row = start - reach + j;
        boolean inside = row >= from.first() && row < from.end();
        products[j] = inside ? weights[j] * values[from.index(row)] : 0;
      }
      sum(weights, sums, length);
      sum(products, weighted, length);
      for (int j = 0; j < length; j++) {
        out[to.index(start + j)] =
            sums[j] > TRUSTED ? weighted[j] / sums[j] : average(logs, values, from, start + j);
      }
    }
  }

  /** Fills the weights of a block and its surroundings; returns the log of their unit. */
  private double load(double[] logs, Rows rows, int start, int length) {
    int low = Math.max(rows.first(), start - reach);
    int high = Math.min(rows.end(), start + length + reach);
    double reference = Double.NEGATIVE_INFINITY;
    for (int row = low; row < high; row++) {
      reference = Math.max(reference, logs[rows.index(row)]);
    }
    for (int j = 0; j < length + 2 * reach; j++) {
      int row = start - reach + j;
      double log =
          row >= low && row < high ? logs[rows.index(row)] - reference : Double.NEGATIVE_INFINITY;
      weights[j] = log < VANISHING ? 0 : Math.exp(log);
    }
    return reference;
  }

  private void sum(double[] terms, double[] result, int length) {
    System.arraycopy(terms, 0, result, 0, length);
    for (int d = 1; d <= 2 * reach; d++) {
      for (int j = 0; j < length; j++) {
        result[j] += terms[j + d];
      }
    }
  }

  private double logSum(double[] logs, Rows rows, int row) {
    double top = top(logs, rows, row);
    double sum = 0;
    for (int k = low(rows, row); k < high(rows, row); k++) {
      sum += weight(logs[rows.index(k)] - top);
    }
    return top + Math.log(sum);
  }

  private double average(double[] logs, double[] values, Rows rows, int row) {
    double top = top(logs, rows, row);
    double sum = 0;
    double product = 0;
    for (int k = low(rows, row); k < high(rows, row); k++) {
      double weight = weight(logs[rows.index(k)] - top);
      sum += weight;
      product += weight * values[rows.index(k)];
    }
    return sum > 0 ? product / sum : 0;
  }

  private static double weight(double log) {
    return log < NEGLIGIBLE ? 0 : Math.exp(log);
  }

  private double top(double[] logs, Rows rows, int row) {
    double top = Double.NEGATIVE_INFINITY;
    for (int k = low(rows, row); k < high(rows, row); k++) {
      top = Math.max(top, logs[rows.index(k)]);
    }
    return top;
  }

  private int low(Rows rows, int row) {
    return Math.max(rows.first(), row - reach);
  }

  private int high(Rows rows, int row) {
    return Math.min(rows.end(), row + reach + 1);
  }
}
