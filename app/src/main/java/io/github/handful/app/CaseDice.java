package io.github.handful.app;

import io.github.handful.imaging.CsvTable;
import io.github.handful.imaging.DataException;
import io.github.handful.segment.metrics.Metric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the scores that a run has written. */
final class CaseDice {
  private CaseDice() {}

  /**
   * Dice of each case, mean over its classes, in the order of the file.
   *
   * @throws DataException if the file is missing or damaged
   */
  static Map<String, Double> read(Path file) {
    CsvTable table = CsvTable.read(file);
    int id = table.requireColumn("case");
    int dice = table.requireColumn(Metric.DICE.key());
    Map<String, List<Double>> classes = new LinkedHashMap<>();
    for (List<String> row : table.rows()) {
      classes
          .computeIfAbsent(CsvTable.cell(row, id), key -> new ArrayList<>())
          .add(number(CsvTable.cell(row, dice), file));
    }
    Map<String, Double> cases = new LinkedHashMap<>();
    classes.forEach(
        (name, values) ->
            cases.put(
                name,
                values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN)));
    return cases;
  }

  private static double number(String cell, Path file) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new DataException(
          "%s holds '%s' in place of a Dice; delete the file and compare again"
              .formatted(file, cell),
          e);
    }
  }
}
