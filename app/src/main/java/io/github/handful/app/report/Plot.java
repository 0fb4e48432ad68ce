package io.github.handful.app.report;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The frame of a chart: a rectangle of user units whose inner part stands for a range of values.
 * Values beyond the range are drawn on its border.
 */
record Plot(Area area, Axis xAxis, Axis yAxis, Axis.Bounds x, Axis.Bounds y) {
  /** Size of a drawing and the margins around its inner part. */
  record Area(double width, double height, double left, double right, double top, double bottom) {
    double innerRight() {
      return width - right;
    }

    double innerBottom() {
      return height - bottom;
    }

    /** How many ticks the x axis has room for. */
    int columns() {
      return (int) (width / UNITS_PER_COLUMN);
    }

    /** How many ticks the y axis has room for. */
    int rows() {
      return (int) (height / UNITS_PER_ROW);
    }
  }

  /** How far above the frame the name of the y axis stands. */
  static final double LABEL_RISE = 11;

  private static final double UNITS_PER_COLUMN = 90;
  private static final double UNITS_PER_ROW = 55;

  static Plot of(Area area, Axis xAxis, Axis yAxis, List<double[]> xs, List<double[]> ys) {
    Axis.Bounds x =
        xAxis.bounds().orElseGet(() -> fromZero(xAxis.scale(), range(xAxis.scale(), xs)));
    Axis.Bounds y =
        yAxis.bounds().orElseGet(() -> rounded(area, yAxis.scale(), range(yAxis.scale(), ys)));
    return new Plot(area, xAxis, yAxis, x, y);
  }

  /** Whether a value has a place on the axis. */
  static boolean shown(Axis axis, double value) {
    return Double.isFinite(value) && (axis.scale() == Axis.Scale.LINEAR || value > 0);
  }

  double px(double value) {
    double part = share(xAxis.scale(), x, value);
    return area.left() + part * (area.innerRight() - area.left());
  }

  double py(double value) {
    double part = share(yAxis.scale(), y, value);
    return area.innerBottom() - part * (area.innerBottom() - area.top());
  }

  /** Grid, ticks and labels; the name of the y axis stands above it, where it reads level. */
  String frame() {
    StringBuilder svg = new StringBuilder();
    Ticks rows = ticks(yAxis.scale(), y, area.rows());
    for (int i = 0; i < rows.values().size(); i++) {
      double at = py(rows.values().get(i));
      svg.append(line("grid", area.left(), at, area.innerRight(), at));
      svg.append(text("tick end", area.left() - 7, at + 4, rows.labels().get(i)));
    }
    svg.append(
        line("axis", area.left(), area.innerBottom(), area.innerRight(), area.innerBottom()));
    Ticks columns = ticks(xAxis.scale(), x, area.columns());
    for (int i = 0; i < columns.values().size(); i++) {
      double at = px(columns.values().get(i));
      svg.append(line("axis", at, area.innerBottom(), at, area.innerBottom() + 4));
      String anchor = at > area.innerRight() - 14 ? "tick end" : "tick middle";
      double shift = at > area.innerRight() - 14 ? area.right() - 2 : 0;
      svg.append(text(anchor, at + shift, area.innerBottom() + 18, columns.labels().get(i)));
    }
    if (!xAxis.label().isEmpty()) {
      double middle = (area.left() + area.innerRight()) / 2;
      svg.append(text("label middle", middle, area.height() - 5, xAxis.label()));
    }
    if (!yAxis.label().isEmpty()) {
      svg.append(text("label", 2, area.top() - LABEL_RISE, yAxis.label()));
    }
    return svg.toString();
  }

  /** The opening tag of a drawing that a screen reader speaks as {@code description}. */
  String open(String description) {
    return "<svg class=\"plot\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">"
        .formatted(
            Markup.number(area.width()), Markup.number(area.height()), Markup.escape(description));
  }

  static String line(String type, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
        .formatted(
            type, Markup.number(x1), Markup.number(y1), Markup.number(x2), Markup.number(y2));
  }

  static String text(String type, double x, double y, String text) {
    return "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
        .formatted(type, Markup.number(x), Markup.number(y), Markup.escape(text));
  }

  /** A value with four significant digits at most, for descriptions. */
  static String spoken(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static double share(Axis.Scale scale, Axis.Bounds bounds, double value) {
    double part =
        scale == Axis.Scale.LINEAR
            ? (value - bounds.from()) / (bounds.to() - bounds.from())
            : Math.log(value / bounds.from()) / Math.log(bounds.to() / bounds.from());
    return Math.max(0, Math.min(1, part));
  }

  private static Ticks ticks(Axis.Scale scale, Axis.Bounds bounds, int wanted) {
    return scale == Axis.Scale.LINEAR
        ? Ticks.linear(bounds.from(), bounds.to(), wanted)
        : Ticks.log(bounds.from(), bounds.to());
  }

  private static Axis.Bounds range(Axis.Scale scale, List<double[]> values) {
    Axis axis = new Axis("", scale, Optional.empty());
    DoubleSummaryStatistics statistics =
        values.stream()
            .flatMapToDouble(DoubleStream::of)
            .filter(value -> shown(axis, value))
            .summaryStatistics();
    if (statistics.getCount() == 0) {
      return scale == Axis.Scale.LINEAR ? new Axis.Bounds(0, 1) : new Axis.Bounds(0.1, 1);
    }
    if (statistics.getMin() < statistics.getMax()) {
      return new Axis.Bounds(statistics.getMin(), statistics.getMax());
    }
    double only = statistics.getMin();
    if (scale == Axis.Scale.LOG) {
      return new Axis.Bounds(only / 2, only * 2);
    }
    double half = only == 0 ? 1 : Math.abs(only) / 2;
    return new Axis.Bounds(only - half, only + half);
  }

  /** Positions that begin near 0, as counts do, are shown from 0. */
  private static Axis.Bounds fromZero(Axis.Scale scale, Axis.Bounds range) {
    boolean near = range.from() > 0 && range.from() < 0.1 * range.to();
    return scale == Axis.Scale.LINEAR && near ? new Axis.Bounds(0, range.to()) : range;
  }

  /** The range widened to round ends, so that a curve does not run along the border. */
  private static Axis.Bounds rounded(Area area, Axis.Scale scale, Axis.Bounds range) {
    if (scale == Axis.Scale.LINEAR) {
      double step = Ticks.niceStep((range.to() - range.from()) / area.rows());
      double slack = 1e-9;
      return new Axis.Bounds(
          Math.floor(range.from() / step + slack) * step,
          Math.ceil(range.to() / step - slack) * step);
    }
    return new Axis.Bounds(roundedDown(range.from()), 1 / roundedDown(1 / range.to()));
  }

  private static double roundedDown(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    double mantissa = value / power;
    return power * (mantissa >= 5 ? 5 : mantissa >= 2 ? 2 : 1);
  }
}
