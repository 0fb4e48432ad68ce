package io.github.handful.segment;

import io.github.handful.imaging.AffineWarp;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Placement;
import java.util.stream.IntStream;

/**
 * The first pixel or voxel of a window on an image. A window may reach beyond the image; there it
 * shows the image and its classes mirrored, as an augmentation does: networks should not learn the
 * borders of files.
 */
record Corner(int x, int y, int z) {

  /** Where a window starts that has the image in its middle, or is in the middle of the image. */
  static int centred(int side, int window) {
    return (side - window) / 2;
  }

  /** The same along all axes. */
  static Corner centred(Grid image, Grid window) {
    return new Corner(
        centred(image.width(), window.width()),
        centred(image.height(), window.height()),
        centred(image.depth(), window.depth()));
  }

  /** What the window shows of an image. */
  Image cut(Image image, Grid window) {
    float[] samples = new float[Math.multiplyExact(image.channels(), window.count())];
    int[] shown = shown(image.grid(), window);
    for (int i = 0; i < samples.length; i++) {
      int channel = i / shown.length;
      samples[i] = image.samples()[channel * image.grid().count() + shown[i % shown.length]];
    }
    return new Image(placed(image.grid(), window), image.channels(), image.maximum(), samples);
  }

  /** What the window shows of a label map. */
  LabelMap cut(LabelMap map, Grid window) {
    byte[] labels = new byte[window.count()];
    int[] shown = shown(map.grid(), window);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = map.labels()[shown[i]];
    }
    return new LabelMap(placed(map.grid(), window), labels);
  }

  private Grid placed(Grid source, Grid window) {
    Placement placement = source.placement();
    return placement.equals(Placement.NONE)
        ? window
        : new Grid(window.width(), window.height(), window.depth(), placement.from(x, y, z));
  }

  /** The place in the source of every pixel or voxel of the window. */
  private int[] shown(Grid source, Grid window) {
    int[] columns = inside(x, window.width(), source.width());
    int[] rows = inside(y, window.height(), source.height());
    int[] slices = inside(z, window.depth(), source.depth());
    int[] shown = new int[window.count()];
    int i = 0;
    for (int slice : slices) {
      for (int row : rows) {
        int start = (slice * source.height() + row) * source.width();
        for (int column : columns) {
          shown[i++] = start + column;
        }
      }
    }
    return shown;
  }

  private static int[] inside(int first, int count, int size) {
    return IntStream.range(first, first + count)
        .map(position -> (int) AffineWarp.Border.MIRROR.inside(position, size))
        .toArray();
  }
}
