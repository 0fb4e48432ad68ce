package io.github.handful.segment.metrics;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Placement;

/**
 * The exact Euclidean distance of every voxel to the nearest of some voxels, in time linear in the
 * number of voxels: lower envelopes of parabolas along one axis after the other (Felzenszwalb and
 * Huttenlocher, Distance transforms of sampled functions, 2012).
 */
public final class DistanceTransform {
  private DistanceTransform() {}

  /**
   * Distances to the nearest true entry of {@code sites[y * width + x]}, 0 on the sites themselves
   * and infinite where there are none.
   *
   * @param spacingX distance of neighbours in a row, above 0
   * @param spacingY distance of neighbours in a column, above 0
   * @throws IllegalArgumentException if the sizes do not match or a spacing is not positive
   */
  public static double[] distances(
      boolean[] sites, int width, int height, double spacingX, double spacingY) {
    Placement placement = Placement.NONE.withSpacing(spacingX, spacingY, 1);
    return distances(sites, new Grid(width, height, 1, placement));
  }

  /**
   * Distances to the nearest true entry of {@code sites[(z * height + y) * width + x]} in the unit
   * of the grid's spacing, 0 on the sites themselves and infinite where there are none.
   *
   * @throws IllegalArgumentException if the sites do not fill the grid
   */
  public static double[] distances(boolean[] sites, Grid grid) {
    if (grid.count() != sites.length) {
      throw new IllegalArgumentException(sites.length + " sites do not fill " + grid.describe());
    }
    double[] squared = new double[sites.length];
    for (int i = 0; i < sites.length; i++) {
      squared[i] = sites[i] ? 0 : Double.POSITIVE_INFINITY;
    }
    along(1, squared, grid);
    along(0, squared, grid);
    if (grid.isVolume()) {
      along(2, squared, grid);
    }
    for (int i = 0; i < squared.length; i++) {
      squared[i] = Math.sqrt(squared[i]);
    }
    return squared;
  }

  private static void along(int axis, double[] squared, Grid grid) {
    int[] strides = {1, grid.width(), grid.width() * grid.height()};
    int stride = strides[axis];
    int block = stride * grid.size(axis);
    Envelope envelope = new Envelope(grid.size(axis), grid.placement().spacing().get(axis));
    for (int first = 0; first < squared.length; first += block) {
      for (int start = first; start < first + stride; start++) {
        envelope.transform(squared, start, stride);
      }
    }
  }

  /** The lower envelope of the parabolas of one line, with the memory that all lines share. */
  private static final class Envelope {
    private final int count;
    private final double spacing;
    private final double[] heights;
    private final int[] apexes;
    private final double[] starts;

    Envelope(int count, double spacing) {
      this.count = count;
      this.spacing = spacing;
      heights = new double[count];
      apexes = new int[count];
      starts = new double[count];
    }

    /** Replaces each value by the least over all others plus the squared distance to them. */
    void transform(double[] squared, int start, int stride) {
      for (int i = 0; i < count; i++) {
        heights[i] = squared[start + i * stride];
      }
      int parabolas = build();
      int current = 0;
      for (int i = 0; i < count && parabolas > 0; i++) {
        while (current + 1 < parabolas && starts[current + 1] < i * spacing) {
          current++;
        }
        double away = (i - apexes[current]) * spacing;
        squared[start + i * stride] = away * away + heights[apexes[current]];
      }
    }

    private int build() {
      int last = -1;
      for (int i = 0; i < count; i++) {
        if (heights[i] == Double.POSITIVE_INFINITY) {
          continue;
        }
        double crossing = Double.NEGATIVE_INFINITY;
        while (last >= 0) {
          crossing = crossing(apexes[last], i);
          if (crossing > starts[last]) {
            break;
          }
          last--;
        }
        last++;
        apexes[last] = i;
        starts[last] = last == 0 ? Double.NEGATIVE_INFINITY : crossing;
      }
      return last + 1;
    }

    /** Where the parabola with its apex at {@code right} falls below that at {@code left}. */
    private double crossing(int left, int right) {
      double a = left * spacing;
      double b = right * spacing;
      return (heights[right] - heights[left] + b * b - a * a) / (2 * (b - a));
    }
  }
}
