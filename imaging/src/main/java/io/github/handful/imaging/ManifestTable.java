package io.github.handful.imaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A CSV table that names the files of a data set: columns image and mask, paths relative to the
 * table, and optional columns id and split.
 */
final class ManifestTable {
  private ManifestTable() {}

  /**
   * Lists the pairs of a table; lines without a mask are images to be left out.
   *
   * @throws DataException where a column or a file is missing, or an id occurs twice
   */
  static DataListing list(Path file) {
    CsvTable table = CsvTable.read(file);
    int imageColumn = table.requireColumn("image");
    int maskColumn = table.requireColumn("mask");
    SortedMap<String, Pair> pairs = new TreeMap<>(new NaturalOrder());
    Map<String, String> split = new LinkedHashMap<>();
    List<ImageSource> unpaired = new ArrayList<>();
    for (List<String> row : table.rows()) {
      Path image = file.resolveSibling(CsvTable.cell(row, imageColumn));
      String mask = CsvTable.cell(row, maskColumn);
      if (mask.isEmpty()) {
        unpaired.add(ImageSource.of(image));
        continue;
      }
      Pair pair = pair(table, row, image, file.resolveSibling(mask));
      if (pairs.put(pair.id(), pair) != null) {
        throw new DataException(
            "%s has two lines for '%s'; give every line its own id in a column id."
                .formatted(file, pair.id()));
      }
      table
          .column("split")
          .map(column -> SplitTable.name(CsvTable.cell(row, column)))
          .filter(name -> !name.isEmpty())
          .ifPresent(name -> split.put(pair.id(), name));
    }
    if (pairs.isEmpty()) {
      throw new DataException(file + " names no image with a mask; add lines with both.");
    }
    List<Finding> findings = new ArrayList<>();
    DataListing.report(
        unpaired.stream().map(ImageSource::file).toList(), "images have no mask", findings);
    return new DataListing(
        DataLayout.MANIFEST,
        List.copyOf(pairs.values()),
        unpaired,
        split,
        new TreeMap<>(),
        List.of(),
        findings);
  }

  private static Pair pair(CsvTable table, List<String> row, Path image, Path mask) {
    String id =
        table
            .column("id")
            .map(column -> CsvTable.cell(row, column))
            .orElseGet(() -> ImageFiles.stem(image));
    requireName(table.file(), id);
    return new Pair(id, requireFile(table.file(), image), requireFile(table.file(), mask));
  }

  /** Results are written under the id, so it must be a plain file name. */
  private static void requireName(Path table, String id) {
    if (id.isEmpty() || id.startsWith(".") || id.contains("/") || id.contains("\\")) {
      throw new DataException(
          "%s has the id '%s', which cannot be a file name; use letters, digits, - and _."
              .formatted(table, id));
    }
  }

  private static Path requireFile(Path table, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          "%s names %s, which does not exist; paths are relative to the table."
              .formatted(table, file));
    }
    return file;
  }
}
