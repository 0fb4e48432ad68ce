package io.github.handful.imaging;

/**
 * An affine map that moves a picture or a volume: the output voxel with its centre at {@code (x, y,
 * z)} shows what lies at {@code linear · (x, y, z) + offset} of the input. Coordinates are in
 * voxels, the centre of the first one is (0, 0, 0); in a picture x points right and y down.
 *
 * <p>The factories are named after what happens to the content, so {@code translation(2, 0)} moves
 * it two pixels to the right. Those that take a grid turn and shear in its millimetres, so that
 * shapes keep their angles where voxels are longer along one axis. The output has the size of the
 * input.
 */
public final class AffineWarp {

  /** How an image continues beyond its border. */
  public enum Border {
    /** The outermost pixels are repeated. */
    REPLICATE {
      @Override
      public float inside(float position, int size) {
        return Math.max(0, Math.min(size - 1, position));
      }
    },
    /** The image is mirrored at its outer edge, the outermost pixels appearing twice. */
    MIRROR {
      @Override
      public float inside(float position, int size) {
        if (position >= 0 && position <= size - 1) {
          return position;
        }
        float period = 2f * size;
        float folded = (position + 0.5f) % period;
        folded = folded < 0 ? folded + period : folded;
        folded = folded > size ? period - folded : folded;
        return REPLICATE.inside(folded - 0.5f, size);
      }
    };

    /** The position from 0 to {@code size - 1} that shows the same as {@code position}. */
    public abstract float inside(float position, int size);
  }

  /** Three rows of three linear coefficients and an offset. */
  private final double[] rows;

  private AffineWarp(double[] rows) {
    this.rows = rows;
  }

  /** The map that leaves every picture as it is. */
  public static AffineWarp identity() {
    return translation(0, 0, 0);
  }

  /** Moves the content {@code dx} pixels to the right and {@code dy} pixels down. */
  public static AffineWarp translation(double dx, double dy) {
    return translation(dx, dy, 0);
  }

  /** Moves the content by so many voxels along the three axes. */
  public static AffineWarp translation(double dx, double dy, double dz) {
    return axisByAxis(new double[] {1, 1, 1}, new double[] {-dx, -dy, -dz});
  }

  /** Mirrors left and right of a picture {@code width} pixels wide. */
  public static AffineWarp horizontalFlip(int width) {
    return flip(0, width);
  }

  /** Mirrors top and bottom of a picture {@code height} pixels high. */
  public static AffineWarp verticalFlip(int height) {
    return flip(1, height);
  }

  /** Mirrors along an axis, 0 to 2, of {@code size} voxels. */
  public static AffineWarp flip(int axis, int size) {
    double[] factors = {1, 1, 1};
    double[] offsets = new double[3];
    factors[axis] = -1;
    offsets[axis] = size - 1;
    return axisByAxis(factors, offsets);
  }

  /** Turns the content clockwise on the screen about the centre of a picture. */
  public static AffineWarp rotation(double degrees, int width, int height) {
    return rotation(2, degrees, Grid.of(width, height));
  }

