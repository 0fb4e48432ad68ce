package io.github.handful.imaging.dicom;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One frame of one file, and what places it among others.
 *
 * @param frame from 0
 * @param frames how many the file has
 * @param plane absent for pictures without a place in the patient
 * @param spacing of neighbouring pixels in x and y, in millimetres
 * @param step between neighbouring slices as the file says it, 0 where it does not
 * @param slope of the values' unit: value = slope · stored + intercept
 * @param mirror where above or equal to -1 of MONOCHROME1: stored = mirror - stored
 * @param traits what tells apart images of the same place: echo, time, diffusion weighting, ...
 */
record Slice(
    Path file,
    int frame,
    int frames,
    String sopClass,
    String sopInstance,
    int columns,
    int rows,
    int channels,
    Optional<Plane> plane,
    Optional<PixelSpacing> spacing,
    double step,
    double slope,
    double intercept,
    Optional<Double> mirror,
    Map<Trait, String> traits) {
  /** What may differ between images of the same place in one series, the likeliest first. */
  enum Trait {
    STACK("stack"),
    ECHO_TIME("echo time"),
    TEMPORAL_POSITION("time point"),
    DIFFUSION("diffusion weighting"),
    IMAGE_TYPE("kind"),
    TRIGGER_TIME("trigger time"),
    ACQUISITION("acquisition");

    private final String title;

    Trait(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /**
   * Distances of neighbouring pixels.
   *
   * @param column from one column to the next, along x
   * @param row from one row to the next, along y
   * @param atDetector whether they are those of the detector, which a projection magnifies
   */
  record PixelSpacing(double column, double row, boolean atDetector) {}
}
