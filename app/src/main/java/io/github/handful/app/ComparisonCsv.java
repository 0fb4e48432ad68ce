package io.github.handful.app;

import io.github.handful.segment.metrics.Bootstrap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** A comparison as tables for a spreadsheet (RFC 4180); what is not known is an empty field. */
final class ComparisonCsv {
  private static final String LINE_END = "\r\n";

  private ComparisonCsv() {}

  /** A line for each cell and scored set. */
  static String cells(Comparison comparison) {
    StringBuilder text =
        new StringBuilder(
            "labelled,method,seed,updates,data,cases,dice,lower95,upper95,minutes,peak_gb,status,segmenter,settings,generator"
                + LINE_END);
    for (ScoredSet set : comparison.sets()) {
      for (CellResult cell : comparison.cells()) {
        text.append(line(cell, set));
      }
    }
    return text.toString();
  }

  private static String line(CellResult result, ScoredSet set) {
    StringJoiner line = start(result.cell());
    Optional<RunRecord.Result> run = result.result();
    Optional<Bootstrap.Interval> dice = result.mean(set);
    line.add(run.map(r -> Integer.toString(r.updates())).orElse(""));
    line.add(quote(set.name()));
    line.add(dice.map(d -> Integer.toString(d.used())).orElse(""));
    line.add(dice.map(d -> number(d.mean())).orElse(""));
    line.add(dice.map(d -> number(d.lower())).orElse(""));
    line.add(dice.map(d -> number(d.upper())).orElse(""));
    line.add(run.map(r -> number(r.wallSeconds() / 60)).orElse(""));
    line.add(run.map(r -> number(r.peakMemoryGigabytes())).orElse(""));
    line.add(quote(result.status()));
    return end(line, result.cell());
  }

  /** A line for each case of each scored set and cell. */
  static String cases(Comparison comparison) {
    StringBuilder text =
        new StringBuilder(
            "labelled,method,seed,data,case,dice,segmenter,settings,generator" + LINE_END);
    for (CellResult cell : comparison.cells()) {
      cell.dice()
          .forEach(
              (set, cases) ->
                  cases.forEach(
                      (id, dice) ->
                          text.append(
                              end(
                                  start(cell.cell())
                                      .add(quote(set))
                                      .add(quote(id))
                                      .add(number(dice)),
                                  cell.cell()))));
    }
    return text.toString();
  }

  private static StringJoiner start(Cell cell) {
    StringJoiner line = new StringJoiner(",", "", LINE_END);
    List.of(Integer.toString(cell.labelled()), cell.method(), Long.toString(cell.seed()))
        .forEach(line::add);
    return line;
  }

  /** Columns that were added later stand last, so that those before keep their places. */
  private static String end(StringJoiner line, Cell cell) {
    return line.add(cell.segmenter().orElse(""))
        .add(quote(String.join(";", cell.settings())))
        .add(cell.generator().orElse(""))
        .toString();
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6f", value) : "";
  }

  static String quote(String field) {
    boolean special = field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
