package io.github.handful.app;

import io.github.handful.app.report.ReportContent.Footer;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Where a report comes from: the version, the time and the command line as it was typed. */
final class ReportFooter {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);

  private ReportFooter() {}

  /**
   * @param verb the command that makes the report
   */
  static Footer of(CommandLine verb, LocalDateTime now) {
    CommandLine whole = verb;
    while (whole.getParent() != null) {
      whole = whole.getParent();
    }
    return new Footer(
        Version.handful(), DATE.format(now), command(whole.getParseResult().originalArgs()));
  }

  /** The arguments as a shell takes them. */
  static String command(List<String> args) {
    return args.stream()
        .map(
            arg -> arg.matches("[\\w./:=,+\\\\@%-]+") ? arg : "'" + arg.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "handful ", ""));
  }
}
