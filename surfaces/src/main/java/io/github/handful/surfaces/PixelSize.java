package io.github.handful.surfaces;

/**
 * The size of a pixel of a B-scan in micrometres.
 *
 * @param axial along a column, between rows
 * @param lateral between columns
 */
public record PixelSize(double axial, double lateral) {
  public PixelSize {
    if (!(axial > 0 && lateral > 0) || Double.isInfinite(axial) || Double.isInfinite(lateral)) {
      throw new IllegalArgumentException(
          "a pixel needs a size above 0 um, got " + axial + " and " + lateral);
    }
  }
}
