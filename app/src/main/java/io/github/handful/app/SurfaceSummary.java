package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.segment.metrics.Bootstrap.Interval;
import io.github.handful.surfaces.SurfaceComparison;
import io.github.handful.surfaces.SurfaceEvaluation;
import io.github.handful.surfaces.SurfaceEvaluation.Measure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** The numbers of an evaluation of surfaces, in pixels and, where their size is known, in µm. */
record SurfaceSummary(SurfaceEvaluation evaluation) {
  /** The name of the row that is the mean over all surfaces. */
  private static final String ALL = "all";

  /** What a measure is given in. */
  enum Unit {
    MICROMETRES("µm"),
    PIXELS("px"),
    PERCENT("%");

    private final String sign;

    Unit(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  /**
   * One measure of one surface over all scans.
   *
   * @param surface from 1, or "all"
   */
  record Row(
      String surface,
      String measure,
      String unit,
      double mean,
      double lower95,
      double upper95,
      int scans) {}

  /** The units of a measure, the one for people first. */
  List<Unit> units(Measure measure) {
    if (!measure.isLength()) {
      return List.of(Unit.PERCENT);
    }
    return evaluation.pixelSize().isPresent()
        ? List.of(Unit.MICROMETRES, Unit.PIXELS)
        : List.of(Unit.PIXELS);
  }

  /** What a value of {@link SurfaceComparison} is multiplied by. */
  double factor(Unit unit) {
    return switch (unit) {
      case MICROMETRES -> evaluation.pixelSize().orElseThrow().axial();
      case PIXELS -> 1;
      case PERCENT -> 100;
    };
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      for (Unit unit : units(measure)) {
        for (int i = 0; i < evaluation.surfaces(); i++) {
          rows.add(row(Integer.toString(i + 1), measure, unit, evaluation.of(measure, i)));
        }
        rows.add(row(ALL, measure, unit, evaluation.overall(measure)));
      }
    }
    return rows;
  }

  private Row row(String surface, Measure measure, Unit unit, Interval interval) {
    double factor = factor(unit);
    return new Row(
        surface,
        measure.label(),
        unit.sign(),
        factor * interval.mean(),
        factor * interval.lower(),
        factor * interval.upper(),
        interval.used());
  }

  /** Writes a table with a line for each surface, measure and unit. */
  void writeSummary(Path file) {
    StringBuilder text = new StringBuilder("surface,measure,unit,mean,lower95,upper95,scans\n");
    for (Row row : rows()) {
      text.append(
          String.join(
              ",",
              row.surface(),
              row.measure(),
              row.unit(),
              number(row.mean()),
              number(row.lower95()),
              number(row.upper95()),
              row.scans() + "\n"));
    }
    write(file, text);
  }

  /** Writes a table with a line for each scan and surface. */
  void writeCases(Path file) {
    StringJoiner header = new StringJoiner(",", "scan,surface,", ",columns\n");
    for (Measure measure : Measure.values()) {
      units(measure).forEach(unit -> header.add(measure.label() + " " + unit.sign()));
    }
    StringBuilder text = new StringBuilder(header.toString());
    for (SurfaceComparison c : evaluation.comparisons()) {
      StringJoiner line = new StringJoiner(",", "", "," + c.columns() + "\n");
      line.add(quoted(c.id())).add(Integer.toString(c.surface() + 1));
      for (Measure measure : Measure.values()) {
        units(measure).forEach(unit -> line.add(number(factor(unit) * measure.of(c))));
      }
      text.append(line);
    }
    write(file, text);
  }

  private static void write(Path file, StringBuilder text) {
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
  }

  private static String quoted(String field) {
    boolean special = field.chars().anyMatch(c -> c == ',' || c == '"');
    return special ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
