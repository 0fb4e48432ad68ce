package io.github.handful.app.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Differences with their intervals, one below the other, and a line at zero: what crosses it may be
 * chance.
 *
 * @param xLabel what the differences are of
 */
public record ForestChart(String title, String caption, String xLabel, List<Row> rows)
    implements Chart {
  private static final double WIDTH = 480;
  private static final double ROW = 26;
  private static final double TOP = 8;
  private static final double BOTTOM = 46;

  /** Room for the number at the end of a row. */
  private static final double RIGHT = 60;

  /** Generous width of a letter in user units. */
  private static final double LETTER = 8;

  private static final double WIDEST_LABEL = 200;
  private static final int TICKS = 4;

  public ForestChart {
    rows = List.copyOf(rows);
  }

  /**
   * A difference.
   *
   * @param colour number of the series whose colour it has in other charts, from 0
   */
  public record Row(String label, int colour, double mean, double lower, double upper) {}

  @Override
  public List<String> legend() {
    return List.of();
  }

  @Override
  public List<String> drawings() {
    int letters = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    double left = Math.min(WIDEST_LABEL, 12 + LETTER * letters);
    Plot.Area area =
        new Plot.Area(WIDTH, TOP + ROW * rows.size() + BOTTOM, left, RIGHT, TOP, BOTTOM);
    Axis.Bounds bounds = bounds();
    Axis x = new Axis(xLabel, Axis.Scale.LINEAR, Optional.of(bounds));
    Plot plot = Plot.of(area, x, Axis.linear("", 0, rows.size()), List.of(), List.of());
    StringBuilder svg = new StringBuilder(plot.open(description()));
    svg.append(frame(plot, Ticks.linear(bounds.from(), bounds.to(), TICKS)));
    for (int i = 0; i < rows.size(); i++) {
      svg.append(row(plot, rows.get(i), TOP + ROW * (i + 0.5)));
    }
    return List.of(svg.append("</svg>").toString());
  }

  /** The intervals and zero, and round ends. */
  private Axis.Bounds bounds() {
    double low = Math.min(0, rows.stream().mapToDouble(Row::lower).min().orElse(0));
    double high = Math.max(0, rows.stream().mapToDouble(Row::upper).max().orElse(0));
    if (low == high) {
      return new Axis.Bounds(-1, 1);
    }
    double step = Ticks.niceStep((high - low) / TICKS);
    return new Axis.Bounds(
        Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step);
  }

  private static String frame(Plot plot, Ticks ticks) {
    Plot.Area area = plot.area();
    StringBuilder svg = new StringBuilder();
    for (int i = 0; i < ticks.values().size(); i++) {
      double at = plot.px(ticks.values().get(i));
      boolean zero = Math.abs(ticks.values().get(i)) < 1e-12;
      svg.append(
          Plot.line(
              zero ? "axis" : "grid", at, area.top(), at, area.innerBottom() + (zero ? 4 : 0)));
      svg.append(Plot.text("tick middle", at, area.innerBottom() + 18, ticks.labels().get(i)));
    }
    double middle = (area.left() + area.innerRight()) / 2;
    return svg.append(Plot.text("label middle", middle, area.height() - 5, plot.xAxis().label()))
        .toString();
  }

  private static String row(Plot plot, Row row, double y) {
    Plot.Area area = plot.area();
    String colour = "s" + row.colour() % Palette.COLOURS;
    return Plot.text("label end", area.left() - 10, y + 4, row.label())
        + Plot.line("line solid " + colour, plot.px(row.lower()), y, plot.px(row.upper()), y)
        + "<circle class=\"dot %s\" cx=\"%s\" cy=\"%s\" r=\"4\"/>"
            .formatted(colour, Markup.number(plot.px(row.mean())), Markup.number(y))
        + Plot.text("label end", area.width() - 2, y + 4, signed(row.mean()));
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.3f", value).replace('-', '−');
  }

  private String description() {
    return rows.stream()
        .map(
            row ->
                "%s %s, from %s to %s"
                    .formatted(
                        row.label(),
                        Plot.spoken(row.mean()),
                        Plot.spoken(row.lower()),
                        Plot.spoken(row.upper())))
        .collect(Collectors.joining("; ", title + ": ", ""));
  }
}
