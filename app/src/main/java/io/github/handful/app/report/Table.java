package io.github.handful.app.report;

import java.util.List;

/**
 * A table of formatted cells; the first cell of each row names it.
 *
 * @param caption what the numbers are and how they were computed; may be empty
 * @param summary rows that sum up the others, for example mean and standard deviation; may be empty
 * @param folded true to show the rows only when the reader opens the table, for long ones; the
 *     summary stays in sight
 */
public record Table(
    String title,
    String caption,
    List<Column> columns,
    List<List<String>> rows,
    List<List<String>> summary,
    boolean folded) {

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    summary = summary.stream().map(List::copyOf).toList();
    check(columns, rows);
    check(columns, summary);
  }

  private static void check(List<Column> columns, List<List<String>> rows) {
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row has %d cells for %d columns: %s".formatted(row.size(), columns.size(), row));
      }
    }
  }

  /** A column; numbers are set flush right with figures of one width. */
  public record Column(String name, boolean numeric) {
    public static Column text(String name) {
      return new Column(name, false);
    }

    public static Column number(String name) {
      return new Column(name, true);
    }
  }
}
