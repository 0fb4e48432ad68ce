package io.github.handful.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows as text in columns, one suite after another. */
final class Table {
  private static final List<String> HEAD =
      List.of("suite", "measurement", "median", "min", "max", "unit", "n", "peak GB", "remark");
  private static final int NUMBERS_FROM = 2;
  private static final int NUMBERS_TO = 4;

  private Table() {}

  static String of(List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    rows.forEach(row -> lines.add(cells(row)));
    int[] widths = new int[HEAD.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        boolean right = i >= NUMBERS_FROM && i <= NUMBERS_TO;
        out.append(String.format("%" + (right ? "" : "-") + widths[i] + "s  ", line.get(i)));
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.suite(),
        row.name(),
        number(row.median()),
        number(row.min()),
        number(row.max()),
        row.unit(),
        Integer.toString(row.repetitions()),
        row.peakGigabytes() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", row.peakGigabytes()),
        row.remark());
  }

  /** Three significant digits. */
  private static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
