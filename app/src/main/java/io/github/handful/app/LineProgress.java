package io.github.handful.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Progress for log files: a line at each tenth of a phase, at least every 15 s, at most every 2 s,
 * and one at the end.
 */
final class LineProgress implements Progress {
  private static final long OFTEN_ENOUGH_NANOS = Duration.ofSeconds(15).toNanos();
  private static final long TOO_OFTEN_NANOS = Duration.ofSeconds(2).toNanos();

  private final PrintStream err;
  private final LongSupplier nanoTime;
  private String phase = "";
  private long total = 1;
  private long begun;
  private long lastLine;
  private long lastTenth;

  /**
   * @param nanoTime a clock in nanoseconds with any origin
   */
  LineProgress(PrintStream err, LongSupplier nanoTime) {
    this.err = err;
    this.nanoTime = nanoTime;
  }

  @Override
  public void begin(String phase, long total) {
    this.phase = phase;
    this.total = Math.max(1, total);
    begun = nanoTime.getAsLong();
    lastLine = begun;
    lastTenth = 0;
  }

  @Override
  public void at(long done, List<Reading> readings) {
    long now = nanoTime.getAsLong();
    long tenth = 10 * done / total;
    boolean due =
        now - lastLine >= OFTEN_ENOUGH_NANOS
            || (tenth > lastTenth && now - lastLine >= TOO_OFTEN_NANOS);
    if (due || done == total) {
      lastLine = now;
      lastTenth = tenth;
      err.println(text(done, now - begun, Progress.line(readings)));
      err.flush();
    }
  }

  private String text(long done, long elapsedNanos, String readings) {
    String where = "%s %d/%d (%d %%)".formatted(phase, done, total, 100 * done / total);
    String shown = readings.isEmpty() ? where : where + ", " + readings;
    if (done >= total) {
      return shown + ", took " + spoken(Duration.ofNanos(elapsedNanos));
    }
    double perIteration = (double) elapsedNanos / Math.max(1, done);
    return shown
        + ", "
        + spoken(Duration.ofNanos((long) (perIteration * (total - done))))
        + " left";
  }

  static String spoken(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    return "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  @Override
  public void close() {
    err.flush();
  }
}
