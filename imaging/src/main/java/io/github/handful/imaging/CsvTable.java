package io.github.handful.imaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table of text cells with a header line, as spreadsheets export it: comma, semicolon or tab
 * between cells, quotes around cells (RFC 4180), a byte order mark, any line end.
 */
public record CsvTable(Path file, List<String> header, List<List<String>> rows) {

  /**
   * Reads a table.
   *
   * @throws DataException where the file cannot be read or has no header line
   */
  public static CsvTable read(Path file) {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read; check the path and its access rights.", e);
    }
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    String firstLine = text.lines().findFirst().orElse("");
    List<List<String>> lines = parse(text, separator(firstLine));
    lines.removeIf(cells -> cells.stream().allMatch(String::isEmpty));
    if (lines.isEmpty()) {
      throw new DataException(file + " is an empty table; give it a header line and rows.");
    }
    List<String> header = lines.get(0).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    return new CsvTable(file, header, List.copyOf(lines.subList(1, lines.size())));
  }

  /** The number of the column with this name, upper or lower case. */
  Optional<Integer> column(String name) {
    int column = header.indexOf(name);
    return column < 0 ? Optional.empty() : Optional.of(column);
  }

  /**
   * The number of a column that must be there.
   *
   * @throws DataException where it is missing
   */
  public int requireColumn(String name) {
    return column(name)
        .orElseThrow(
            () ->
                new DataException(
                    "%s has no column '%s' (it has %s); name the column in the first line."
                        .formatted(file, name, String.join(", ", header))));
  }

  /** The cell of a row, empty text where the row is short. */
  public static String cell(List<String> row, int column) {
    return column < row.size() ? row.get(column) : "";
  }

  private static char separator(String headerLine) {
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(headerLine, candidate) > count(headerLine, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  private static List<List<String>> parse(String text, char separator) {
    List<List<String>> lines = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled) {
          cell.append(c);
          i++;
        } else if (c == '"') {
          quoted = false;
        } else {
          cell.append(c);
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == separator) {
        cells.add(take(cell));
      } else if (c == '\n') {
        cells.add(take(cell));
        lines.add(List.copyOf(cells));
        cells.clear();
      } else {
        cell.append(c);
      }
    }
    cells.add(take(cell));
    lines.add(List.copyOf(cells));
    return lines;
  }

  private static String take(StringBuilder cell) {
    String text = cell.toString().strip();
    cell.setLength(0);
    return text;
  }
}
