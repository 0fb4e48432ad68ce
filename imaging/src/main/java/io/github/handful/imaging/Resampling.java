package io.github.handful.imaging;

import java.util.Arrays;

/**
 * Changes the number of pixels of images, label maps and probability planes. Pixels are areas, so
 * the outer borders of the grids coincide and pixel {@code i} of {@code n} has its centre at {@code
 * (i + 0.5) / n} of the extent.
 *
 * <p>Intensities use a triangle filter: bilinear interpolation where the grid becomes finer, and a
 * filter widened by the scale factor where it becomes coarser, which prevents aliasing. Beyond the
 * border the picture is mirrored; a constant stays constant and a whole-number factor keeps the
 * mean.
 */
public final class Resampling {
  private Resampling() {}

  /**
   * The image on a grid of {@code width} x {@code height} pixels, one channel at a time.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public static Image resize(Image image, int width, int height) {
    requireSize(width, height);
    int plane = image.width() * image.height();
    int resizedPlane = Math.multiplyExact(width, height);
    float[] samples = new float[Math.multiplyExact(resizedPlane, image.channels())];
    Taps columns = Taps.of(image.width(), width);
    Taps rows = Taps.of(image.height(), height);
    for (int c = 0; c < image.channels(); c++) {
      resize(image.samples(), c * plane, columns, rows, samples, c * resizedPlane);
    }
    return new Image(width, height, image.channels(), image.maximum(), samples);
  }

  /**
   * The label map on another grid: each pixel takes the class of the pixel that its centre falls
   * into.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public static LabelMap resize(LabelMap map, int width, int height) {
    requireSize(width, height);
    byte[] labels = new byte[Math.multiplyExact(width, height)];
    for (int y = 0; y < height; y++) {
      int row = nearest(y, map.height(), height) * map.width();
      for (int x = 0; x < width; x++) {
        labels[y * width + x] = map.labels()[row + nearest(x, map.width(), width)];
      }
    }
    return new LabelMap(width, height, labels);
  }

  /**
   * One plane, {@code plane[y * width + x]}, on another grid; probabilities stay between their
   * least and greatest value and those of several classes keep their sum.
   *
   * @throws IllegalArgumentException if a size is below 1 or the plane does not have {@code width *
   *     height} values
   */
  public static float[] resize(float[] plane, int width, int height, int newWidth, int newHeight) {
    requireSize(newWidth, newHeight);
    if ((long) width * height != plane.length) {
      throw new IllegalArgumentException(
          plane.length + " values do not fill " + width + "x" + height);
    }
    float[] resized = new float[Math.multiplyExact(newWidth, newHeight)];
    resize(plane, 0, Taps.of(width, newWidth), Taps.of(height, newHeight), resized, 0);
    return resized;
  }

  private static void requireSize(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("cannot resize to " + width + "x" + height);
    }
  }

  private static int nearest(int index, int size, int resized) {
    return (int) ((2L * index + 1) * size / (2L * resized));
  }

  private static void resize(
      float[] source, int from, Taps columns, Taps rows, float[] target, int to) {
    int width = columns.size();
    float[] narrowed = new float[width * rows.sourceSize()];
    for (int y = 0; y < rows.sourceSize(); y++) {
      int start = from + y * columns.sourceSize();
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int t = x * columns.count(); t < (x + 1) * columns.count(); t++) {
          sum += columns.weights()[t] * source[start + columns.indices()[t]];
        }
        narrowed[y * width + x] = (float) sum;
      }
    }
    double[] sums = new double[width];
    for (int y = 0; y < rows.size(); y++) {
      Arrays.fill(sums, 0);
      for (int t = y * rows.count(); t < (y + 1) * rows.count(); t++) {
        double weight = rows.weights()[t];
        int start = rows.indices()[t] * width;
        for (int x = 0; x < width; x++) {
          sums[x] += weight * narrowed[start + x];
        }
      }
      for (int x = 0; x < width; x++) {
        target[to + y * width + x] = (float) sums[x];
      }
    }
  }

  /** For each pixel of the new grid the {@code count} source pixels it mixes, along one axis. */
  private record Taps(int sourceSize, int size, int count, int[] indices, double[] weights) {
    static Taps of(int sourceSize, int size) {
      double scale = (double) sourceSize / size;
      double support = Math.max(1, scale);
      int count = (int) Math.ceil(2 * support) + 1;
      int[] indices = new int[Math.multiplyExact(size, count)];
      double[] weights = new double[size * count];
      for (int i = 0; i < size; i++) {
        double centre = (i + 0.5) * scale - 0.5;
        int first = (int) Math.ceil(centre - support);
        double sum = 0;
        for (int k = 0; k < count; k++) {
          double weight = Math.max(0, 1 - Math.abs(first + k - centre) / support);
          indices[i * count + k] = mirror(first + k, sourceSize);
          weights[i * count + k] = weight;
          sum += weight;
        }
        for (int k = 0; k < count; k++) {
          weights[i * count + k] /= sum;
        }
      }
      return new Taps(sourceSize, size, count, indices, weights);
    }

    private static int mirror(int index, int size) {
      int folded = Math.floorMod(index, 2 * size);
      return folded < size ? folded : 2 * size - 1 - folded;
    }
  }
}
