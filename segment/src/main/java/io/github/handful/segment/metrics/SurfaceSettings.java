package io.github.handful.segment.metrics;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Placement;
import java.util.List;

/**
 * The unit in which surface distances are measured. Volumes and pictures that have a place in the
 * patient are measured in the millimetres of their own grid.
 *
 * @param spacingX distance of neighbouring pixels in a row of a picture without a place, above 0
 * @param spacingY distance of neighbouring pixels in a column of such a picture, above 0
 * @param tolerance distance up to which two surfaces count as the same, in the same unit, not
 *     negative
 * @param volumes whether the masks are volumes, measured in millimetres
 */
public record SurfaceSettings(double spacingX, double spacingY, double tolerance, boolean volumes) {
  /** Of pictures. */
  public SurfaceSettings(double spacingX, double spacingY, double tolerance) {
    this(spacingX, spacingY, tolerance, false);
  }

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

  /** The distances of neighbours along the three axes of masks on {@code grid}. */
  public List<Double> spacing(Grid grid) {
    boolean placed = grid.isVolume() || !grid.placement().equals(Placement.NONE);
    return placed ? grid.placement().spacing() : List.of(spacingX, spacingY, 1.0);
  }

  /** Distances in the millimetres of volumes. */
  public static SurfaceSettings millimetres(double tolerance) {
    return new SurfaceSettings(1, 1, tolerance, true);
  }

  /** Distances in pixels with a tolerance of two of them. */
  public static SurfaceSettings pixels() {
    return new SurfaceSettings(1, 1, 2);
  }
}
