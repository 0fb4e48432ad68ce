package io.github.handful.imaging;

/**
 * A picture or a volume: {@code samples[((c * depth + z) * height + y) * width + x]}, one channel
 * after another, in the units of its file (0..255 for 8 bit, 0..65535 for 16 bit, any value for
 * floating point and for volumes).
 *
 * @param channels of pictures 1 (grey) or 3 (red, green, blue), alpha is removed when a file is
 *     read; of volumes any number
 * @param maximum the largest value the file's sample type can hold: 255, 65535, or 1 for floating
 *     point and for volumes
 */
public record Image(Grid grid, int channels, float maximum, float[] samples) {
  public Image {
    if (channels < 1 || (long) grid.count() * channels != samples.length) {
      throw new IllegalArgumentException(
          samples.length + " samples do not fill " + grid.describe() + " x " + channels);
    }
  }

  /** A picture. */
  public Image(int width, int height, int channels, float maximum, float[] samples) {
    this(Grid.of(width, height), channels, maximum, samples);
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

  /** The sample of channel {@code c} at column {@code x}, row {@code y} of the first slice. */
  public float at(int c, int y, int x) {
    return at(c, 0, y, x);
  }

  /** The sample of channel {@code c} at column {@code x}, row {@code y}, slice {@code z}. */
  public float at(int c, int z, int y, int x) {
    return samples[((c * depth() + z) * height() + y) * width() + x];
  }
}
