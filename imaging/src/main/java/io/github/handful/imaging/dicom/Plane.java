package io.github.handful.imaging.dicom;

import io.github.handful.imaging.Placement;
import java.util.List;

/**
 * Where a frame lies in the patient.
 *
 * @param position centre of its first pixel
 * @param row unit vector along a row, the way the column index grows
 * @param column unit vector along a column, the way the row index grows
 */
record Plane(Vector3 position, Vector3 row, Vector3 column) {
  /** Cosines are written with few digits; more than this is no rounding. */
  private static final double TOLERANCE = 1e-3;

  /** Whether the two directions are unit vectors at a right angle, but for rounding. */
  boolean isRightAngled() {
    return Math.abs(row.dot(column)) < TOLERANCE
        && Math.abs(row.length() - 1) < TOLERANCE
        && Math.abs(column.length() - 1) < TOLERANCE;
  }

  boolean isParallel(Plane other) {
    return row.minus(other.row).length() < 2 * TOLERANCE
        && column.minus(other.column).length() < 2 * TOLERANCE;
  }

  /** Perpendicular to the plane, such that the three directions are right-handed. */
  Vector3 normal() {
    Vector3 normal = row.cross(column);
    return normal.times(1 / normal.length());
  }

  /** How far along its normal the plane lies. */
  double height() {
    return position.dot(normal());
  }

  /** A voxel grid whose first slice is this plane. */
  Placement placement(double columnSpacing, double rowSpacing, double sliceSpacing) {
    Vector3 x = row.times(1 / row.length());
    Vector3 z = normal();
    Vector3 y = z.cross(x);
    return new Placement(
        List.of(columnSpacing, rowSpacing, sliceSpacing),
        List.of(position.x(), position.y(), position.z()),
        List.of(x.x(), y.x(), z.x(), x.y(), y.y(), z.y(), x.z(), y.z(), z.z()));
  }
}
