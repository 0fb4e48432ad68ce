package io.github.handful.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round positions on an axis.
 *
 * @param values ascending, equally spaced on a linear axis
 */
record Ticks(List<Double> values, List<String> labels) {
  private static final double TOLERANCE = 1e-9;

  /** Multiples of 1, 2 or 5 times a power of ten within the range, about {@code wanted} of them. */
  static Ticks linear(double from, double to, int wanted) {
    double step = niceStep((to - from) / wanted);
    List<Double> values = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + TOLERANCE));
    long first = (long) Math.ceil(from / step - TOLERANCE);
    long last = (long) Math.floor(to / step + TOLERANCE);
    for (long i = first; i <= last; i++) {
      values.add(i * step);
      labels.add(label(i * step, decimals));
    }
    return new Ticks(values, labels);
  }

  /** Powers of ten within the range, or 1, 2 and 5 times those where there are fewer than three. */
  static Ticks log(double from, double to) {
    int low = (int) Math.floor(Math.log10(from) + TOLERANCE);
    int high = (int) Math.ceil(Math.log10(to) - TOLERANCE);
    int every = Math.max(1, (high - low + 5) / 6);
    double[] mantissas = high - low <= 2 ? new double[] {1, 2, 5} : new double[] {1};
    List<Double> values = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int exponent = low; exponent <= high; exponent += every) {
      for (double mantissa : mantissas) {
        double value = mantissa * Math.pow(10, exponent);
        if (value >= from * (1 - TOLERANCE) && value <= to * (1 + TOLERANCE)) {
          values.add(value);
          labels.add(powerLabel(mantissa, exponent));
        }
      }
    }
    return new Ticks(values, labels);
  }

  /** The smallest of 1, 2, 5 and 10 times a power of ten that is not below {@code rough}. */
  static double niceStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double mantissa = rough / power;
    for (double nice : new double[] {1, 2, 5}) {
      if (mantissa <= nice * (1 + TOLERANCE)) {
        return nice * power;
      }
    }
    return 10 * power;
  }

  private static String powerLabel(double mantissa, int exponent) {
    if (exponent >= -3 && exponent <= 3) {
      return label(mantissa * Math.pow(10, exponent), Math.max(0, -exponent));
    }
    StringBuilder power = new StringBuilder(mantissa == 1 ? "10" : (int) mantissa + "·10");
    for (char digit : Integer.toString(exponent).toCharArray()) {
      power.append(digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0'));
    }
    return power.toString();
  }

  private static String label(double value, int decimals) {
    double size = Math.abs(value);
    String text =
        size >= 1e6 && size % 1e5 == 0
            ? trimmed(value / 1e6) + " M"
            : size >= 1e4 && size % 100 == 0
                ? trimmed(value / 1e3) + " k"
                : String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.matches("-0(\\.0*)?") ? text.substring(1) : text.replace('-', '−');
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
