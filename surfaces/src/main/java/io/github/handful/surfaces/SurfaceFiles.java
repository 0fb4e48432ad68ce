package io.github.handful.surfaces;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.LabelMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Surface heights as files. A CSV table with a header line has a line for each column of the image:
 * {@code column} (from 0) and a cell for each surface, empty where it is not annotated. A CSV table
 * without a header, as exported from MATLAB, has a line for each surface, a cell for each column
 * and rows counted from 1. A NumPy array has surfaces by columns or columns by surfaces.
 */
public final class SurfaceFiles {
  private SurfaceFiles() {}

  /** Whether the name ends like that of a file with surfaces. */
  public static boolean isSurfaceFile(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && (name.endsWith(".csv") || name.endsWith(".npy"));
  }

  /**
   * Reads and checks the surfaces of an image.
   *
   * @throws DataException where the file is damaged, does not fit the image, or {@link #require}
   *     refuses it
   */
  public static SurfaceHeights read(Path file, int width, int height) {
    boolean numpy = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    SurfaceHeights heights = numpy ? readNumpy(file, width) : readTable(file, width);
    require(file, heights, height);
    return heights;
  }

  private static SurfaceHeights readNumpy(Path file, int width) {
    NpyFile array = NpyFile.read(file);
    if (array.columns() == width) {
      return new SurfaceHeights(array.rows(), width, array.values());
    }
    if (array.rows() != width) {
      throw new DataException(
          "%s holds %d x %d numbers, but its image has %d columns; save one number for each column and surface."
              .formatted(file, array.rows(), array.columns(), width));
    }
    double[] rows = new double[array.values().length];
    for (int k = 0; k < rows.length; k++) {
      rows[k % array.columns() * width + k / array.columns()] = array.values()[k];
    }
    return new SurfaceHeights(array.columns(), width, rows);
  }

  private static SurfaceHeights readTable(Path file, int width) {
    NumberTable table = NumberTable.read(file);
    return table.hasHeader() ? byColumns(table, width) : bySurfaces(table, width);
  }

  private static SurfaceHeights byColumns(NumberTable table, int width) {
    int columnCell = table.requireColumn("column");
    int cells = table.rows().get(0).size();
    if (cells < 2) {
      throw new DataException(
          table.file() + " names no surface; add a column for each surface beside 'column'.");
    }
    double[] rows = new double[(cells - 1) * width];
    Arrays.fill(rows, Double.NaN);
    boolean[] seen = new boolean[width];
    for (int line = 1; line < table.rows().size(); line++) {
      double column = table.number(line, columnCell);
      if (!(column >= 0 && column < width) || column != Math.rint(column)) {
        throw new DataException(
            "%s has column %s in line %d, but the columns of its image are 0 to %d; correct it."
                .formatted(table.file(), table.text(line, columnCell), line + 1, width - 1));
      }
      int x = (int) column;
      if (seen[x]) {
        throw new DataException(
            "%s has column %d twice, again in line %d; keep one of the lines."
                .formatted(table.file(), x, line + 1));
      }
      seen[x] = true;
      int surface = 0;
      for (int cell = 0; cell < cells; cell++) {
        if (cell != columnCell) {
          rows[surface++ * width + x] = table.number(line, cell);
        }
      }
    }
    return new SurfaceHeights(cells - 1, width, rows);
  }

  private static SurfaceHeights bySurfaces(NumberTable table, int width) {
    int count = table.rows().size();
    double[] rows = new double[count * width];
    for (int i = 0; i < count; i++) {
      if (table.rows().get(i).size() != width) {
        throw new DataException(
            "%s has %d numbers in line %d, but its image has %d columns; give one number for each column."
                .formatted(table.file(), table.rows().get(i).size(), i + 1, width));
      }
      for (int x = 0; x < width; x++) {
        rows[i * width + x] = table.number(i, x) - 1;
      }
    }
    return new SurfaceHeights(count, width, rows);
  }

  /**
   * Refuses surfaces that nothing can be learnt from.
   *
   * @param file for the message
   * @param height rows of the image
   * @throws DataException where a row lies outside the image, surfaces cross, or nothing is
   *     annotated
   */
  public static void require(Path file, SurfaceHeights heights, int height) {
    boolean any = false;
    for (int x = 0; x < heights.width(); x++) {
      int above = -1;
      for (int i = 0; i < heights.count(); i++) {
        if (!heights.known(i, x)) {
          continue;
        }
        double row = heights.at(i, x);
        if (!(row >= -0.5 && row <= height - 0.5)) {
          throw new DataException(
              "%s has surface %d at row %s in column %d, outside the %d rows of its image; correct it or leave it empty."
                  .formatted(file, i + 1, number(row), x, height));
        }
        if (above >= 0 && row < heights.at(above, x)) {
          throw new DataException(
              "%s has surface %d (row %s) above surface %d (row %s) in column %d; surfaces go from the top down and must not cross."
                  .formatted(file, i + 1, number(row), above + 1, number(heights.at(above, x)), x));
        }
        above = i;
        any = true;
      }
    }
    if (!any) {
      throw new DataException(
          file + " annotates no column of any surface; leave the image out or annotate it.");
    }
  }

  /**
   * The borders of the layers of a mask, from the top down: surface i lies between the layers of
   * class i and i + 1. A class that a column lacks has no thickness there; where the background is
   * again below the last layer, that layer's lower border is one more surface. Columns of nothing
   * but background are not annotated.
   *
   * @param file for messages
   * @param classes of the whole data set, background included
   * @param closed whether the background comes again below the last layer
   * @throws DataException where layers are not in order from the top down
   */
  public static SurfaceHeights ofLayers(Path file, LabelMap layers, int classes, boolean closed) {
    int width = layers.width();
    int count = closed ? classes : classes - 1;
    double[] rows = new double[count * width];
    Arrays.fill(rows, Double.NaN);
    for (int x = 0; x < width; x++) {
      int layer = 0;
      for (int z = 0; z < layers.height(); z++) {
        int here = layers.at(z, x);
        here = here == 0 && layer > 0 && closed ? classes : here;
        if (here < layer) {
          throw new DataException(
              "%s has class %d below class %d in column %d; layers must be numbered from the top down."
                  .formatted(file, layers.at(z, x), layer, x));
        }
        for (; layer < here; layer++) {
          rows[layer * width + x] = z - 0.5;
        }
      }
      for (; layer > 0 && layer < count; layer++) {
        rows[layer * width + x] = layers.height() - 0.5;
      }
    }
    return new SurfaceHeights(count, width, rows);
  }

  /**
   * Writes a CSV table with a header, rows with four decimals. The file appears whole or not at
   * all.
   *
   * @throws DataException where it cannot be written
   */
  public static void write(Path file, SurfaceHeights heights) {
    StringJoiner header = new StringJoiner(",", "column,", "\n");
    for (int i = 1; i <= heights.count(); i++) {
      header.add("surface " + i);
    }
    StringBuilder text = new StringBuilder(header.toString());
    for (int x = 0; x < heights.width(); x++) {
      StringJoiner line = new StringJoiner(",", x + ",", "\n");
      for (int i = 0; i < heights.count(); i++) {
        line.add(heights.known(i, x) ? number(heights.at(i, x)) : "");
      }
      text.append(line);
    }
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String number(double row) {
    return String.format(Locale.ROOT, "%.4f", row);
  }
}
