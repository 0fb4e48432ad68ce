package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The file {@code split.csv}: which pair is for training, validation or testing. */
final class SplitTable {
  private SplitTable() {}

  /**
   * Reads the split of the known ids in the order of the file.
   *
   * @param findings takes a warning for ids without a pair, and for pairs without a split
   * @throws DataException where none of the ids exists, or one is given twice
   */
  static Map<String, String> read(Path file, Collection<String> ids, List<Finding> findings) {
    CsvTable table = CsvTable.read(file);
    int idColumn = table.requireColumn("id");
    int splitColumn = table.requireColumn("split");
    Set<String> known = Set.copyOf(ids);
    Map<String, String> splits = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (List<String> row : table.rows()) {
      String id = CsvTable.cell(row, idColumn);
      if (!known.contains(id)) {
        unknown.add(id);
        continue;
      }
      String split = name(CsvTable.cell(row, splitColumn));
      String before = splits.put(id, split);
      if (before != null && !before.equals(split)) {
        throw new DataException(
            "%s puts '%s' into both %s and %s; keep one of the lines."
                .formatted(file, id, before, split));
      }
    }
    if (splits.isEmpty()) {
      throw new DataException(
          "%s names no id of this data set (it has %s, the images are called %s); write the image names without extension."
              .formatted(file, unknown.stream().limit(2).toList(), ids.stream().limit(2).toList()));
    }
    report(file, ids, splits, unknown, findings);
    return splits;
  }

  /** The usual spellings of train, val and test; other names stay as they are. */
  static String name(String cell) {
    String lower = cell.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "training" -> "train";
      case "valid", "validation", "dev" -> "val";
      case "testing" -> "test";
      default -> lower;
    };
  }

  private static void report(
      Path file,
      Collection<String> ids,
      Map<String, String> splits,
      List<String> unknown,
      List<Finding> findings) {
    if (!unknown.isEmpty()) {
      findings.add(
          Finding.warning(
              "%s names %d ids that have no image and mask, among them '%s'."
                  .formatted(file, unknown.size(), unknown.get(0))));
    }
    List<String> without = ids.stream().filter(id -> !splits.containsKey(id)).toList();
    if (!without.isEmpty()) {
      findings.add(
          Finding.warning(
              "%s leaves out %d pairs, among them '%s'; they are not used."
                  .formatted(file, without.size(), without.get(0))));
    }
  }
}
