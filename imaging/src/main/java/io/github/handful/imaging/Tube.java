package io.github.handful.imaging;

/**
 * A bent round shape of a phantom: all points nearer to a parabola than its radius there, which
 * changes evenly along the way. The parabola is taken as a chain of straight pieces.
 */
final class Tube {
  private static final int PIECES = 16;

  /** Beyond this many millimetres from the outline the exact distance matters to nothing. */
  private static final double FAR = 8;

  private final double startRadius;
  private final double endRadius;
  private final double[] chain = new double[3 * (PIECES + 1)];
  private final double[] centre = new double[3];
  private final double reach;

  /**
   * The quadratic Bézier curve from {@code start} to {@code end}, drawn towards {@code control};
   * lengths in millimetres.
   */
  Tube(double[] start, double[] control, double[] end, double startRadius, double endRadius) {
    this.startRadius = startRadius;
    this.endRadius = endRadius;
    for (int k = 0; k <= PIECES; k++) {
      double t = (double) k / PIECES;
      for (int axis = 0; axis < 3; axis++) {
        chain[3 * k + axis] =
            (1 - t) * (1 - t) * start[axis] + 2 * t * (1 - t) * control[axis] + t * t * end[axis];
      }
    }
    System.arraycopy(chain, 3 * (PIECES / 2), centre, 0, 3);
    double farthest = 0;
    for (int k = 0; k <= PIECES; k++) {
      farthest =
          Math.max(farthest, distance(centre, chain[3 * k], chain[3 * k + 1], chain[3 * k + 2]));
    }
    reach = farthest + Math.max(startRadius, endRadius);
  }

  /**
   * How far the outline lies beyond a point, in millimetres; above 0 inside. Far outside it is any
   * number below -8.
   */
  double depth(double x, double y, double z) {
    double bound = reach - distance(centre, x, y, z);
    if (bound < -FAR) {
      return bound;
    }
    double depth = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < PIECES; k++) {
      depth = Math.max(depth, depth(k, x, y, z));
    }
    return depth;
  }

  private double depth(int piece, double x, double y, double z) {
    int a = 3 * piece;
    double dx = chain[a + 3] - chain[a];
    double dy = chain[a + 4] - chain[a + 1];
    double dz = chain[a + 5] - chain[a + 2];
    double along = (x - chain[a]) * dx + (y - chain[a + 1]) * dy + (z - chain[a + 2]) * dz;
    double part = Math.max(0, Math.min(1, along / (dx * dx + dy * dy + dz * dz)));
    double ex = x - chain[a] - part * dx;
    double ey = y - chain[a + 1] - part * dy;
    double ez = z - chain[a + 2] - part * dz;
    double radius = startRadius + (piece + part) / PIECES * (endRadius - startRadius);
    return radius - Math.sqrt(ex * ex + ey * ey + ez * ez);
  }

  /** Whether there is a gap of some millimetres everywhere between this tube and another. */
  boolean isApartFrom(Tube other, double gap) {
    double widest = Math.max(startRadius, endRadius);
    for (int k = 0; k <= PIECES; k++) {
      if (other.depth(chain[3 * k], chain[3 * k + 1], chain[3 * k + 2]) > -widest - gap) {
        return false;
      }
    }
    return true;
  }

  private static double distance(double[] from, double x, double y, double z) {
    double dx = x - from[0];
    double dy = y - from[1];
    double dz = z - from[2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