  /**
   * Turns the content about an axis, 0 to 2, through the centre of a grid: the next axis towards
   * the one after it, x towards y about z.
   */
  public static AffineWarp rotation(int axis, double degrees, Grid grid) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    return inPlane(axis, cos, sin, -sin, cos, grid);
  }

  /**
   * Enlarges the content by {@code sx} along x and {@code sy} along y about the centre of a
   * picture.
   *
   * @throws IllegalArgumentException if a factor is not positive
   */
  public static AffineWarp scaling(double sx, double sy, int width, int height) {
    return scaling(sx, sy, 1, Grid.of(width, height));
  }

  /**
   * Enlarges the content along the three axes about the centre of a grid.
   *
   * @throws IllegalArgumentException if a factor is not positive
   */
  public static AffineWarp scaling(double sx, double sy, double sz, Grid grid) {
    if (!(sx > 0 && sy > 0 && sz > 0)) {
      throw new IllegalArgumentException(
          "scale factors must be positive, got %s, %s, %s".formatted(sx, sy, sz));
    }
    return axisByAxis(new double[] {1 / sx, 1 / sy, 1 / sz}, new double[3]).about(grid);
  }

  /**
   * Shears the content about the centre of a picture: vertical lines lean by {@code xDegrees},
   * horizontal lines by {@code yDegrees}.
   *
   * @throws IllegalArgumentException if an angle is 45 degrees or more either way
   */
  public static AffineWarp shear(double xDegrees, double yDegrees, int width, int height) {
    return shear(2, xDegrees, yDegrees, Grid.of(width, height));
  }

  /**
   * Shears the content about the centre of a grid within the planes that an axis, 0 to 2, is normal
   * to: with {@code u} the next axis and {@code v} the one after it, lines along v lean by {@code
   * uDegrees} and lines along u by {@code vDegrees}.
   *
   * @throws IllegalArgumentException if an angle is 45 degrees or more either way
   */
  public static AffineWarp shear(int axis, double uDegrees, double vDegrees, Grid grid) {
    if (!(Math.abs(uDegrees) < 45 && Math.abs(vDegrees) < 45)) {
      throw new IllegalArgumentException(
          "shear angles must be below 45 degrees, got " + uDegrees + ", " + vDegrees);
    }
    double u = Math.tan(Math.toRadians(uDegrees));
    double v = Math.tan(Math.toRadians(vDegrees));
    double determinant = 1 - u * v;
    return inPlane(
        axis, 1 / determinant, -u / determinant, -v / determinant, 1 / determinant, grid);
  }

  /** The input position along each axis is {@code factor * position + offset}. */
  static AffineWarp axisByAxis(double[] factors, double[] offsets) {
    double[] rows = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      rows[4 * axis + axis] = factors[axis];
      rows[4 * axis + 3] = offsets[axis];
    }
    return new AffineWarp(rows);
  }

  /** A map of the plane normal to {@code axis}, given in millimetres about the grid's centre. */
  private static AffineWarp inPlane(
      int axis, double uu, double uv, double vu, double vv, Grid grid) {
    int u = (axis + 1) % 3;
    int v = (axis + 2) % 3;
    double su = grid.placement().spacing().get(u);
    double sv = grid.placement().spacing().get(v);
    double[] rows = new double[12];
    rows[4 * axis + axis] = 1;
    rows[4 * u + u] = uu;
    rows[4 * u + v] = uv * sv / su;
    rows[4 * v + u] = vu * su / sv;
    rows[4 * v + v] = vv;
    return new AffineWarp(rows).about(grid);
  }

  private AffineWarp about(Grid grid) {
    double x = (grid.width() - 1) / 2.0;
    double y = (grid.height() - 1) / 2.0;
    double z = (grid.depth() - 1) / 2.0;
    return translation(-x, -y, -z).then(this).then(translation(x, y, z));
  }

  /** The part of an input coordinate, 0 to 2, that an output coordinate contributes. */
  public double linear(int input, int output) {
    return rows[4 * input + output];
  }

  /** The input coordinate, 0 to 2, that the first output voxel shows. */
  public double offset(int input) {
    return rows[4 * input + 3];
  }

  /** The warp that does this one first and {@code next} to its result. */
  public AffineWarp then(AffineWarp next) {
    double[] joined = new double[12];
    for (int r = 0; r < 12; r += 4) {
      for (int c = 0; c < 4; c++) {
        joined[r + c] =
            rows[r] * next.rows[c]
                + rows[r + 1] * next.rows[4 + c]
                + rows[r + 2] * next.rows[8 + c];
      }
      joined[r + 3] += rows[r + 3];
    }
    return new AffineWarp(joined);
  }

  /** The image moved, interpolated linearly and continued beyond its border. */
  public Image apply(Image image, Border border) {
    return dense(image.grid()).linear(image, border);
  }

  /** The image moved, interpolated linearly, with {@code outside} beyond its border. */
  public Image apply(Image image, float outside) {
    return dense(image.grid()).linear(image, outside);
  }

  /** The label map moved, by nearest neighbour and continued beyond its border. */
  public LabelMap apply(LabelMap map, Border border) {
    return dense(map.grid()).nearest(map, border);
  }

  /** The label map moved, by nearest neighbour, with background beyond its border. */
  public LabelMap apply(LabelMap map) {
    return dense(map.grid()).nearest(map);
  }

  /** The input position of every voxel of a grid. */
  DenseWarp dense(Grid grid) {
    return DenseWarp.identity(grid).through(this);
  }
}
