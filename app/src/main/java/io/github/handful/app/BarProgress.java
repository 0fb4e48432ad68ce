package io.github.handful.app;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with the time left on a terminal, one line per phase. */
final class BarProgress implements Progress {
  private static final int REFRESH_MILLIS = 250;

  private final PrintStream err;
  private final int columns;
  private Optional<ProgressBar> bar = Optional.empty();

  BarProgress(PrintStream err, int columns) {
    this.err = err;
    this.columns = columns;
  }

  @Override
  public void begin(String phase, long total) {
    close();
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(phase)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                // a given width keeps the library from probing the terminal
                .setConsumer(new ConsoleProgressBarConsumer(err, columns))
                .build());
  }

  @Override
  public void at(long done, List<Reading> readings) {
    bar.ifPresent(shown -> shown.stepTo(done).setExtraMessage(" " + Progress.line(readings)));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
