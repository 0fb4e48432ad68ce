package io.github.handful.app;

import io.github.handful.segment.metrics.Metric;
import io.github.handful.segment.metrics.SurfaceSettings;
import java.util.Locale;

/** What the metrics are called and how they are defined, for people. */
final class MetricText {
  /** How empty masks count; the package of the metrics fixes it. */
  static final String EMPTY_MASKS =
      "Where a class is in neither mask, they agree: Dice, IoU, sensitivity, precision and surface"
          + " Dice are 1 and distances 0. Where it is in one mask only, Dice, IoU and surface Dice"
          + " are 0 and the distances undefined; sensitivity is undefined if the truth is empty and"
          + " precision if the prediction is. Undefined values are left out of means and counted.";

  private MetricText() {}

  /** The heading of a column. */
  static String name(Metric metric) {
    return switch (metric) {
      case DICE -> "Dice";
      case JACCARD -> "IoU";
      case SENSITIVITY -> "Sensitivity";
      case SPECIFICITY -> "Specificity";
      case PRECISION -> "Precision";
      case HAUSDORFF -> "HD";
      case HAUSDORFF_95 -> "HD95";
      case AVERAGE_SURFACE_DISTANCE -> "ASSD";
      case NORMALISED_SURFACE_DISTANCE -> "Surface Dice";
      case AREA_DIFFERENCE -> "Area diff.";
    };
  }

  /** One sentence without its full stop. */
  static String definition(Metric metric, SurfaceSettings settings) {
    return switch (metric) {
      case DICE -> "twice the common pixels over the pixels of both masks";
      case JACCARD -> "Jaccard index: the common pixels over the pixels of either mask";
      case SENSITIVITY -> "the part of the true pixels that was found (recall)";
      case SPECIFICITY -> "the part of the other pixels that was left alone";
      case PRECISION -> "the part of the predicted pixels that is right";
      case HAUSDORFF ->
          "Hausdorff distance: the greatest distance between the outlines, in " + unit(settings);
      case HAUSDORFF_95 ->
          "95th percentile of the distances between the outlines, the greater of both directions, in "
              + unit(settings);
      case AVERAGE_SURFACE_DISTANCE ->
          "mean distance between the outlines over both directions, in " + unit(settings);
      case NORMALISED_SURFACE_DISTANCE ->
          String.format(
              Locale.ROOT,
              "normalised surface distance: the part of both outlines within %s of the other, in %s",
              number(settings.tolerance()),
              unit(settings));
      case AREA_DIFFERENCE ->
          "area of the prediction less that of the truth, in squares of " + unit(settings);
    };
  }

  /** What distances are measured in. */
  static String unit(SurfaceSettings settings) {
    return inPixels(settings)
        ? "pixels"
        : "the unit of the spacing (%s x %s for a pixel)"
            .formatted(number(settings.spacingX()), number(settings.spacingY()));
  }

  /** The unit behind a number, with a blank before it; empty where the user alone knows it. */
  static String suffix(SurfaceSettings settings) {
    return inPixels(settings) ? " px" : "";
  }

  /** A value of the metric: three decimals for parts of one, fewer for lengths and areas. */
  static String value(Metric metric, double value) {
    String format =
        switch (metric) {
          case HAUSDORFF, HAUSDORFF_95, AVERAGE_SURFACE_DISTANCE -> "%.1f";
          case AREA_DIFFERENCE -> "%+.0f";
          default -> "%.3f";
        };
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }

  private static boolean inPixels(SurfaceSettings settings) {
    return settings.spacingX() == 1 && settings.spacingY() == 1;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
