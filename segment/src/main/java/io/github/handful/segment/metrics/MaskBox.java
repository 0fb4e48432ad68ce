package io.github.handful.segment.metrics;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Placement;
import java.util.Arrays;
import java.util.List;

/**
 * A box of voxels that holds two masks, the first voxel at (left, top, front); nothing outside it
 * changes a distance between them.
 */
record MaskBox(int left, int top, int front, int width, int height, int depth) {

  /** Whether each voxel of the box is on the surface of a class, x fastest. */
  boolean[] surface(LabelMap map, int label) {
    boolean volume = map.grid().isVolume();
    boolean[] surface = new boolean[width * height * depth];
    int i = 0;
    for (int z = 0; z < depth; z++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          surface[i++] =
              holds(map, label, x, y, z)
                  && !(holds(map, label, x - 1, y, z)
                      && holds(map, label, x + 1, y, z)
                      && holds(map, label, x, y - 1, z)
                      && holds(map, label, x, y + 1, z)
                      && (!volume
                          || (holds(map, label, x, y, z - 1) && holds(map, label, x, y, z + 1))));
        }
      }
    }
    return surface;
  }

  private boolean holds(LabelMap map, int label, int x, int y, int z) {
    boolean inside = x >= 0 && x < width && y >= 0 && y < height && z >= 0 && z < depth;
    return inside && map.at(front + z, top + y, left + x) == label;
  }

  /** The distance of each voxel of {@code from} to the nearest of {@code to}. */
  double[] distances(boolean[] from, boolean[] to, List<Double> spacing) {
    Placement placement =
        Placement.NONE.withSpacing(spacing.get(0), spacing.get(1), spacing.get(2));
    double[] all = DistanceTransform.distances(to, new Grid(width, height, depth, placement));
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (from[i]) {
        all[count++] = all[i];
      }
    }
    return Arrays.copyOf(all, count);
  }
}
