package io.github.handful.imaging;

/**
 * A 2-D image: {@code samples[(c * height + y) * width + x]}, one plane after another, in the units
 * of its file (0..255 for 8 bit, 0..65535 for 16 bit, any value for floating point).
 *
 * @param channels 1 (grey) or 3 (red, green, blue); alpha is removed when a file is read
 * @param maximum the largest value the file's sample type can hold: 255, 65535, or 1 for floating
 *     point
 */
public record Image(int width, int height, int channels, float maximum, float[] samples) {
  public Image {
    if (width < 1 || height < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "an image needs at least one pixel, got " + width + "x" + height + "x" + channels);
    }
    if ((long) width * height * channels != samples.length) {
      throw new IllegalArgumentException(
          samples.length + " samples do not fill " + width + "x" + height + "x" + channels);
    }
  }

  /** The sample of channel {@code c} at column {@code x}, row {@code y}. */
  public float at(int c, int y, int x) {
    return samples[(c * height + y) * width + x];
  }
}
