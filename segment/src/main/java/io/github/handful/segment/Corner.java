package io.github.handful.segment;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Placement;

/**
 * The first pixel or voxel of a window on an image. A window may reach beyond the image; there its
 * samples are 0 and its class is background.
 */
record Corner(int x, int y, int z) {

  /** Where a window starts that has the image in its middle, or is in the middle of the image. */
  static int centred(int side, int window) {
    return (side - window) / 2;
  }

  /** What the window shows of an image. */
  Image cut(Image image, Grid window) {
    float[] samples = new float[Math.multiplyExact(image.channels(), window.count())];
    for (int c = 0; c < image.channels(); c++) {
      copy(
          image.grid(),
          image.samples(),
          c * image.grid().count(),
          window,
          samples,
          c * window.count());
    }
    return new Image(placed(image.grid(), window), image.channels(), image.maximum(), samples);
  }

  /** What the window shows of a label map. */
  LabelMap cut(LabelMap map, Grid window) {
    byte[] labels = new byte[window.count()];
    copy(map.grid(), map.labels(), 0, window, labels, 0);
    return new LabelMap(placed(map.grid(), window), labels);
  }

  private Grid placed(Grid source, Grid window) {
    Placement placement = source.placement();
    return placement.equals(Placement.NONE)
        ? window
        : new Grid(window.width(), window.height(), window.depth(), placement.from(x, y, z));
  }

  /** Copies the rows of the window as far as they are inside, between arrays of any one type. */
  private void copy(Grid source, Object from, int start, Grid window, Object to, int target) {
    int first = Math.max(0, -x);
    int count = Math.min(window.width(), source.width() - x) - first;
    for (int dz = Math.max(0, -z); dz < Math.min(window.depth(), source.depth() - z); dz++) {
      for (int dy = Math.max(0, -y); dy < Math.min(window.height(), source.height() - y); dy++) {
        int row = ((z + dz) * source.height() + y + dy) * source.width() + x + first;
        int at = (dz * window.height() + dy) * window.width() + first;
        System.arraycopy(from, start + row, to, target + at, count);
      }
    }
  }
}
