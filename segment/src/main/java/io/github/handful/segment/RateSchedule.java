package io.github.handful.segment;

/**
 * A learning rate that rises linearly over the first {@code warmUp} of all iterations and then
 * falls along a half cosine to {@code last} of its peak.
 */
public record RateSchedule(double peak, double warmUp, double last) {

  /** The rate of iteration {@code at} (from 0) of {@code total}. */
  public double rate(int at, int total) {
    double progress = (at + 0.5) / Math.max(1, total);
    if (progress < warmUp) {
      return peak * progress / warmUp;
    }
    double fall = Math.min(1, (progress - warmUp) / (1 - warmUp));
    return peak * (last + (1 - last) * 0.5 * (1 + Math.cos(Math.PI * fall)));
  }
}
