package io.github.handful.app;

import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.Model;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.segment.metrics.CaseMetrics;
import io.github.handful.segment.metrics.Evaluation;
import io.github.handful.segment.metrics.Metric;
import io.github.handful.segment.metrics.SurfaceSettings;
import io.github.handful.torch.Compute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A finished model on labelled images that it has not seen.
 *
 * @param predictions by image id
 */
record Scoring(Evaluation evaluation, Map<String, LabelMap> predictions) {

  static Scoring of(Model model, DataSet set, List<Pair> pairs, Compute compute) {
    return of(predictor(List.of(model), false, compute), set, pairs);
  }

  static Scoring of(Predictor predictor, DataSet set, List<Pair> pairs) {
    List<CaseMetrics> rows = new ArrayList<>();
    Map<String, LabelMap> predictions = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      Sample sample = set.read(pair);
      LabelMap predicted = predictor.labels(sample.image());
      predictions.put(sample.id(), predicted);
      rows.addAll(
          CaseMetrics.of(
              sample.id(), predicted, sample.labels(), set.classNames().size(), settings(sample)));
    }
    return new Scoring(Evaluation.of(rows, Bootstrap.standard()), predictions);
  }

  /**
   * Averages the probabilities of models of one preprocessing.
   *
   * @param mirrored whether mirrored images are looked at too
   */
  static Predictor predictor(List<Model> models, boolean mirrored, Compute compute) {
    return new Predictor(
        models.stream().map(Model::segmenter).toList(),
        models.get(0).description().preprocessing(),
        mirrored,
        compute);
  }

  /** Several scorings of different images as one. */
  static Scoring joined(List<Scoring> parts) {
    List<CaseMetrics> rows = new ArrayList<>();
    Map<String, LabelMap> predictions = new LinkedHashMap<>();
    for (Scoring part : parts) {
      rows.addAll(part.evaluation().rows());
      predictions.putAll(part.predictions());
    }
    return new Scoring(Evaluation.of(rows, Bootstrap.standard()), predictions);
  }

  /** Pixels for pictures, millimetres with a tolerance of one for volumes. */
  static SurfaceSettings settings(Sample sample) {
    return sample.image().grid().isVolume()
        ? SurfaceSettings.millimetres(1)
        : SurfaceSettings.pixels();
  }

  /** Dice of each image, mean over its foreground classes, in the order of the images. */
  double[] caseDice() {
    Map<String, List<Double>> byCase = new LinkedHashMap<>();
    evaluation
        .rows()
        .forEach(
            row ->
                byCase
                    .computeIfAbsent(row.id(), id -> new ArrayList<>())
                    .add(row.value(Metric.DICE)));
    return byCase.values().stream()
        .mapToDouble(d -> d.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN))
        .toArray();
  }
}
