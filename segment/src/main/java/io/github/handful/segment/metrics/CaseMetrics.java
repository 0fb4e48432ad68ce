package io.github.handful.segment.metrics;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.LabelMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One class of one case: a row of an evaluation.
 *
 * @param id the case
 * @param label the class, from 1
 * @param counts overlap of prediction and truth
 * @param surface distances of their outlines
 * @param areaDifference area of the prediction less that of the truth, in squared units of the
 *     spacing
 */
public record CaseMetrics(
    String id, int label, OverlapCounts counts, SurfaceDistances surface, double areaDifference) {

  /**
   * A row for each foreground class, {@code 1} to {@code classes - 1}.
   *
   * @param classes number of classes with the background, from 2 to 256
   * @throws DataException if prediction and truth differ in size
   */
  public static List<CaseMetrics> of(
      String id, LabelMap prediction, LabelMap truth, int classes, SurfaceSettings settings) {
    if (classes < 2 || classes > 256) {
      throw new IllegalArgumentException("classes must be from 2 to 256, got " + classes);
    }
    if (prediction.width() != truth.width() || prediction.height() != truth.height()) {
      throw new DataException(
          "case "
              + id
              + ": the prediction has "
              + prediction.width()
              + "x"
              + prediction.height()
              + " pixels but the truth "
              + truth.width()
              + "x"
              + truth.height()
              + "; predict the image that the truth was drawn on");
    }
    double pixel = settings.spacingX() * settings.spacingY();
    List<CaseMetrics> rows = new ArrayList<>();
    for (int label = 1; label < classes; label++) {
      OverlapCounts counts = OverlapCounts.of(prediction, truth, label);
      SurfaceDistances surface = SurfaceDistances.of(prediction, truth, label, settings);
      rows.add(
          new CaseMetrics(
              id, label, counts, surface, (counts.predicted() - counts.real()) * pixel));
    }
    return rows;
  }

  /** The value of {@code metric}; NaN where it is undefined. */
  public double value(Metric metric) {
    return switch (metric) {
      case DICE -> counts.dice();
      case JACCARD -> counts.jaccard();
      case SENSITIVITY -> counts.sensitivity();
      case SPECIFICITY -> counts.specificity();
      case PRECISION -> counts.precision();
      case HAUSDORFF_95 -> surface.hausdorff95();
      case AVERAGE_SURFACE_DISTANCE -> surface.averageDistance();
      case NORMALISED_SURFACE_DISTANCE -> surface.normalisedDistance();
      case AREA_DIFFERENCE -> areaDifference;
    };
  }

  /** The row as a JSON object: {@code case}, {@code class} and a key for each metric. */
  public Map<String, @Nullable Object> toJson() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("case", id);
    json.put("class", label);
    for (Metric metric : Metric.values()) {
      json.put(metric.key(), Evaluation.orNull(value(metric)));
    }
    return json;
  }
}
