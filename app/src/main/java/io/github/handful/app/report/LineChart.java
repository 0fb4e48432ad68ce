package io.github.handful.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Curves over a common axis, for example losses over iterations.
 *
 * @param markers vertical lines at events, for example at the best validation
 */
public record LineChart(
    String title, String caption, Axis xAxis, Axis yAxis, List<Series> series, List<Marker> markers)
    implements Chart {
  private static final Plot.Area AREA = new Plot.Area(480, 288, 56, 16, 32, 46);

  /** Series with up to this many points show each as a dot. */
  private static final int FEW = 16;

  /** Generous width of a letter in user units. */
  private static final double LETTER = 8;

  public LineChart {
    series = List.copyOf(series);
    markers = List.copyOf(markers);
  }

  /**
   * One curve. A point whose value is not finite, or not above 0 on a logarithmic axis, leaves a
   * gap.
   *
   * @param x ascending positions
   * @param y as many values
   * @param smoothed true to draw a moving average over the faint curve of a noisy series
   */
  public record Series(String name, double[] x, double[] y, boolean smoothed) {
    public Series {
      if (x.length != y.length) {
        throw new IllegalArgumentException(
            "series '%s' has %d positions and %d values".formatted(name, x.length, y.length));
      }
    }
  }

  /** An event at a position of the x axis. */
  public record Marker(String label, double x) {}

  @Override
  public List<String> legend() {
    return series.stream().map(Series::name).toList();
  }

  @Override
  public List<String> drawings() {
    Plot plot =
        Plot.of(
            AREA,
            xAxis,
            yAxis,
            series.stream().map(Series::x).toList(),
            series.stream().map(Series::y).toList());
    StringBuilder svg = new StringBuilder(plot.open(description()));
    svg.append(plot.frame());
    for (int i = 0; i < series.size(); i++) {
      svg.append(curve(plot, series.get(i), i));
    }
    for (int i = 0; i < markers.size(); i++) {
      svg.append(marker(plot, markers.get(i), i));
    }
    return List.of(svg.append("</svg>").toString());
  }

  private String curve(Plot plot, Series line, int index) {
    String colour = "s" + index % Palette.COLOURS;
    if (line.smoothed() && line.x().length > FEW) {
      return path(plot, line.x(), line.y(), "line faint " + colour)
          + path(plot, line.x(), Smoothing.movingAverage(line.y()), "line " + colour);
    }
    String drawn = path(plot, line.x(), line.y(), "line " + colour);
    return line.x().length <= FEW ? drawn + dots(plot, line, colour) : drawn;
  }

  private String path(Plot plot, double[] x, double[] y, String type) {
    StringBuilder d = new StringBuilder();
    boolean gap = true;
    for (int i : Smoothing.thinned(y)) {
      if (!visible(x[i], y[i])) {
        gap = true;
        continue;
      }
      d.append(gap ? "M" : "L").append(point(plot, x[i], y[i]));
      gap = false;
    }
    return "<path class=\"%s\" d=\"%s\"/>".formatted(type, d);
  }

  private String dots(Plot plot, Series line, String colour) {
    StringBuilder svg = new StringBuilder();
    IntStream.range(0, line.x().length)
        .filter(i -> visible(line.x()[i], line.y()[i]))
        .forEach(
            i ->
                svg.append(
                    "<circle class=\"dot %s\" cx=\"%s\" cy=\"%s\" r=\"3\"/>"
                        .formatted(
                            colour,
                            Markup.number(plot.px(line.x()[i])),
                            Markup.number(plot.py(line.y()[i])))));
    return svg.toString();
  }

  /** The label stands above the frame where the name of the y axis leaves room, else inside. */
  private String marker(Plot plot, Marker marker, int index) {
    double x = plot.px(marker.x());
    boolean left = x > (AREA.left() + AREA.innerRight()) / 2;
    double begins = left ? x - LETTER * marker.label().length() : x;
    boolean above = index == 0 && begins > LETTER * (yAxis.label().length() + 1);
    double shift = above ? 0 : left ? -5 : 5;
    double y = above ? AREA.top() - Plot.LABEL_RISE : AREA.top() + 12 + 18 * index;
    return Plot.line("marker", x, AREA.top(), x, AREA.innerBottom())
        + Plot.text(left ? "note end" : "note", x + shift, y, marker.label());
  }

  private static String point(Plot plot, double x, double y) {
    return Markup.number(plot.px(x)) + " " + Markup.number(plot.py(y));
  }

  private boolean visible(double x, double y) {
    return Plot.shown(xAxis, x) && Plot.shown(yAxis, y);
  }

  private String description() {
    List<String> parts = new ArrayList<>();
    for (Series line : series) {
      double[] y = Arrays.stream(line.y()).filter(Double::isFinite).toArray();
      if (y.length > 0) {
        parts.add(
            "%s from %s to %s, between %s and %s"
                .formatted(
                    line.name(),
                    Plot.spoken(y[0]),
                    Plot.spoken(y[y.length - 1]),
                    Plot.spoken(Arrays.stream(y).min().orElseThrow()),
                    Plot.spoken(Arrays.stream(y).max().orElseThrow())));
      }
    }
    markers.forEach(m -> parts.add("%s at %s".formatted(m.label(), Plot.spoken(m.x()))));
    return "%s: %s over %s; %s"
        .formatted(title, yAxis.label(), xAxis.label(), String.join("; ", parts));
  }
}
