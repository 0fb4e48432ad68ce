package io.github.handful.app.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a whole is divided and how the division changes, one small drawing per panel; for example the
 * mixture weights of the operations in each cell of a searched architecture over the iterations.
 *
 * @param layers names of the parts, from the bottom up, the same in every panel
 */
public record StackedAreaChart(
    String title, String caption, Axis xAxis, List<String> layers, List<Panel> panels)
    implements Chart {
  private static final Plot.Area AREA = new Plot.Area(240, 168, 34, 14, 28, 28);
  private static final double TOLERANCE = 1e-3;

  public StackedAreaChart {
    layers = List.copyOf(layers);
    panels = List.copyOf(panels);
    for (Panel panel : panels) {
      check(panel, layers.size());
    }
  }

  /**
   * One drawing.
   *
   * @param x ascending positions
   * @param shares for each position the share of each layer, 0 to 1, which sum to 1
   */
  public record Panel(String title, double[] x, double[][] shares) {}

  private static void check(Panel panel, int layers) {
    if (panel.x().length != panel.shares().length) {
      throw new IllegalArgumentException(
          "panel '%s' has %d positions and %d divisions"
              .formatted(panel.title(), panel.x().length, panel.shares().length));
    }
    for (double[] shares : panel.shares()) {
      if (shares.length != layers || Math.abs(Arrays.stream(shares).sum() - 1) > TOLERANCE) {
        throw new IllegalArgumentException(
            "panel '%s' needs %d shares that sum to 1, not %s"
                .formatted(panel.title(), layers, Arrays.toString(shares)));
      }
    }
  }

  @Override
  public List<String> legend() {
    return layers;
  }

  @Override
  public List<String> drawings() {
    return panels.stream().map(this::drawing).toList();
  }

  private String drawing(Panel panel) {
    Axis shares = Axis.linear(panel.title(), 0, 1);
    Axis positions = new Axis("", xAxis.scale(), xAxis.bounds());
    Plot plot = Plot.of(AREA, positions, shares, List.of(panel.x()), List.of());
    StringBuilder svg = new StringBuilder(plot.open(description(panel)));
    double[] below = new double[panel.x().length];
    for (int layer = 0; layer < layers.size(); layer++) {
      double[] above = below.clone();
      for (int i = 0; i < above.length; i++) {
        above[i] += panel.shares()[i][layer];
      }
      svg.append(
          "<path class=\"area s%d\" d=\"%s\"/>"
              .formatted(layer % Palette.COLOURS, outline(plot, panel.x(), below, above)));
      below = above;
    }
    return svg.append(plot.frame()).append("</svg>").toString();
  }

  private static String outline(Plot plot, double[] x, double[] below, double[] above) {
    int n = x.length;
    return IntStream.range(0, 2 * n)
        .mapToObj(
            k -> {
              int i = k < n ? k : 2 * n - 1 - k;
              double y = k < n ? above[i] : below[i];
              return Markup.number(plot.px(x[i])) + " " + Markup.number(plot.py(y));
            })
        .collect(Collectors.joining("L", "M", "Z"));
  }

  private String description(Panel panel) {
    if (panel.x().length == 0) {
      return panel.title() + ": no data";
    }
    double[] last = panel.shares()[panel.x().length - 1];
    return IntStream.range(0, layers.size())
        .mapToObj(k -> layers.get(k) + " " + Plot.spoken(last[k]))
        .collect(Collectors.joining(", ", panel.title() + ", shares at the end: ", ""));
  }
}
