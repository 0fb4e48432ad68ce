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

  /** Of a row whose label stands above it. */
  private static final double TALL_ROW = 46;

  private static final double TOP = 8;
  private static final double BOTTOM = 46;

  /** Room for the number at the end of a row. */
  private static final double RIGHT = 60;

  /** Generous width of a letter in user units. */
  private static final double LETTER = 8;

  /** Wider labels stand above their rows. */
  private static final double WIDEST_LABEL = 200;

  private static final double NARROW = 12;
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
    double beside = NARROW + LETTER * letters;
    boolean above = beside > WIDEST_LABEL;
    double height = above ? TALL_ROW : ROW;
    Plot.Area area =
        new Plot.Area(
            WIDTH,
            TOP + height * rows.size() + BOTTOM,
            above ? NARROW : beside,
            RIGHT,
            TOP,
            BOTTOM);
    Axis.Bounds bounds = bounds();
    Axis x = new Axis(xLabel, Axis.Scale.LINEAR, Optional.of(bounds));
    Plot plot = Plot.of(area, x, Axis.linear("", 0, rows.size()), List.of(), List.of());
    StringBuilder svg = new StringBuilder(plot.open(description()));
    svg.append(frame(plot, Ticks.linear(bounds.from(), bounds.to(), TICKS)));
    for (int i = 0; i < rows.size(); i++) {
      double y = TOP + height * (i + (above ? 0.7 : 0.5));
      svg.append(
          above
              ? Plot.text("label", NARROW, y - ROW / 2, rows.get(i).label())
              : Plot.text("label end", area.left() - 10, y + 4, rows.get(i).label()));
      svg.append(row(plot, rows.get(i), y));
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
    return Plot.line("line solid " + colour, plot.px(row.lower()), y, plot.px(row.upper()), y)
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
