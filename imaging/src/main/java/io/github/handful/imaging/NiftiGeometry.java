package io.github.handful.imaging;

/** The two ways in which NIfTI places a grid (nifti1.h, "3D image orientation and location"). */
final class NiftiGeometry {
  /** Below this the rotation is half a turn and the quaternion's first part rounding. */
  private static final double HALF_TURN = 1e-7;

  private NiftiGeometry() {}

  /** The sform: three rows of an affine map from voxel numbers to millimetres. */
  static VoxelAxes ofAffine(double[][] rows) {
    double[][] steps = new double[3][3];
    double[] origin = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int axis = 0; axis < 3; axis++) {
        steps[axis][c] = rows[c][axis];
      }
      origin[c] = rows[c][3];
    }
    return new VoxelAxes(steps, origin);
  }

  /**
   * The qform: a rotation by a unit quaternion, whose first part follows from the other three.
   *
   * @param third -1 where the third axis is turned around after the rotation, else 1
   */
  static VoxelAxes ofQuaternion(double[] bcd, int third, double[] spacing, double[] origin) {
    double b = bcd[0];
    double c = bcd[1];
    double d = bcd[2];
    double a = 1 - (b * b + c * c + d * d);
    if (a < HALF_TURN) {
      double norm = Math.sqrt(b * b + c * c + d * d);
      a = 0;
      b /= norm;
      c /= norm;
      d /= norm;
    } else {
      a = Math.sqrt(a);
    }
    double[][] axes = {
      {a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)},
      {2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)},
      {
        third * 2 * (b * d + a * c),
        third * 2 * (c * d - a * b),
        third * (a * a + d * d - b * b - c * c)
      }
    };
    return VoxelAxes.of(axes, spacing, origin);
  }

  /**
   * The quaternion of a placement, in NIfTI's axes: x to the right and y to the front.
   *
   * @return b, c, d and the sign of the third axis
   */
  static double[] quaternion(Placement placement) {
    double[][] r = new double[3][3];
    for (int c = 0; c < 3; c++) {
      for (int axis = 0; axis < 3; axis++) {
        r[c][axis] = (c < 2 ? -1 : 1) * placement.direction().get(3 * c + axis);
      }
    }
    double third = determinant(r) < 0 ? -1 : 1;
    for (int c = 0; c < 3; c++) {
      r[c][2] *= third;
    }
    double[] squares = {
      1 + r[0][0] + r[1][1] + r[2][2],
      1 + r[0][0] - r[1][1] - r[2][2],
      1 - r[0][0] + r[1][1] - r[2][2],
      1 - r[0][0] - r[1][1] + r[2][2]
    };
    int largest = 0;
    for (int i = 1; i < 4; i++) {
      largest = squares[i] > squares[largest] ? i : largest;
    }
    // The products of the largest part with the others: dividing by it is then exact enough.
    double[] q =
        switch (largest) {
          case 0 ->
              new double[] {squares[0], r[2][1] - r[1][2], r[0][2] - r[2][0], r[1][0] - r[0][1]};
          case 1 ->
              new double[] {r[2][1] - r[1][2], squares[1], r[0][1] + r[1][0], r[0][2] + r[2][0]};
          case 2 ->
              new double[] {r[0][2] - r[2][0], r[0][1] + r[1][0], squares[2], r[1][2] + r[2][1]};
          default ->
              new double[] {r[1][0] - r[0][1], r[0][2] + r[2][0], r[1][2] + r[2][1], squares[3]};
        };
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double sign = q[0] < 0 ? -1 : 1;
    return new double[] {sign * q[1] / norm, sign * q[2] / norm, sign * q[3] / norm, third};
  }

  private static double determinant(double[][] m) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  }
}
