package io.github.handful.imaging;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a voxel grid lies in the patient, in millimetres with x to the left, y to the back and z to
 * the head, as in DICOM and ITK: voxel (i, j, k) has its centre at {@code origin + direction ·
 * (spacing · (i, j, k))}.
 *
 * @param spacing distance of neighbouring voxels along the three axes of the grid, above 0
 * @param origin centre of the first voxel
 * @param direction row-major 3×3 matrix whose columns are the unit vectors of the grid's axes
 */
public record Placement(List<Double> spacing, List<Double> origin, List<Double> direction) {
  /** Of pictures without a place: voxels of one unit along axes that are those of the patient. */
  public static final Placement NONE =
      new Placement(
          List.of(1.0, 1.0, 1.0),
          List.of(0.0, 0.0, 0.0),
          List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0));

  /** Voxels may be off by this part of the spacing and still count as being at the same place. */
  private static final double TOLERANCE = 0.02;

  public Placement {
    spacing = List.copyOf(spacing);
    origin = List.copyOf(origin);
    direction = List.copyOf(direction);
    if (spacing.size() != 3 || origin.size() != 3 || direction.size() != 9) {
      throw new IllegalArgumentException(
          "a placement has 3 spacings, 3 coordinates and 9 cosines, got %d, %d and %d"
              .formatted(spacing.size(), origin.size(), direction.size()));
    }
    for (double s : spacing) {
      if (!(s > 0 && Double.isFinite(s))) {
        throw new IllegalArgumentException("spacing must be above 0, got " + spacing);
      }
    }
    for (int i = 0; i < 12; i++) {
      if (!Double.isFinite(i < 3 ? origin.get(i) : direction.get(i - 3))) {
        throw new IllegalArgumentException("origin and direction must be finite numbers");
      }
    }
  }

  /** The same axes and first voxel at another spacing. */
  public Placement withSpacing(double x, double y, double z) {
    return new Placement(List.of(x, y, z), origin, direction);
  }

  /** The same axes and spacing, the first voxel where now (i, j, k) is. */
  public Placement from(double i, double j, double k) {
    return new Placement(
        spacing, List.of(world(0, i, j, k), world(1, i, j, k), world(2, i, j, k)), direction);
  }

  /** One coordinate (0 x, 1 y, 2 z) of the centre of voxel (i, j, k), in millimetres. */
  public double world(int coordinate, double i, double j, double k) {
    return origin.get(coordinate)
        + step(coordinate, 0) * i
        + step(coordinate, 1) * j
        + step(coordinate, 2) * k;
  }

  /** How far one voxel along an axis of the grid moves along a coordinate, in millimetres. */
  public double step(int coordinate, int axis) {
    return direction.get(3 * coordinate + axis) * spacing.get(axis);
  }

  /** Whether all voxels of a grid of this size are at the same place, but for rounding. */
  boolean matches(Placement other, int width, int height, int depth) {
    for (int corner = 0; corner < 8; corner++) {
      int i = (corner & 1) * (width - 1);
      int j = (corner >> 1 & 1) * (height - 1);
      int k = (corner >> 2 & 1) * (depth - 1);
      for (int c = 0; c < 3; c++) {
        double allowed = TOLERANCE * spacing.stream().mapToDouble(s -> s).max().orElseThrow();
        if (Math.abs(world(c, i, j, k) - other.world(c, i, j, k)) > allowed) {
          return false;
        }
      }
    }
    return true;
  }

  /** In which respect two placements differ, for people. */
  String difference(Placement other) {
    if (!close(spacing, other.spacing)) {
      return "spacing %s and %s mm".formatted(numbers(spacing), numbers(other.spacing));
    }
    return close(direction, other.direction)
        ? "origin %s and %s mm".formatted(numbers(origin), numbers(other.origin))
        : "axes %s and %s".formatted(numbers(direction), numbers(other.direction));
  }

  private static boolean close(List<Double> a, List<Double> b) {
    for (int i = 0; i < a.size(); i++) {
      if (Math.abs(a.get(i) - b.get(i)) > 1e-3) {
        return false;
      }
    }
    return true;
  }

  private static String numbers(List<Double> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%.4g", value))
        .collect(Collectors.joining(" "));
  }
}
