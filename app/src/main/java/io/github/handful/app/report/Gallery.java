package io.github.handful.app.report;

import java.util.List;

/**
 * Images side by side, one row per case.
 *
 * @param legend the colours in the images; empty where the caption says all
 * @param columns what the images of each row show, for example mask, generated, real
 * @param large true to give each row the whole width
 */
public record Gallery(
    String title,
    String caption,
    List<Swatch> legend,
    List<String> columns,
    List<Row> rows,
    boolean large) {

  /** A gallery whose rows stand beside each other where there is room. */
  public Gallery(
      String title, String caption, List<Swatch> legend, List<String> columns, List<Row> rows) {
    this(title, caption, legend, columns, rows, false);
  }

  public Gallery {
    legend = List.copyOf(legend);
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.images().size() != columns.size()) {
        throw new IllegalArgumentException(
            "row '%s' has %d images for %d columns"
                .formatted(row.label(), row.images().size(), columns.size()));
      }
    }
  }

  /** What a colour 0xRRGGBB stands for. */
  public record Swatch(String name, int colour) {}

  /**
   * The images of one case.
   *
   * @param label name of the case
   * @param detail what to know of it, for example {@code Dice 0.87}; may be empty
   * @param images one PNG file per column, as its bytes
   */
  public record Row(String label, String detail, List<byte[]> images) {
    public Row {
      images = List.copyOf(images);
    }
  }
}
