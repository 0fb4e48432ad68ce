package io.github.handful.app.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Repeated measurements at a few positions, for example the Dice of several seeds over the number
 * of labelled images: a line through the means of each series, and each repetition as a small dot.
 */
public record ReplicatesChart(
    String title, String caption, Axis xAxis, Axis yAxis, List<Series> series) implements Chart {
  private static final Plot.Area AREA = new Plot.Area(480, 288, 56, 16, 32, 46);

  /** Series stand beside each other by so much, or they would hide one another. */
  private static final double APART = 4;

  public ReplicatesChart {
    series = List.copyOf(series);
  }

  /**
   * One line.
   *
   * @param points by ascending position
   */
  public record Series(String name, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * The repetitions at one position.
   *
   * @param values at least one
   */
  public record Point(double x, double[] values) {
    double mean() {
      return Arrays.stream(values).average().orElse(Double.NaN);
    }
  }

  @Override
  public List<String> legend() {
    return series.stream().map(Series::name).toList();
  }

  @Override
  public List<String> drawings() {
    List<Point> all = series.stream().flatMap(s -> s.points().stream()).toList();
    Plot plot =
        Plot.of(
            AREA,
            xAxis,
            yAxis,
            List.of(all.stream().mapToDouble(Point::x).toArray()),
            all.stream().map(Point::values).toList());
    StringBuilder svg = new StringBuilder(plot.open(description()));
    svg.append(plot.frame());
    for (int i = 0; i < series.size(); i++) {
      double shift = (i - (series.size() - 1) / 2.0) * APART;
      svg.append(drawing(plot, series.get(i), "s" + i % Palette.COLOURS, shift));
    }
    return List.of(svg.append("</svg>").toString());
  }

  private static String drawing(Plot plot, Series line, String colour, double shift) {
    StringBuilder svg = new StringBuilder();
    String path =
        line.points().stream()
            .map(
                p -> Markup.number(plot.px(p.x()) + shift) + " " + Markup.number(plot.py(p.mean())))
            .collect(Collectors.joining("L", "M", ""));
    if (line.points().size() > 1) {
      svg.append("<path class=\"line %s\" d=\"%s\"/>".formatted(colour, path));
    }
    for (Point point : line.points()) {
      double x = plot.px(point.x()) + shift;
      for (double value : point.values()) {
        svg.append(dot("dot faint " + colour, x, plot.py(value), 3));
      }
      svg.append(dot("dot " + colour, x, plot.py(point.mean()), 4));
    }
    return svg.toString();
  }

  private static String dot(String type, double x, double y, int radius) {
    return "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%d\"/>"
        .formatted(type, Markup.number(x), Markup.number(y), radius);
  }

  private String description() {
    return series.stream()
        .map(
            s ->
                s.points().stream()
                    .map(p -> "%s at %s".formatted(Plot.spoken(p.mean()), Plot.spoken(p.x())))
                    .collect(Collectors.joining(", ", s.name() + " ", "")))
        .collect(
            Collectors.joining(
                "; ", "%s: mean %s over %s; ".formatted(title, yAxis.label(), xAxis.label()), ""));
  }
}
