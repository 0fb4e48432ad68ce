package io.github.handful.imaging;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Changes the number of pixels or voxels of images, label maps and probability planes. Pixels are
 * areas and voxels are boxes, so the outer borders of the grids coincide and element {@code i} of
 * {@code n} has its centre at {@code (i + 0.5) / n} of the extent.
 *
 * <p>Intensities use a triangle filter along each axis: linear interpolation where the grid becomes
 * finer, and a filter widened by the scale factor where it becomes coarser, which prevents
 * aliasing. Beyond the border the picture is mirrored; a constant stays constant and a whole-number
 * factor keeps the mean.
 */
public final class Resampling {
  private Resampling() {}

  /**
   * The grid of another size with the same outer borders, its spacing and first voxel moved
   * accordingly. A picture without a place stays without one.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public static Grid resize(Grid grid, int width, int height, int depth) {
    requireSize(width, height, depth);
    Placement placement = grid.placement();
    if (grid.depth() == 1 && depth == 1 && placement.equals(Placement.NONE)) {
      return Grid.of(width, height);
    }
    double x = (double) grid.width() / width;
    double y = (double) grid.height() / height;
    double z = (double) grid.depth() / depth;
    Placement resized =
        placement
            .from((x - 1) / 2, (y - 1) / 2, (z - 1) / 2)
            .withSpacing(
                placement.spacing().get(0) * x,
                placement.spacing().get(1) * y,
                placement.spacing().get(2) * z);
    return new Grid(width, height, depth, resized);
  }

  /**
   * The image with slices of {@code width} x {@code height} pixels.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public static Image resize(Image image, int width, int height) {
    return resize(image, width, height, image.depth());
  }

  /**
   * The image on a grid of {@code width} x {@code height} x {@code depth} voxels.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public static Image resize(Image image, int width, int height, int depth) {
    return fill(image, resize(image.grid(), width, height, depth));
  }

  /**
   * The image on {@code target}, which the result has exactly.
   *
   * @throws IllegalArgumentException if the outer borders of the grids do not coincide
   */
  public static Image resize(Image image, Grid target) {
    requireSameBorders(image.grid(), target);
    return fill(image, target);
  }

  private static Image fill(Image image, Grid target) {
    float[] samples = new float[Math.multiplyExact(target.count(), image.channels())];
    int sourcePlane = image.width() * image.height();
    int plane = target.width() * target.height();
    for (int c = 0; c < image.channels(); c++) {
      PlaneResampler resampler = new PlaneResampler(image.grid(), target, 1);
      int to = c * target.count();
      for (int z = 0; z < image.depth(); z++) {
        resampler.accept(
            image.samples(),
            (c * image.depth() + z) * sourcePlane,
            (at, values) -> System.arraycopy(values, 0, samples, to + at * plane, plane));
      }
    }
    return new Image(target, image.channels(), image.maximum(), samples);
  }

  /**
   * The label map with slices of {@code width} x {@code height} pixels: each pixel takes the class
   * of the pixel that its centre falls into.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public static LabelMap resize(LabelMap map, int width, int height) {
    return resize(map, width, height, map.depth());
  }

  /**
   * The label map on a grid of {@code width} x {@code height} x {@code depth} voxels: each takes
   * the class of the voxel that its centre falls into.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public static LabelMap resize(LabelMap map, int width, int height, int depth) {
    return fill(map, resize(map.grid(), width, height, depth));
  }

  /**
   * The label map on {@code target}, which the result has exactly, by the nearest voxel.
   *
   * @throws IllegalArgumentException if the outer borders of the grids do not coincide
   */
  public static LabelMap resize(LabelMap map, Grid target) {
    requireSameBorders(map.grid(), target);
    return fill(map, target);
  }

