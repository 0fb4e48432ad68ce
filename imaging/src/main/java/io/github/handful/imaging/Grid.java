package io.github.handful.imaging;

/**
 * The pixels or voxels of an image: how many there are along each axis, and where they lie. A
 * picture is a grid of depth 1. Values on a grid are stored with x fastest: {@code (z * height + y)
 * * width + x}.
 */
public record Grid(int width, int height, int depth, Placement placement) {
  public Grid {
    if (width < 1 || height < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "an image needs at least one pixel, got " + size(width, height, depth));
    }
    if ((double) width * height * depth > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          size(width, height, depth) + " voxels are more than one image can have");
    }
  }

  /** The grid of a picture. */
  public static Grid of(int width, int height) {
    return new Grid(width, height, 1, Placement.NONE);
  }

  /** The grid of a volume without a place. */
  public static Grid of(int width, int height, int depth) {
    return new Grid(width, height, depth, Placement.NONE);
  }

  /** How many pixels or voxels there are. */
  public int count() {
    return width * height * depth;
  }

  /** Whether there is more than one slice. */
  public boolean isVolume() {
    return depth > 1;
  }

  /** Voxels along an axis: 0 width, 1 height, 2 depth. */
  public int size(int axis) {
    return axis == 0 ? width : axis == 1 ? height : depth;
  }

  /** Whether two grids have the same size. */
  public boolean sameSize(Grid other) {
    return width == other.width && height == other.height && depth == other.depth;
  }

  /** Whether two grids have the same size and lie at the same place, but for rounding. */
  public boolean matches(Grid other) {
    return sameSize(other) && placement.matches(other.placement, width, height, depth);
  }

  /** Such as 512 x 384, or 36 x 50 x 35 for a volume. */
  public String describe() {
    return size(width, height, depth);
  }

  private static String size(int width, int height, int depth) {
    return width + " x " + height + (depth == 1 ? "" : " x " + depth);
  }
}
