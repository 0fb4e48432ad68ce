package io.github.handful.app;

import io.github.handful.app.report.Gallery;
import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.Table;
import io.github.handful.app.report.Table.Column;
import io.github.handful.imaging.ClassColours;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Overlay;
import io.github.handful.imaging.VolumeOverlay;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.segment.metrics.Bootstrap.Interval;
import io.github.handful.segment.metrics.CaseMetrics;
import io.github.handful.segment.metrics.Evaluation;
import io.github.handful.segment.metrics.LargestError;
import io.github.handful.segment.metrics.Metric;
import io.github.handful.segment.metrics.Summary;
import io.github.handful.segment.metrics.SurfaceSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An evaluation as the parts of a report. */
final class EvaluationReport {
  private static final int LONG_TABLE = 20;
  private static final int PICTURE_SIDE = 360;

  /** The columns of a gallery of volumes. */
  static final List<String> SLICES = List.of("axial", "coronal", "sagittal");

  private static final List<Metric> COLUMNS =
      List.of(
          Metric.DICE,
          Metric.JACCARD,
          Metric.SENSITIVITY,
          Metric.PRECISION,
          Metric.HAUSDORFF_95,
          Metric.AVERAGE_SURFACE_DISTANCE,
          Metric.NORMALISED_SURFACE_DISTANCE,
          Metric.AREA_DIFFERENCE);
  private static final List<Metric> ALWAYS_DEFINED =
      List.of(Metric.DICE, Metric.JACCARD, Metric.NORMALISED_SURFACE_DISTANCE);

  private EvaluationReport() {}

  /** A case to look at: all three on one pixel grid. */
  record View(Image image, LabelMap prediction, LabelMap truth) {}

  /**
   * Dice, IoU, Hausdorff distance and surface Dice with their 95 % intervals over cases; means over
   * classes where there are several.
   *
   * @param of what was evaluated, for example {@code Test}; empty for no such word
   */
  static List<Headline> headlines(Evaluation evaluation, SurfaceSettings settings, String of) {
    return Stream.of(
            Metric.DICE, Metric.JACCARD, Metric.HAUSDORFF_95, Metric.NORMALISED_SURFACE_DISTANCE)
        .map(metric -> headline(evaluation, settings, of, metric))
        .toList();
  }

  private static Headline headline(
      Evaluation evaluation, SurfaceSettings settings, String of, Metric metric) {
    boolean distance = metric == Metric.HAUSDORFF_95;
    Interval interval = interval(evaluation, metric);
    boolean several = evaluation.classes().size() > 1;
    List<String> notes = new ArrayList<>();
    notes.add(interval.used() + (interval.used() == 1 ? " case" : " cases"));
    if (several) {
      notes.add("mean of %d classes".formatted(evaluation.classes().size()));
    }
    // Where values are undefined, the mean of the classes is not that of the cases.
    if (interval.used() > 1 && (!several || ALWAYS_DEFINED.contains(metric))) {
      notes.add(
          "95 %% interval %s to %s"
              .formatted(
                  MetricText.value(metric, interval.lower()),
                  MetricText.value(metric, interval.upper())));
    }
    if (interval.leftOut() > 0) {
      notes.add("undefined in " + interval.leftOut());
    }
    double mean = evaluation.overall().getOrDefault(metric, Double.NaN);
    String name = of.isEmpty() ? MetricText.name(metric) : of + " " + MetricText.name(metric);
    return new Headline(
        name,
        MetricText.value(metric, mean) + (distance ? MetricText.suffix(settings) : ""),
        String.join(", ", notes));
  }

  /** The mean over cases of the mean over their classes. */
  private static Interval interval(Evaluation evaluation, Metric metric) {
    double[] values =
        byCase(evaluation).values().stream().mapToDouble(rows -> mean(rows, metric)).toArray();
    return Bootstrap.standard().mean(values);
  }

  /** One row for each class with the means of the metrics over cases. */
  static Table classes(Evaluation evaluation, List<String> names, SurfaceSettings settings) {
    List<Column> columns = new ArrayList<>(List.of(Column.text("Class"), Column.number("Cases")));
    COLUMNS.forEach(metric -> columns.add(Column.number(heading(metric, settings))));
    columns.addAll(
        columns.indexOf(Column.number(MetricText.name(Metric.DICE))) + 1,
        List.of(Column.number("95 % interval"), Column.number("Median")));
    List<List<String>> rows = new ArrayList<>();
    evaluation.classes().forEach((label, metrics) -> rows.add(classRow(names.get(label), metrics)));
    return new Table(
        evaluation.classes().size() > 1 ? "Classes" : "All cases together",
        "Means over cases; a number in brackets is of the cases with a defined value. "
            + MetricText.EMPTY_MASKS,
        columns,
        rows,
        List.of(),
        false);
  }

  private static List<String> classRow(String name, Map<Metric, Summary> metrics) {
    Summary dice = metrics.get(Metric.DICE);
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(Integer.toString(dice.interval().used()));
    for (Metric metric : COLUMNS) {
      Interval interval = metrics.get(metric).interval();
      String left = interval.leftOut() == 0 ? "" : " (%d)".formatted(interval.used());
      cells.add(MetricText.value(metric, interval.mean()) + left);
      if (metric == Metric.DICE) {
        cells.add(
            "%s to %s"
                .formatted(
                    MetricText.value(metric, interval.lower()),
                    MetricText.value(metric, interval.upper())));
        cells.add(MetricText.value(metric, dice.median()));
      }
    }
    return cells;
  }

