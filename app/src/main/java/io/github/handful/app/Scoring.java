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
    Predictor predictor =
        new Predictor(model.segmenter(), model.description().preprocessing(), compute);
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
