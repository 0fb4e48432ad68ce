package io.github.handful.app;

import java.io.PrintStream;
import java.io.PrintWriter;

/**
 * The two ways out of the program. Results go to stdout and to nowhere else, so that they can be
 * piped; notes, progress and errors go to stderr.
 *
 * @param columns width of the terminal behind stderr in characters, 0 if stderr is not a terminal
 */
public record Console(PrintStream out, PrintStream err, int columns) {
  private static final int USUAL_COLUMNS = 80;

  /**
   * The console of this process. A JVM cannot ask whether stderr alone is a terminal, so the
   * launcher tells it by the property {@code handful.columns}.
   */
  static Console system() {
    int unknown = System.console() == null || System.getenv("CI") != null ? 0 : USUAL_COLUMNS;
    return new Console(System.out, System.err, Integer.getInteger("handful.columns", unknown));
  }

  /** Prints the result of a verb: the record as JSON if the options ask for it, else the text. */
  public void result(CommonOptions options, Record result, String text) {
    out.println(options.json() ? Json.of(result) : text.stripTrailing());
    out.flush();
  }

  /** Tells the user something that is not the result. */
  public void note(String line) {
    err.println(line);
    err.flush();
  }

  /** A new progress display on stderr: a bar on a terminal, else a line now and then. */
  public Progress progress() {
    return columns > 0 ? new BarProgress(err, columns) : new LineProgress(err, System::nanoTime);
  }

  int helpWidth() {
    return columns == 0 ? USUAL_COLUMNS : Math.max(60, Math.min(columns, 100));
  }

  PrintWriter outWriter() {
    return new PrintWriter(out, true);
  }

  PrintWriter errWriter() {
    return new PrintWriter(err, true);
  }
}
