package io.github.handful.app;

import io.github.handful.app.report.Axis;
import io.github.handful.app.report.Chart;
import io.github.handful.app.report.ForestChart;
import io.github.handful.app.report.ReplicatesChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A comparison as charts: how each arm grows with the labelled images, and what differs. */
record ComparisonCharts(Comparison comparison, List<Comparison.Row> rows) {

  List<Chart> all() {
    List<Chart> charts = new ArrayList<>();
    for (ScoredSet set : comparison.sets()) {
      if (comparison.sizes().size() > 1) {
        charts.add(seeds(set));
      }
      for (String reference : comparison.references()) {
        List<ForestChart.Row> differences = differences(set, reference);
        if (!differences.isEmpty()) {
          charts.add(
              new ForestChart(
                  "Difference to %s%s".formatted(reference, on(set)),
                  "Dice of the same cases, averaged over seeds, with 95 % intervals; what crosses the line at zero may be chance.",
                  "Dice less that of " + reference,
                  differences));
        }
      }
    }
    return charts;
  }

  /** Names the set where there are several. */
  private String on(ScoredSet set) {
    return comparison.sets().size() > 1 ? ", " + set.name() : "";
  }

  private Chart seeds(ScoredSet set) {
    List<ReplicatesChart.Series> series = new ArrayList<>();
    for (String arm : comparison.arms()) {
      List<ReplicatesChart.Point> points = new ArrayList<>();
      for (int labelled : comparison.sizes()) {
        double[] means =
            comparison.bySeed(set, labelled, arm).values().stream()
                .mapToDouble(ComparisonCharts::mean)
                .toArray();
        if (means.length > 0) {
          points.add(new ReplicatesChart.Point(labelled, means));
        }
      }
      series.add(new ReplicatesChart.Series(arm, points));
    }
    int most = comparison.sizes().stream().mapToInt(n -> n).max().orElse(1);
    return new ReplicatesChart(
        "Dice and labelled images" + on(set),
        "Lines run through the means over seeds; each pale dot is one seed.",
        Axis.linear("labelled images, training and validation", 0, 1.1 * most),
        Axis.linear("Dice"),
        series);
  }

  private static double mean(Map<String, Double> cases) {
    return cases.values().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private List<ForestChart.Row> differences(ScoredSet set, String reference) {
    boolean several = comparison.sizes().size() > 1;
    List<ForestChart.Row> differences = new ArrayList<>();
    for (Comparison.Row row : rows) {
      if (row.data().equals(set.name()) && row.minus().containsKey(reference)) {
        var interval = row.minus().get(reference).interval();
        differences.add(
            new ForestChart.Row(
                several ? row.arm() + ", " + row.labelled() : row.arm(),
                comparison.arms().indexOf(row.arm()),
                interval.mean(),
                interval.lower(),
                interval.upper()));
      }
    }
    return differences;
  }
}
