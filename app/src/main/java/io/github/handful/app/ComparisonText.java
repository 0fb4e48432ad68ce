package io.github.handful.app;

import io.github.handful.segment.metrics.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A comparison as lines of text. */
final class ComparisonText {
  private ComparisonText() {}

  static String of(Comparison comparison, int updates) {
    List<String> lines = new ArrayList<>();
    lines.add("Dice after %d updates in each cell".formatted(updates));
    for (ScoredSet set : comparison.sets()) {
      lines.add("");
      lines.add(set.describe());
      lines.addAll(aligned(table(comparison, set)));
    }
    List<CellResult> odd =
        comparison.cells().stream().filter(r -> !r.status().equals(CellResult.TRAINED)).toList();
    if (!odd.isEmpty()) {
      lines.add("");
      odd.forEach(r -> lines.add(r.cell().describe() + ": " + r.status()));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static List<List<String>> table(Comparison comparison, ScoredSet set) {
    List<String> references = comparison.references();
    List<String> head =
        new ArrayList<>(List.of("labelled", "method", "seeds", "Dice", "95 % interval"));
    references.forEach(name -> head.add("minus " + name));
    head.addAll(List.of("min", "GB"));
    List<List<String>> table = new ArrayList<>(List.of(head));
    for (Comparison.Row row : comparison.rows()) {
      if (row.data().equals(set.name())) {
        table.add(line(row, references));
      }
    }
    return table;
  }

  private static List<String> line(Comparison.Row row, List<String> references) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Integer.toString(row.labelled()),
                row.arm(),
                Integer.toString(row.seeds()),
                dice(row),
                range(row.interval())));
    references.forEach(name -> line.add(difference(row, name)));
    line.add(number("%.1f", row.minutes()));
    line.add(number("%.1f", row.peakGigabytes()));
    return line;
  }

  /** For example {@code 0.842 ± 0.013}. */
  static String dice(Comparison.Row row) {
    String mean = number("%.3f", row.dice());
    return Double.isNaN(row.deviation()) ? mean : mean + " ± " + number("%.3f", row.deviation());
  }

  /** For example {@code 0.813 to 0.871}. */
  static String range(Bootstrap.Interval interval) {
    return Double.isNaN(interval.mean())
        ? "–"
        : number("%.3f", interval.lower()) + " to " + number("%.3f", interval.upper());
  }

  /** For example {@code +0.031 (+0.004 to +0.058)}; empty for the reference itself. */
  static String difference(Comparison.Row row, String reference) {
    if (row.isReference(reference)) {
      return "";
    }
    if (!row.minus().containsKey(reference)) {
      return "–";
    }
    Bootstrap.Interval d = row.minus().get(reference).interval();
    return String.format(Locale.ROOT, "%+.3f (%+.3f to %+.3f)", d.mean(), d.lower(), d.upper());
  }

  static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "–";
  }

  /** Lines of columns as wide as their widest cell. */
  static List<String> aligned(List<List<String>> table) {
    int[] widths =
        IntStream.range(0, table.get(0).size())
            .map(column -> table.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return table.stream()
        .map(
            row -> {
              StringBuilder line = new StringBuilder();
              for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
              }
              return line.toString().stripTrailing();
            })
        .toList();
  }
}
