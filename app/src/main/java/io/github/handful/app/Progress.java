package io.github.handful.app;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Shows how far a verb has come. A verb opens one display, begins one phase after another, and
 * closes it at the end. Not for use by several threads at once.
 */
public interface Progress extends AutoCloseable {
  /**
   * One number shown beside the progress.
   *
   * @param name what it is, for example {@code loss} or {@code validation Dice}
   * @param value NaN where it is not known yet; then it is not shown
   */
  record Reading(String name, double value) {}

  /**
   * Ends the phase before and begins another.
   *
   * @param phase what is being done, for example {@code training}
   * @param total number of its iterations, at least 1
   */
  void begin(String phase, long total);

  /** Reports that {@code done} iterations of the phase are finished, and the latest readings. */
  void at(long done, List<Reading> readings);

  @Override
  void close();

  /** The readings as one line, for example {@code loss 0.3127, validation Dice 0.8412}. */
  static String line(List<Reading> readings) {
    return readings.stream()
        .filter(reading -> !Double.isNaN(reading.value()))
        .map(reading -> reading.name() + " " + number(reading.value()))
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.4g", value);
  }
}
