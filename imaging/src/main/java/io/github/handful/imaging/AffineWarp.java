package io.github.handful.imaging;

/**
 * An affine map of the plane that moves a picture: the output pixel with its centre at {@code (x,
 * y)} shows what lies at {@code (xx * x + xy * y + x0, yx * x + yy * y + y0)} of the input.
 * Coordinates are in pixels, the centre of the first pixel is (0, 0), x points right and y down.
 *
 * <p>The factories are named after what happens to the content, so {@code translation(2, 0)} moves
 * it two pixels to the right. The output has the size of the input.
 */
public record AffineWarp(double xx, double xy, double x0, double yx, double yy, double y0) {

  /** How a picture continues beyond its border. */
  public enum Border {
    /** The outermost pixels are repeated. */
    REPLICATE {
      @Override
      float inside(float position, int size) {
        return Math.max(0, Math.min(size - 1, position));
      }
    },
    /** The picture is mirrored at its outer edge, the outermost pixels appearing twice. */
    MIRROR {
      @Override
      float inside(float position, int size) {
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
    abstract float inside(float position, int size);
  }

  /** The map that leaves every picture as it is. */
  public static AffineWarp identity() {
    return new AffineWarp(1, 0, 0, 0, 1, 0);
  }

  /** Moves the content {@code dx} pixels to the right and {@code dy} pixels down. */
  public static AffineWarp translation(double dx, double dy) {
    return new AffineWarp(1, 0, -dx, 0, 1, -dy);
  }

  /** Mirrors left and right of a picture {@code width} pixels wide. */
  public static AffineWarp horizontalFlip(int width) {
    return new AffineWarp(-1, 0, width - 1, 0, 1, 0);
  }

  /** Mirrors top and bottom of a picture {@code height} pixels high. */
  public static AffineWarp verticalFlip(int height) {
    return new AffineWarp(1, 0, 0, 0, -1, height - 1);
  }

  /** Turns the content clockwise on the screen about the centre of a picture. */
  public static AffineWarp rotation(double degrees, int width, int height) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    return new AffineWarp(cos, sin, 0, -sin, cos, 0).about(width, height);
  }

  /**
   * Enlarges the content by {@code sx} along x and {@code sy} along y about the centre of a
   * picture.
   *
   * @throws IllegalArgumentException if a factor is not positive
   */
  public static AffineWarp scaling(double sx, double sy, int width, int height) {
    if (!(sx > 0 && sy > 0)) {
      throw new IllegalArgumentException("scale factors must be positive, got " + sx + ", " + sy);
    }
    return new AffineWarp(1 / sx, 0, 0, 0, 1 / sy, 0).about(width, height);
  }

  /**
   * Shears the content about the centre of a picture: vertical lines lean by {@code xDegrees},
   * horizontal lines by {@code yDegrees}.
   *
   * @throws IllegalArgumentException if an angle is 45 degrees or more either way
   */
  public static AffineWarp shear(double xDegrees, double yDegrees, int width, int height) {
    if (!(Math.abs(xDegrees) < 45 && Math.abs(yDegrees) < 45)) {
      throw new IllegalArgumentException(
          "shear angles must be below 45 degrees, got " + xDegrees + ", " + yDegrees);
    }
    double x = Math.tan(Math.toRadians(xDegrees));
    double y = Math.tan(Math.toRadians(yDegrees));
    double determinant = 1 - x * y;
    return new AffineWarp(
            1 / determinant, -x / determinant, 0, -y / determinant, 1 / determinant, 0)
        .about(width, height);
  }

  /** The warp that does this one first and {@code next} to its result. */
  public AffineWarp then(AffineWarp next) {
    return new AffineWarp(
        xx * next.xx + xy * next.yx,
        xx * next.xy + xy * next.yy,
        xx * next.x0 + xy * next.y0 + x0,
        yx * next.xx + yy * next.yx,
        yx * next.xy + yy * next.yy,
        yx * next.x0 + yy * next.y0 + y0);
  }

  /** The image moved, interpolated bilinearly and continued beyond its border. */
  public Image apply(Image image, Border border) {
    return dense(image.width(), image.height()).bilinear(image, border);
  }

  /** The image moved, interpolated bilinearly, with {@code outside} beyond its border. */
  public Image apply(Image image, float outside) {
    return dense(image.width(), image.height()).bilinear(image, outside);
  }

  /** The label map moved, by nearest neighbour and continued beyond its border. */
  public LabelMap apply(LabelMap map, Border border) {
    return dense(map.width(), map.height()).nearest(map, border);
  }

  /** The label map moved, by nearest neighbour, with background beyond its border. */
  public LabelMap apply(LabelMap map) {
    return dense(map.width(), map.height()).nearest(map);
  }

  /** The input position of every pixel of an output of {@code width} x {@code height}. */
  DenseWarp dense(int width, int height) {
    return DenseWarp.identity(width, height).through(this);
  }

  private AffineWarp about(int width, int height) {
    double cx = (width - 1) / 2.0;
    double cy = (height - 1) / 2.0;
    return translation(-cx, -cy).then(this).then(translation(cx, cy));
  }
}
