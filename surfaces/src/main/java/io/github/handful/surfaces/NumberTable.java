package io.github.handful.surfaces;

import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The cells of a text table: separated by comma, semicolon or tab, one row a line, blank lines left
 * out.
 */
record NumberTable(Path file, List<List<String>> rows) {

  static NumberTable read(Path file) {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read; check the path and its access rights.", e);
    }
    String separator = text.indexOf(';') >= 0 ? ";" : text.indexOf('\t') >= 0 ? "\t" : ",";
    List<List<String>> rows =
        text.replace("\uFEFF", "")
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> Arrays.stream(line.split(separator, -1)).map(NumberTable::cell).toList())
            .toList();
    if (rows.isEmpty()) {
      throw new DataException(file + " is an empty table; give it rows of numbers.");
    }
    return new NumberTable(file, rows);
  }

  private static String cell(String text) {
    String cell = text.strip();
    boolean quoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
    return quoted ? cell.substring(1, cell.length() - 1) : cell;
  }

  /** Whether the first line names the columns. */
  boolean hasHeader() {
    return rows.get(0).stream().anyMatch(cell -> !isNumber(cell));
  }

  private static boolean isNumber(String cell) {
    return cell.isEmpty() || cell.matches("(?i)[-+]?(nan|inf|[0-9.]+(e[-+]?[0-9]+)?)");
  }

  Optional<Integer> column(String name) {
    int index = rows.get(0).stream().map(c -> c.toLowerCase(Locale.ROOT)).toList().indexOf(name);
    return index < 0 ? Optional.empty() : Optional.of(index);
  }

  int requireColumn(String name) {
    return column(name)
        .orElseThrow(
            () ->
                new DataException(
                    "%s has no column '%s' (it has %s); name the column in the first line."
                        .formatted(file, name, String.join(", ", rows.get(0)))));
  }

  /** The text of a cell; lines count from 0, the header included. */
  String text(int line, int column) {
    List<String> row = rows.get(line);
    return column < row.size() ? row.get(column) : "";
  }

  /** The number in a cell, NaN where it is empty. */
  double number(int line, int column) {
    String cell = text(line, column);
    if (cell.isEmpty()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(cell.toLowerCase(Locale.ROOT).equals("nan") ? "NaN" : cell);
    } catch (NumberFormatException e) {
      throw new DataException(
          "%s has '%s' in line %d, column %d, where a number should be; correct or empty the cell."
              .formatted(file, cell, line + 1, column + 1),
          e);
    }
  }
}
