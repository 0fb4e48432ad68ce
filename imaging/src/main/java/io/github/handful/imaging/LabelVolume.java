package io.github.handful.imaging;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The whole numbers of a label volume as its file has them, {@code values[(z * height + y) * width
 * + x]}, before they are mapped to classes.
 */
public record LabelVolume(Grid grid, int[] values) {
  public LabelVolume {
    if (grid.count() != values.length) {
      throw new IllegalArgumentException(values.length + " labels do not fill " + grid.describe());
    }
  }

  /** The value of column {@code x}, row {@code y}, slice {@code z}. */
  public int at(int z, int y, int x) {
    return values[(z * grid.height() + y) * grid.width() + x];
  }

  /** How many voxels have each value. */
  public NavigableMap<Integer, Long> counts() {
    NavigableMap<Integer, Long> counts = new TreeMap<>();
    int start = 0;
    for (int i = 1; i <= values.length; i++) {
      if (i == values.length || values[i] != values[start]) {
        counts.merge(values[start], (long) (i - start), Long::sum);
        start = i;
      }
    }
    return counts;
  }
}
