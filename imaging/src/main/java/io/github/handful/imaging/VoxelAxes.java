package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The step of one voxel along each axis of a grid and the centre of the first voxel, as headers
 * give them, in millimetres with x to the left, y to the back and z to the head.
 *
 * @param steps three vectors, the first for the axis that runs fastest
 * @param origin three coordinates
 */
record VoxelAxes(double[][] steps, double[] origin) {
  private static final String[] AXES = {"first", "second", "third"};

  /** Cosines this far from a right angle are rounding of headers, not a shear. */
  private static final double ROUNDING = 1e-3;

  /** Axes from unit vectors and spacings. */
  static VoxelAxes of(double[][] directions, double[] spacing, double[] origin) {
    double[][] steps = new double[3][3];
    for (int axis = 0; axis < 3; axis++) {
      for (int c = 0; c < 3; c++) {
        steps[axis][c] = directions[axis][c] * spacing[axis];
      }
    }
    return new VoxelAxes(steps, origin);
  }

  /** The same grid where the header's x runs to the right and its y to the front, as in NIfTI. */
  VoxelAxes fromRightAnterior() {
    return flipped(-1, -1);
  }

  /** The same grid where the header's x and y run along or against those of this program. */
  VoxelAxes flipped(int x, int y) {
    double[] signs = {x, y, 1};
    return map(signs);
  }

  /** The same grid from a header in another unit. */
  VoxelAxes times(double millimetres) {
    return map(new double[] {millimetres, millimetres, millimetres});
  }

  private VoxelAxes map(double[] factors) {
    double[][] mapped = new double[3][3];
    double[] start = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int axis = 0; axis < 3; axis++) {
        mapped[axis][c] = steps[axis][c] * factors[c] + 0.0;
      }
      start[c] = origin[c] * factors[c] + 0.0;
    }
    return new VoxelAxes(mapped, start);
  }

  /**
   * The placement of a grid with these sizes. An axis of one voxel may lack a step: it then stands
   * upright on the other two, one millimetre thick.
   *
   * @throws DataException where a spacing is 0, a number is not finite, or the axes are sheared
   */
  Placement placement(Path file, long[] sizes) {
    requireFinite(file);
    double[][] axes = completed(sizes);
    List<Double> spacing = new ArrayList<>();
    Double[] direction = new Double[9];
    for (int axis = 0; axis < 3; axis++) {
      double length = length(axes[axis]);
      if (!(length > 0) || Double.isInfinite(length)) {
        throw new DataException(
            "%s has a spacing of %s along its %s axis, so nothing in it can be measured; write the right spacing with the program that made it."
                .formatted(file, length == 0 ? "0" : length, AXES[axis]));
      }
      spacing.add(length);
      for (int c = 0; c < 3; c++) {
        direction[3 * c + axis] = axes[axis][c] / length;
      }
    }
    requireRightAngles(file, axes);
    return new Placement(spacing, List.of(origin[0], origin[1], origin[2]), List.of(direction));
  }

  private void requireFinite(Path file) {
    boolean finite = Arrays.stream(origin).allMatch(Double::isFinite);
    for (double[] step : steps) {
      finite &= Arrays.stream(step).allMatch(Double::isFinite);
    }
    if (!finite) {
      throw new DataException(
          file
              + " has a position, direction or spacing that is not a number; write the right geometry with the program that made it.");
    }
  }

  private double[][] completed(long[] sizes) {
    double[][] axes = {steps[0].clone(), steps[1].clone(), steps[2].clone()};
    for (int axis = 0; axis < 3; axis++) {
      if (length(axes[axis]) == 0 && sizes[axis] == 1) {
        double[] a = axes[(axis + 1) % 3];
        double[] b = axes[(axis + 2) % 3];
        double[] normal = {
          a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
        };
        double length = length(normal);
        for (int c = 0; c < 3 && length > 0; c++) {
          axes[axis][c] = normal[c] / length;
        }
      }
    }
    return axes;
  }

  private static void requireRightAngles(Path file, double[][] axes) {
    for (int a = 0; a < 3; a++) {
      double[] first = axes[a];
      double[] second = axes[(a + 1) % 3];
      double dot = first[0] * second[0] + first[1] * second[1] + first[2] * second[2];
      double cosine = Math.abs(dot) / (length(first) * length(second));
      if (cosine > ROUNDING) {
        throw new DataException(
            "%s has axes that are sheared by %.1f degrees, and only grids with right angles are read; resample it to such a grid."
                .formatted(file, Math.toDegrees(Math.asin(Math.min(1, cosine)))));
      }
    }
  }

  private static double length(double[] vector) {
    return Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
  }
}
