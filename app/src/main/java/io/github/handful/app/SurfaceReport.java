package io.github.handful.app;

import io.github.handful.app.SurfaceSummary.Unit;
import io.github.handful.app.report.Gallery;
import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.Table;
import io.github.handful.app.report.Table.Column;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.Overlay;
import io.github.handful.segment.metrics.Bootstrap.Interval;
import io.github.handful.surfaces.SurfaceColours;
import io.github.handful.surfaces.SurfaceComparison;
import io.github.handful.surfaces.SurfaceEvaluation;
import io.github.handful.surfaces.SurfaceEvaluation.Measure;
import io.github.handful.surfaces.SurfaceHeights;
import io.github.handful.surfaces.SurfaceOverlay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An evaluation of surfaces as the parts of a report. */
record SurfaceReport(SurfaceEvaluation evaluation) {
  private static final int LONG_TABLE = 20;

  /** A scan to look at. */
  record View(Image image, SurfaceHeights prediction, SurfaceHeights truth) {}

  private SurfaceSummary summary() {
    return new SurfaceSummary(evaluation);
  }

  /** Means over scans and surfaces with their 95 % intervals over scans. */
  List<Headline> headlines() {
    return Stream.of(Measure.MEAN_DISTANCE, Measure.RMS, Measure.PERCENTILE_95, Measure.SPIKES)
        .map(this::headline)
        .toList();
  }

  private Headline headline(Measure measure) {
    Interval interval = evaluation.overall(measure);
    List<Unit> units = summary().units(measure);
    List<String> notes = new ArrayList<>();
    notes.add(interval.used() + (interval.used() == 1 ? " scan" : " scans"));
    if (interval.used() > 1) {
      notes.add("95 % interval " + range(units.get(0), interval));
    }
    units.stream().skip(1).forEach(unit -> notes.add(value(unit, interval.mean(), true)));
    String name = measure.label().substring(0, 1).toUpperCase(Locale.ROOT);
    return new Headline(
        name + measure.label().substring(1),
        value(units.get(0), interval.mean(), true),
        String.join(", ", notes));
  }

  private String range(Unit unit, Interval interval) {
    return value(unit, interval.lower(), false) + " to " + value(unit, interval.upper(), false);
  }

  private String value(Unit unit, double rows, boolean sign) {
    return Double.isNaN(rows)
        ? "–"
        : String.format(Locale.ROOT, "%.2f", summary().factor(unit) * rows)
            + (sign ? " " + unit.sign() : "");
  }

  /** One row for each surface with the means over scans. */
  Table surfaces() {
    List<Column> columns = new ArrayList<>(List.of(Column.text("Surface"), Column.number("Scans")));
    List<List<String>> rows = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      for (Unit unit : summary().units(measure)) {
        columns.add(Column.number("%s, %s".formatted(measure.label(), unit.sign())));
        columns.add(Column.number("95 % interval"));
      }
    }
    for (int i = 0; i < evaluation.surfaces(); i++) {
      int surface = i;
      rows.add(row(Integer.toString(i + 1), measure -> evaluation.of(measure, surface)));
    }
    return new Table(
        "Surfaces",
        "Means over scans of the absolute distance of predicted and true rows, with 95 % bootstrap intervals over scans.",
        columns,
        rows,
        List.of(row("all", evaluation::overall)),
        false);
  }

  private List<String> row(String name, Function<Measure, Interval> intervals) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(Integer.toString(intervals.apply(Measure.MEAN_DISTANCE).used()));
    for (Measure measure : Measure.values()) {
      Interval interval = intervals.apply(measure);
      for (Unit unit : summary().units(measure)) {
        cells.add(value(unit, interval.mean(), false));
        cells.add(range(unit, interval));
      }
    }
    return cells;
  }

  /** One row for each scan with the means over its surfaces, the largest distance first. */
  Table scans() {
    List<Column> columns = new ArrayList<>(List.of(Column.text("Scan")));
    for (Measure measure : Measure.values()) {
      for (Unit unit : summary().units(measure)) {
        columns.add(Column.number("%s, %s".formatted(measure.label(), unit.sign())));
      }
    }
    List<String> order = order();
    List<List<String>> rows = new ArrayList<>();
    for (int k = order.size() - 1; k >= 0; k--) {
      List<String> cells = new ArrayList<>(List.of(order.get(k)));
      for (Measure measure : Measure.values()) {
        double mean = mean(order.get(k), measure);
        summary().units(measure).forEach(unit -> cells.add(value(unit, mean, false)));
      }
      rows.add(cells);
    }
    return new Table(
        "Scans",
        "Means over surfaces, the largest distance first.",
        columns,
        rows,
        List.of(),
        rows.size() > LONG_TABLE);
  }

  /** The ids, the smallest mean distance first. */
  private List<String> order() {
    return evaluation.comparisons().stream()
        .map(SurfaceComparison::id)
        .distinct()
        .sorted(Comparator.comparingDouble(id -> mean(id, Measure.MEAN_DISTANCE)))
        .toList();
  }

  private double mean(String id, Measure measure) {
    return evaluation.comparisons().stream()
        .filter(c -> c.id().equals(id) && c.columns() > 0)
        .mapToDouble(measure::of)
        .average()
        .orElse(Double.NaN);
  }

  /** The scans with the smallest, the middle and the largest mean distance. */
  Gallery extremes(Function<String, View> views) {
    List<String> order = order();
    Unit unit = summary().units(Measure.MEAN_DISTANCE).get(0);
    List<Gallery.Row> rows = new ArrayList<>();
    for (int at : new LinkedHashSet<>(List.of(0, order.size() / 2, order.size() - 1))) {
      String id = order.get(at);
      View view = views.apply(id);
      String place = at == 0 ? "best" : at == order.size() - 1 ? "worst" : "middle";
      rows.add(
          new Gallery.Row(
              id,
              "%s, mean distance %s"
                  .formatted(place, value(unit, mean(id, Measure.MEAN_DISTANCE), true)),
              List.of(
                  Overlay.plain(view.image()),
                  SurfaceOverlay.png(view.image(), view.prediction(), Optional.of(view.truth())))));
    }
    return new Gallery(
        "Best, middle and worst scan",
        "Full lines in colours are predicted, dashed white ones true.",
        legend(),
        List.of("scan", "prediction and truth"),
        rows,
        true);
  }

  /** The colours of the surfaces in pictures. */
  List<Gallery.Swatch> legend() {
    return IntStream.rangeClosed(1, evaluation.surfaces())
        .mapToObj(i -> new Gallery.Swatch("surface " + i, SurfaceColours.of(i - 1)))
        .toList();
  }

  /** How each number is defined. */
  static Definitions definitions() {
    return new Definitions(
        "Metrics",
        Stream.of(Measure.values())
            .map(measure -> new Definitions.Entry(measure.label(), definition(measure)))
            .toList());
  }

  static String definition(Measure measure) {
    return switch (measure) {
      case MEAN_DISTANCE -> "mean over annotated columns of |predicted row - true row|";
      case RMS -> "root of the mean over annotated columns of the squared distance";
      case PERCENTILE_95 -> "95 % of the annotated columns have at most this distance";
      case LARGEST -> "the largest distance in any annotated column";
      case SPIKES ->
          "part of the annotated columns whose error departs by more than three pixels from the median error of ten columns on each side";
    };
  }
}
