package io.github.handful.app.report;

import java.util.Optional;

/**
 * An axis of a chart.
 *
 * @param label what is measured, with its unit in brackets where it has one
 * @param bounds the range to show; from the data where absent
 */
public record Axis(String label, Scale scale, Optional<Bounds> bounds) {
  /** How values are spread over an axis; LOG shows values above 0 only. */
  public enum Scale {
    LINEAR,
    LOG
  }

  /** The two ends of an axis, {@code from} below {@code to}. */
  public record Bounds(double from, double to) {
    public Bounds {
      if (!(from < to)) {
        throw new IllegalArgumentException("no range: " + from + " to " + to);
      }
    }
  }

  public static Axis linear(String label) {
    return new Axis(label, Scale.LINEAR, Optional.empty());
  }

  public static Axis linear(String label, double from, double to) {
    return new Axis(label, Scale.LINEAR, Optional.of(new Bounds(from, to)));
  }

  public static Axis log(String label) {
    return new Axis(label, Scale.LOG, Optional.empty());
  }
}
