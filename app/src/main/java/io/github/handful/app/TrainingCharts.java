package io.github.handful.app;

import io.github.handful.app.report.Axis;
import io.github.handful.app.report.Chart;
import io.github.handful.app.report.LineChart;
import io.github.handful.app.report.StackedAreaChart;
import java.util.ArrayList;
import java.util.List;

/**
 * How a training went, as curves.
 *
 * @param best the update whose weights were kept
 */
record TrainingCharts(TrainingLog log, int best) {
  private static final List<String> KERNELS = List.of("kernel 4", "kernel 6", "kernel 8");

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
    if (!log.losses("pretrain").isEmpty()) {
      charts.add(
          new LineChart(
              "Difference of painted and real images",
              "Mean absolute difference while the generator learns alone, intensities from -1 to 1.",
              Axis.linear("step of the generator"),
              Axis.linear("difference"),
              List.of(log.loss("pretrain", "difference")),
              List.of()));
    }
    if (log.searched()) {
      charts.addAll(searchCharts(updates));
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
    for (String side : List.of("encoder", "decoder")) {
      var panels = log.mixtures(side);
      if (!panels.isEmpty()) {
        charts.add(
            new StackedAreaChart(
                "Mixture weights of the " + side,
                "Share of each kernel size in every cell of the generator's "
                    + side
                    + " as the architecture is learnt.",
                updates,
                KERNELS,
                panels));
      }
    }
    return charts;
  }
}
