package io.github.handful.imaging;

/**
 * One class for every pixel: {@code labels[y * width + x]}, unsigned, 0 is background.
 *
 * <p>At most 256 classes.
 */
public record LabelMap(int width, int height, byte[] labels) {
  public LabelMap {
    if (width < 1 || height < 1 || (long) width * height != labels.length) {
      throw new IllegalArgumentException(
          labels.length + " labels do not fill " + width + "x" + height);
    }
  }

  /** The class at column {@code x}, row {@code y}, from 0 to 255. */
  public int at(int y, int x) {
    return labels[y * width + x] & 0xff;
  }

  /** How many pixels have the class {@code label}. */
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
