package io.github.handful.imaging;

/**
 * One class for every pixel or voxel: {@code labels[(z * height + y) * width + x]}, unsigned, 0 is
 * background.
 *
 * <p>At most 256 classes.
 */
public record LabelMap(Grid grid, byte[] labels) {
  public LabelMap {
    if (grid.count() != labels.length) {
      throw new IllegalArgumentException(labels.length + " labels do not fill " + grid.describe());
    }
  }

  /** The label map of a picture. */
  public LabelMap(int width, int height, byte[] labels) {
    this(Grid.of(width, height), labels);
  }

  public int width() {
    return grid.width();
  }

  public int height() {
    return grid.height();
  }

  public int depth() {
    return grid.depth();
  }

  /** The class at column {@code x}, row {@code y} of the first slice, from 0 to 255. */
  public int at(int y, int x) {
    return at(0, y, x);
  }

  /** The class at column {@code x}, row {@code y}, slice {@code z}, from 0 to 255. */
  public int at(int z, int y, int x) {
    return labels[(z * height() + y) * width() + x] & 0xff;
  }

  /** How many pixels or voxels have the class {@code label}. */
  public long count(int label) {
    long count = 0;
    for (byte b : labels) {
      if ((b & 0xff) == label) {
        count++;
      }
    }
    return count;
  }
}
