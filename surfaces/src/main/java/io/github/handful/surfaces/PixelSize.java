package io.github.handful.surfaces;

import java.util.Locale;

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

  /** The lines of a table {@code pixel_size.csv}. */
  public String table() {
    return String.format(Locale.ROOT, "axial_um,lateral_um\n%.4f,%.4f\n", axial, lateral);
  }
}
