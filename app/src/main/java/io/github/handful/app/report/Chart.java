package io.github.handful.app.report;

import java.util.List;

/** A chart that draws itself as SVG. */
public sealed interface Chart permits LineChart, ReplicatesChart, ForestChart, StackedAreaChart {
  String title();

  /** What the reader should see in it; may be empty. */
  String caption();

  /** What the colours mean, in the order of the colours. */
  List<String> legend();

  /** The drawings of the chart, one or several of equal size, each an {@code svg} element. */
  List<String> drawings();
}
