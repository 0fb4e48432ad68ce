package io.github.handful.imaging;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The axial, coronal and sagittal slice of a volume through one voxel, with the outlines that
 * {@link Overlay} draws, however the axes of the file run.
 */
public final class VolumeOverlay {
  private static final int GAP = 8;

  private VolumeOverlay() {}

  /**
   * The three slices, each as a PNG file.
   *
   * @param voxel column, row and slice of the voxel on the grid of the image
   * @param side pixels of each picture's long side
   */
  public static List<byte[]> slices(
      Image image, LabelMap prediction, Optional<LabelMap> truth, int[] voxel, int side) {
    return draw(image, prediction, truth, voxel, side).stream().map(MaskPng::encode).toList();
  }

  /** The three slices beside each other in one PNG file. */
  public static byte[] png(
      Image image, LabelMap prediction, Optional<LabelMap> truth, int[] voxel, int side) {
    List<BufferedImage> slices = draw(image, prediction, truth, voxel, side);
    int width = slices.stream().mapToInt(slice -> slice.getWidth() + GAP).sum() - GAP;
    int height = slices.stream().mapToInt(BufferedImage::getHeight).max().orElseThrow();
    BufferedImage all = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = all.createGraphics();
    int x = 0;
    for (BufferedImage slice : slices) {
      graphics.drawImage(slice, x, (height - slice.getHeight()) / 2, null);
      x += slice.getWidth() + GAP;
    }
    graphics.dispose();
    return MaskPng.encode(all);
  }

  /** The voxel of the foreground that is nearest to its centre; the middle where there is none. */
  public static int[] centre(LabelMap labels) {
    Grid grid = labels.grid();
    double[] sum = new double[3];
    long count = 0;
    for (int i = 0; i < labels.labels().length; i++) {
      if (labels.labels()[i] != 0) {
        int[] at = voxel(grid, i);
        for (int axis = 0; axis < 3; axis++) {
          sum[axis] += at[axis];
        }
        count++;
      }
    }
    if (count == 0) {
      return new int[] {grid.width() / 2, grid.height() / 2, grid.depth() / 2};
    }
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < labels.labels().length; i++) {
      if (labels.labels()[i] != 0) {
        int[] at = voxel(grid, i);
        double distance = 0;
        for (int axis = 0; axis < 3; axis++) {
          double millimetres =
              (at[axis] - sum[axis] / count) * grid.placement().spacing().get(axis);
          distance += millimetres * millimetres;
        }
        if (distance < least) {
          least = distance;
          nearest = i;
        }
      }
    }
    return voxel(grid, nearest);
  }

  private static int[] voxel(Grid grid, int index) {
    return new int[] {
      index % grid.width(),
      index / grid.width() % grid.height(),
      index / (grid.width() * grid.height())
    };
  }

  private static List<BufferedImage> draw(
      Image image, LabelMap prediction, Optional<LabelMap> truth, int[] voxel, int side) {
    Orientation orientation = Orientation.of(image.grid().placement());
    Image turned = orientation.toCanonical(image);
    LabelMap predicted = orientation.toCanonical(prediction);
    Optional<LabelMap> wanted = truth.map(orientation::toCanonical);
    int[] at = orientation.toCanonical(image.grid(), voxel);
    List<BufferedImage> slices = new ArrayList<>();
    for (SlicePlane plane : SlicePlane.values()) {
      slices.add(
          Overlay.draw(
              plane.cut(turned, at, side),
              plane.cut(predicted, at, side),
              wanted.map(labels -> plane.cut(labels, at, side)),
              side));
    }
    return slices;
  }
}