  /** One row for each case and class, the lowest Dice first. */
  static Table cases(Evaluation evaluation, List<String> names, SurfaceSettings settings) {
    boolean several = evaluation.classes().size() > 1;
    List<Column> columns = new ArrayList<>(List.of(Column.text("Case")));
    if (several) {
      columns.add(Column.text("Class"));
    }
    COLUMNS.forEach(metric -> columns.add(Column.number(heading(metric, settings))));
    List<List<String>> rows =
        evaluation.rows().stream()
            .sorted(Comparator.comparingDouble(row -> row.value(Metric.DICE)))
            .map(row -> caseRow(row, several, names))
            .toList();
    return new Table(
        "Cases", "The lowest Dice first.", columns, rows, List.of(), rows.size() > LONG_TABLE);
  }

  private static List<String> caseRow(CaseMetrics row, boolean several, List<String> names) {
    List<String> cells = new ArrayList<>(List.of(row.id()));
    if (several) {
      cells.add(names.get(row.label()));
    }
    COLUMNS.forEach(metric -> cells.add(MetricText.value(metric, row.value(metric))));
    return cells;
  }

  private static String heading(Metric metric, SurfaceSettings settings) {
    String unit = MetricText.suffix(settings);
    return switch (metric) {
      case HAUSDORFF_95, AVERAGE_SURFACE_DISTANCE ->
          MetricText.name(metric) + (unit.isEmpty() ? "" : "," + unit);
      default -> MetricText.name(metric);
    };
  }

  /**
   * The cases with the best, the middle and the worst Dice, mean over their classes.
   *
   * @param views gives a case to look at; cases that it cannot give are left out
   * @return empty if no case can be looked at
   */
  static Optional<Gallery> extremes(
      Evaluation evaluation, List<String> classes, Function<String, Optional<View>> views) {
    Map<String, List<CaseMetrics>> cases = byCase(evaluation);
    List<String> order =
        cases.keySet().stream()
            .sorted(Comparator.comparingDouble(id -> -mean(cases.get(id), Metric.DICE)))
            .toList();
    List<Gallery.Row> rows = new ArrayList<>();
    for (int at : new LinkedHashSet<>(List.of(0, order.size() / 2, order.size() - 1))) {
      String id = order.get(at);
      String place = at == 0 ? "best" : at == order.size() - 1 ? "worst" : "middle";
      String detail =
          String.format(Locale.ROOT, "%s, Dice %.3f", place, mean(cases.get(id), Metric.DICE));
      views.apply(id).ifPresent(view -> rows.add(new Gallery.Row(id, detail, pictures(view))));
    }
    String outlines =
        evaluation.classes().size() > 1
            ? "Outlines have the colours of their classes: full lines are predicted, dashed ones"
                + " true."
            : "Orange outlines are predicted, blue ones true; where both run together they take"
                + " turns.";
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    boolean volumes = rows.get(0).images().size() == SLICES.size();
    return Optional.of(
        new Gallery(
            "Best, middle and worst case",
            volumes ? outlines + " The slices run through the largest error." : outlines,
            legend(classes),
            volumes ? SLICES : List.of("image", "prediction and truth"),
            rows,
            volumes));
  }

  /** The colours of several foreground classes; two classes need none. */
  static List<Gallery.Swatch> legend(List<String> classes) {
    return classes.size() < 3
        ? List.of()
        : IntStream.range(1, classes.size())
            .mapToObj(label -> new Gallery.Swatch(classes.get(label), ClassColours.of(label)))
            .toList();
  }

  private static List<byte[]> pictures(View view) {
    if (view.image().grid().isVolume()) {
      int[] voxel =
          LargestError.voxel(view.prediction(), view.truth())
              .orElseGet(() -> VolumeOverlay.centre(view.truth()));
      return VolumeOverlay.slices(
          view.image(), view.prediction(), Optional.of(view.truth()), voxel, PICTURE_SIDE);
    }
    LabelMap nothing = new LabelMap(view.image().grid(), new byte[view.image().grid().count()]);
    return List.of(
        Overlay.png(view.image(), nothing, Optional.empty(), PICTURE_SIDE),
        Overlay.png(view.image(), view.prediction(), Optional.of(view.truth()), PICTURE_SIDE));
  }

  /** How each number is defined. */
  static Definitions definitions(SurfaceSettings settings) {
    return new Definitions(
        "Metrics",
        Stream.of(Metric.values())
            .map(
                metric ->
                    new Definitions.Entry(
                        MetricText.name(metric), MetricText.definition(metric, settings)))
            .toList());
  }

  private static Map<String, List<CaseMetrics>> byCase(Evaluation evaluation) {
    Map<String, List<CaseMetrics>> cases = new LinkedHashMap<>();
    for (CaseMetrics row : evaluation.rows()) {
      cases.computeIfAbsent(row.id(), id -> new ArrayList<>()).add(row);
    }
    return cases;
  }

  /** The mean over the classes of a case where the metric is defined. */
  private static double mean(List<CaseMetrics> rows, Metric metric) {
    return rows.stream()
        .mapToDouble(row -> row.value(metric))
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
