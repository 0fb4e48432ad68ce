package io.github.handful.segment.metrics;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
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
 * @param surface distances of their surfaces
 * @param areaDifference area of the prediction less that of the truth, in squared units of the
 *     spacing; of volumes the difference of the volumes, in cubic millimetres
 */
public record CaseMetrics(
    String id, int label, OverlapCounts counts, SurfaceDistances surface, double areaDifference) {

  private static final String REMEDY = "predict the image that the truth was drawn on";

  /**
   * A row for each foreground class, {@code 1} to {@code classes - 1}.
   *
   * @param classes number of classes with the background, from 2 to 256
   * @throws DataException if prediction and truth differ in size or place
   */
  public static List<CaseMetrics> of(
      String id, LabelMap prediction, LabelMap truth, int classes, SurfaceSettings settings) {
    if (classes < 2 || classes > 256) {
      throw new IllegalArgumentException("classes must be from 2 to 256, got " + classes);
    }
    requireSameGrid(id, prediction.grid(), truth.grid());
    List<Double> spacing = settings.spacing(truth.grid());
    double voxel = spacing.get(0) * spacing.get(1);
    if (truth.grid().isVolume()) {
      voxel *= spacing.get(2);
    }
    ClassSurvey survey = new ClassSurvey(prediction, truth);
    List<CaseMetrics> rows = new ArrayList<>();
    for (int label = 1; label < classes; label++) {
      OverlapCounts counts = survey.counts(label);
      SurfaceDistances surface = SurfaceDistances.of(survey, label, settings);
      rows.add(
          new CaseMetrics(
              id, label, counts, surface, (counts.predicted() - counts.real()) * voxel));
    }
    return rows;
  }

  private static void requireSameGrid(String id, Grid prediction, Grid truth) {
    if (!prediction.sameSize(truth)) {
      throw new DataException(
          "case %s: the prediction has %s pixels but the truth %s; %s"
              .formatted(id, prediction.describe(), truth.describe(), REMEDY));
    }
    if (!prediction.matches(truth)) {
      throw new DataException(
          "case %s: prediction and truth have %s pixels but lie at different places in the patient; %s"
              .formatted(id, truth.describe(), REMEDY));
    }
  }

  /** The value of {@code metric}; NaN where it is undefined. */
  public double value(Metric metric) {
    return switch (metric) {
      case DICE -> counts.dice();
      case JACCARD -> counts.jaccard();
      case SENSITIVITY -> counts.sensitivity();
      case SPECIFICITY -> counts.specificity();
      case PRECISION -> counts.precision();
      case HAUSDORFF -> surface.hausdorff();
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
