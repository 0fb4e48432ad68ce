package io.github.handful.segment.metrics;

/**
 * The exact Euclidean distance of every pixel to the nearest of some pixels, in time linear in the
 * number of pixels: lower envelopes of parabolas along one axis after the other (Felzenszwalb and
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
    if (width < 1 || height < 1 || (long) width * height != sites.length) {
      throw new IllegalArgumentException(
          sites.length + " sites do not fill " + width + "x" + height);
    }
    if (!(spacingX > 0 && spacingY > 0)) {
      throw new IllegalArgumentException(
          "spacing must be above 0, got " + spacingX + " x " + spacingY);
    }
    double[] squared = new double[sites.length];
    for (int i = 0; i < sites.length; i++) {
      squared[i] = sites[i] ? 0 : Double.POSITIVE_INFINITY;
    }
    Envelope columns = new Envelope(height, spacingY);
    for (int x = 0; x < width; x++) {
      columns.transform(squared, x, width);
    }
    Envelope rows = new Envelope(width, spacingX);
    for (int y = 0; y < height; y++) {
      rows.transform(squared, y * width, 1);
    }
    for (int i = 0; i < squared.length; i++) {
      squared[i] = Math.sqrt(squared[i]);
    }
    return squared;
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
