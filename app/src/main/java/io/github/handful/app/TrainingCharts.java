package io.github.handful.app;

import io.github.handful.app.report.Axis;
import io.github.handful.app.report.Chart;
import io.github.handful.app.report.LineChart;
import io.github.handful.app.report.StackedAreaChart;
import io.github.handful.genseg.GeneratorSpec;
import io.github.handful.genseg.GeneratorTraining;
import io.github.handful.genseg.SearchedCells;
import java.util.ArrayList;
import java.util.List;

/**
 * How a training went, as curves.
 *
 * @param best the update whose weights were kept
 * @param generator whose cells may have been searched
 */
record TrainingCharts(TrainingLog log, int best, GeneratorSpec generator) {
  List<Chart> all() {
    Axis updates = Axis.linear("update of the segmenter");
    List<Chart> charts = new ArrayList<>();
    charts.add(
        new LineChart(
            "Segmentation loss",
            "Cross-entropy plus Dice loss; the full line is a moving average.",
            updates,
            Axis.log("loss"),
            List.of(log.loss("train", "segmentation")),
            List.of()));
    if (log.validation().x().length > 0) {
      charts.add(
          new LineChart(
              "Validation Dice",
              "Of the averaged weights, at the network's scale, on the validation images and changed copies.",
              updates,
              Axis.linear("Dice", 0, 1),
              List.of(log.validation()),
              List.of(new LineChart.Marker("kept, update " + best, best))));
    }
    charts.addAll(pretrainingCharts());
    if (log.searched()) {
      charts.addAll(searchCharts(updates));
    }
    return charts;
  }

  private List<Chart> pretrainingCharts() {
    List<Chart> charts = new ArrayList<>();
    if (log.losses("pretrain").contains(GeneratorTraining.DIFFERENCE)) {
      charts.add(
          new LineChart(
              "Difference of painted and real images",
              "Mean absolute difference while the generator learns alone, intensities from -1 to 1.",
              Axis.linear("step of the generator"),
              Axis.linear("difference"),
              List.of(log.loss("pretrain", GeneratorTraining.DIFFERENCE)),
              List.of()));
    }
    if (log.losses("pretrain").contains(GeneratorTraining.DISTANCE)) {
      charts.add(
          new LineChart(
              "Distance of made and real pairs",
              "The critic's estimate while the generator learns alone.",
              Axis.linear("step of the generator"),
              Axis.linear("distance"),
              List.of(log.loss("pretrain", GeneratorTraining.DISTANCE)),
              List.of()));
    }
    return charts;
  }

  private List<Chart> searchCharts(Axis updates) {
    List<Chart> charts = new ArrayList<>();
    charts.add(
        new LineChart(
            "Hypergradient",
            "Length of the gradient of the validation loss with respect to the architecture, by its two paths; guidance is that with respect to the generator's weights.",
            updates,
            Axis.log("norm"),
            log.hypergradient("through segmenter", "through generator", "guidance"),
            List.of()));
    List<LineChart.Series> weight = log.hypergradient("gamma");
    if (!weight.isEmpty()) {
      charts.add(
          new LineChart(
              "Weight of synthetic pairs",
              "Weight of their loss against that of labelled pairs, as it follows the validation loss.",
              updates,
              Axis.log("gamma"),
              weight,
              List.of()));
    }
    for (SearchedCells cells : generator.cells()) {
      charts.add(
          new StackedAreaChart(
              "Mixture weights of the " + cells.part(),
              "Share of each kernel size in every cell of the generator's "
                  + cells.part()
                  + " as the architecture is learnt.",
              updates,
              cells.kernels().sizes().stream().map(size -> "kernel " + size).toList(),
              log.mixtures(cells)));
    }
    return charts;
  }
}
