package io.github.handful.segment.metrics;

/**
 * The unit in which surface distances are measured.
 *
 * @param spacingX distance of neighbouring pixels in a row, above 0
 * @param spacingY distance of neighbouring pixels in a column, above 0
 * @param tolerance distance up to which two surfaces count as the same, in the same unit, not
 *     negative
 */
public record SurfaceSettings(double spacingX, double spacingY, double tolerance) {
  public SurfaceSettings {
    if (!(spacingX > 0 && spacingY > 0 && tolerance >= 0)) {
      throw new IllegalArgumentException(
          "spacing must be above 0 and tolerance at least 0, got "
              + spacingX
              + " x "
              + spacingY
              + " and "
              + tolerance);
    }
  }

  /** Distances in pixels with a tolerance of two of them. */
  public static SurfaceSettings pixels() {
    return new SurfaceSettings(1, 1, 2);
  }
}
