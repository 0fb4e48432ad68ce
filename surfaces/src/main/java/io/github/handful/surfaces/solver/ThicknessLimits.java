package io.github.handful.surfaces.solver;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The least and the largest distance of each surface from the next one below, in rows. Both are
 * rounded to 1/65536 of a row: sums and differences of such numbers are exact, so that a result can
 * be held against them without any tolerance.
 *
 * @param minimum one for each layer, 0 or more
 * @param maximum one for each layer, above the minimum; infinite where there is none
 */
public record ThicknessLimits(List<Double> minimum, List<Double> maximum) {
  private static final double STEPS = 65_536;

  public ThicknessLimits {
    if (minimum.size() != maximum.size()) {
      throw new IllegalArgumentException(
          minimum.size() + " least and " + maximum.size() + " largest thicknesses do not match");
    }
    minimum = minimum.stream().map(ThicknessLimits::rounded).toList();
    maximum = maximum.stream().map(ThicknessLimits::rounded).toList();
    for (int k = 0; k < minimum.size(); k++) {
      if (!(minimum.get(k) >= 0 && minimum.get(k) < maximum.get(k))) {
        throw new IllegalArgumentException(
            "layer %d needs a least thickness of 0 or more and a larger largest one, got %s and %s"
                .formatted(k + 1, minimum.get(k), maximum.get(k)));
      }
    }
  }

  /** Order alone: no surface above the one before it. */
  public static ThicknessLimits orderOnly(int surfaces) {
    return new ThicknessLimits(
        Collections.nCopies(surfaces - 1, 0.0),
        Collections.nCopies(surfaces - 1, Double.POSITIVE_INFINITY));
  }

  /** The nearest multiple of 1/65536. */
  static double rounded(double row) {
    return Double.isInfinite(row) ? row : Math.rint(row * STEPS) / STEPS;
  }

  public int surfaces() {
    return minimum.size() + 1;
  }

  /** Whether any layer has a largest thickness. */
  public boolean bounded() {
    return maximum.stream().anyMatch(Double::isFinite);
  }

  /** The least rows that all layers together take. */
  public double total() {
    return sum(0, minimum.size());
  }

  private double sum(int from, int to) {
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += minimum.get(k);
    }
    return sum;
  }

  /**
   * Moves surfaces into order and within the limits, from the top down, and between row 0 and the
   * last row. Lower and upper envelopes of curves with bounded slope have that slope, so a bound on
   * the steps between columns that all surfaces obey is kept. The results obey {@link #heldBy}
   * exactly.
   *
   * @param rows {@code rows[i * width + x]} of surface i in column x, finite; changed in place
   * @throws IllegalArgumentException if the layers do not fit into {@code height} rows
   */
  public void clamp(double[] rows, int width, int height) {
    requireRoom(height);
    for (int i = 0; i < surfaces(); i++) {
      double lowest = height - 1 - sum(i, minimum.size());
      for (int x = 0; x < width; x++) {
        double row = rounded(rows[i * width + x]);
        if (i == 0) {
          rows[x] = Math.max(0, Math.min(lowest, row));
        } else {
          double above = rows[(i - 1) * width + x];
          double most = Math.min(lowest, above + maximum.get(i - 1));
          rows[i * width + x] = Math.max(above + minimum.get(i - 1), Math.min(most, row));
        }
      }
    }
  }

  /**
   * Makes steps between neighbouring columns no larger than {@code jump}, from left to right: for
   * curves that obey the bound up to rounding.
   */
  public static void limitSteps(double[] rows, int from, int width, int jump) {
    rows[from] = rounded(rows[from]);
    for (int i = from + 1; i < from + width; i++) {
      double near = Math.min(rows[i - 1] + jump, rounded(rows[i]));
      rows[i] = Math.max(rows[i - 1] - jump, near);
    }
  }

  /** Whether surfaces obey order and thickness in every column, without tolerance. */
  public boolean heldBy(double[] rows, int width) {
    for (int i = 1; i < surfaces(); i++) {
      for (int x = 0; x < width; x++) {
        double thickness = rows[i * width + x] - rows[(i - 1) * width + x];
        if (!(thickness >= minimum.get(i - 1) && thickness <= maximum.get(i - 1))) {
          return false;
        }
      }
    }
    return true;
  }

  private void requireRoom(int height) {
    if (total() > height - 1) {
      throw new IllegalArgumentException(
          "layers of at least %s rows together do not fit into %d rows".formatted(total(), height));
    }
  }

  double[] minima() {
    return values(minimum);
  }

  double[] maxima() {
    return values(maximum);
  }

  private static double[] values(List<Double> list) {
    return list.stream().flatMapToDouble(DoubleStream::of).toArray();
  }
}
