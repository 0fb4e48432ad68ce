package io.github.handful.segment.metrics;

import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * An evaluation as comma-separated values in UTF-8 (RFC 4180): a header, decimal points whatever
 * the language of the machine, six decimals, and an empty field where a value is undefined.
 */
public final class EvaluationCsv {
  private static final String LINE_END = "\r\n";

  private EvaluationCsv() {}

  /** A line for each case and class, a column for each metric. */
  public static String cases(Evaluation evaluation) {
    StringJoiner header = new StringJoiner(",", "case,class,", LINE_END);
    for (Metric metric : Metric.values()) {
      header.add(metric.key());
    }
    StringBuilder text = new StringBuilder(header.toString());
    for (CaseMetrics row : evaluation.rows()) {
      StringJoiner line = new StringJoiner(",", "", LINE_END);
      line.add(quote(row.id())).add(Integer.toString(row.label()));
      for (Metric metric : Metric.values()) {
        line.add(number(row.value(metric)));
      }
      text.append(line);
    }
    return text.toString();
  }

  /** A line for each class and metric, and the mean over classes as class {@code all}. */
  public static String summary(Evaluation evaluation) {
    StringBuilder text =
        new StringBuilder("class,metric,mean,median,sd,lower95,upper95,cases,undefined" + LINE_END);
    evaluation
        .classes()
        .forEach(
            (label, metrics) ->
                metrics.forEach((metric, summary) -> text.append(line(label, metric, summary))));
    evaluation
        .overall()
        .forEach(
            (metric, mean) ->
                text.append("all,")
                    .append(metric.key())
                    .append(',')
                    .append(number(mean))
                    .append(",,,,,,")
                    .append(LINE_END));
    return text.toString();
  }

  private static String line(int label, Metric metric, Summary summary) {
    Bootstrap.Interval interval = summary.interval();
    return String.join(
            ",",
            Integer.toString(label),
            metric.key(),
            number(interval.mean()),
            number(summary.median()),
            number(summary.deviation()),
            number(interval.lower()),
            number(interval.upper()),
            Integer.toString(interval.used()),
            Integer.toString(interval.leftOut()))
        + LINE_END;
  }

  /**
   * Writes {@link #cases} to a file, which appears complete or not at all.
   *
   * @throws DataException if the file cannot be written
   */
  public static void writeCases(Evaluation evaluation, Path file) {
    write(cases(evaluation), file);
  }

  /**
   * Writes {@link #summary} to a file, which appears complete or not at all.
   *
   * @throws DataException if the file cannot be written
   */
  public static void writeSummary(Evaluation evaluation, Path file) {
    write(summary(evaluation), file);
  }

  private static void write(String text, Path file) {
    Path target = file.toAbsolutePath();
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      Files.createDirectories(target.getParent());
      try {
        Files.writeString(partial, text);
        Files.move(
            partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new DataException(
          "cannot write " + file + "; choose a file in a folder that can be written", e);
    }
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
  }

  private static String quote(String field) {
    boolean special = field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