  private static LabelMap fill(LabelMap map, Grid target) {
    byte[] labels = new byte[target.count()];
    int[] columns = nearest(map.width(), target.width());
    int[] rows = nearest(map.height(), target.height());
    int[] slices = nearest(map.depth(), target.depth());
    int to = 0;
    for (int slice : slices) {
      for (int row : rows) {
        int from = (slice * map.height() + row) * map.width();
        for (int column : columns) {
          labels[to++] = map.labels()[from + column];
        }
      }
    }
    return new LabelMap(target, labels);
  }

  private static int[] nearest(int size, int resized) {
    int[] indices = new int[resized];
    for (int i = 0; i < resized; i++) {
      indices[i] = (int) ((2L * i + 1) * size / (2L * resized));
    }
    return indices;
  }

  /**
   * The label map on {@code target} by shares: each voxel takes the class whose indicator,
   * resampled as intensities are, is greatest, the lowest of equal ones. Where the grid becomes
   * coarser this is the class of the greatest volume; where it becomes finer along several axes,
   * borders are smoother than those of the nearest voxel.
   *
   * @throws IllegalArgumentException if the outer borders of the grids do not coincide
   */
  public static LabelMap resizeByShare(LabelMap map, Grid target) {
    requireSameBorders(map.grid(), target);
    int[] classes = classes(map);
    int[] channelOf = new int[256];
    for (int c = 0; c < classes.length; c++) {
      channelOf[classes[c]] = c;
    }
    byte[] labels = new byte[target.count()];
    int sourcePlane = map.width() * map.height();
    int plane = target.width() * target.height();
    PlaneResampler resampler = new PlaneResampler(map.grid(), target, classes.length);
    float[] indicators = new float[classes.length * sourcePlane];
    for (int z = 0; z < map.depth(); z++) {
      Arrays.fill(indicators, 0);
      for (int i = 0; i < sourcePlane; i++) {
        int channel = channelOf[map.labels()[z * sourcePlane + i] & 0xff];
        indicators[channel * sourcePlane + i] = 1;
      }
      resampler.accept(
          indicators, (at, values) -> takeGreatest(values, classes, labels, at * plane, plane));
    }
    return new LabelMap(target, labels);
  }

  /** The classes that occur, rising. */
  private static int[] classes(LabelMap map) {
    boolean[] present = new boolean[256];
    for (byte label : map.labels()) {
      present[label & 0xff] = true;
    }
    return IntStream.range(0, 256).filter(label -> present[label]).toArray();
  }

  private static void takeGreatest(
      float[] indicators, int[] classes, byte[] labels, int to, int plane) {
    for (int i = 0; i < plane; i++) {
      int best = 0;
      for (int c = 1; c < classes.length; c++) {
        if (indicators[c * plane + i] > indicators[best * plane + i]) {
          best = c;
        }
      }
      labels[to + i] = (byte) classes[best];
    }
  }

  /**
   * One plane, {@code plane[y * width + x]}, on another grid; probabilities stay between their
   * least and greatest value and those of several classes keep their sum.
   *
   * @throws IllegalArgumentException if a size is below 1 or the plane does not have {@code width *
   *     height} values
   */
  public static float[] resize(float[] plane, int width, int height, int newWidth, int newHeight) {
    requireSize(newWidth, newHeight, 1);
    if ((long) width * height != plane.length) {
      throw new IllegalArgumentException(
          plane.length + " values do not fill " + width + "x" + height);
    }
    float[] resized = new float[Math.multiplyExact(newWidth, newHeight)];
    new PlaneFilter(width, height, newWidth, newHeight).apply(plane, 0, resized, 0);
    return resized;
  }

  private static void requireSize(int width, int height, int depth) {
    if (width < 1 || height < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "cannot resize to " + width + "x" + height + (depth == 1 ? "" : "x" + depth));
    }
  }

  private static void requireSameBorders(Grid source, Grid target) {
    Grid expected = resize(source, target.width(), target.height(), target.depth());
    if (!expected.matches(target)) {
      throw new IllegalArgumentException(
          "a grid of %s and one of %s do not cover the same place"
              .formatted(source.describe(), target.describe()));
    }
  }
}
