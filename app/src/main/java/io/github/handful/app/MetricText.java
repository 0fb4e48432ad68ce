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
      case AREA_DIFFERENCE -> "Size diff.";
    };
  }

  /** One sentence without its full stop. */
  static String definition(Metric metric, SurfaceSettings settings) {
    String points = settings.volumes() ? "voxels" : "pixels";
    String borders = settings.volumes() ? "surfaces" : "outlines";
    return switch (metric) {
      case DICE -> "twice the common %s over those of both masks".formatted(points);
      case JACCARD -> "Jaccard index: the common %s over those of either mask".formatted(points);
      case SENSITIVITY -> "the part of the true %s that was found (recall)".formatted(points);
      case SPECIFICITY -> "the part of the other %s that was left alone".formatted(points);
      case PRECISION -> "the part of the predicted %s that is right".formatted(points);
      case HAUSDORFF ->
          "Hausdorff distance: the greatest distance between the %s, in %s"
              .formatted(borders, unit(settings));
      case HAUSDORFF_95 ->
          "95th percentile of the distances between the %s, the greater of both directions, in %s"
              .formatted(borders, unit(settings));
      case AVERAGE_SURFACE_DISTANCE ->
          "mean distance between the %s over both directions, in %s"
              .formatted(borders, unit(settings));
      case NORMALISED_SURFACE_DISTANCE ->
          "normalised surface distance: the part of both %s within %s of the other, in %s"
              .formatted(borders, number(settings.tolerance()), unit(settings));
      case AREA_DIFFERENCE ->
          settings.volumes()
              ? "volume of the prediction less that of the truth, in mm³"
              : "area of the prediction less that of the truth, in squares of " + unit(settings);
    };
  }

  /** What distances are measured in. */
  static String unit(SurfaceSettings settings) {
    if (settings.volumes()) {
      return "mm";
    }
    return inPixels(settings)
        ? "pixels"
        : "the unit of the spacing (%s x %s for a pixel)"
            .formatted(number(settings.spacingX()), number(settings.spacingY()));
  }

  /** The unit behind a number, with a blank before it; empty where the user alone knows it. */
  static String suffix(SurfaceSettings settings) {
    return settings.volumes() ? " mm" : inPixels(settings) ? " px" : "";
  }

  /** A value of the metric: three decimals for parts of one, fewer for lengths and areas. */
  static String value(Metric metric, double value) {
    String format =
        switch (metric) {
          case HAUSDORFF, HAUSDORFF_95 -> "%.1f";
          case AVERAGE_SURFACE_DISTANCE -> "%.2f";
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
