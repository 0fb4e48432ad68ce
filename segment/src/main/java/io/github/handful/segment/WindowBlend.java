package io.github.handful.segment;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.PlaneResampler.PlaneConsumer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Covers an image with windows that overlap by at least half and averages what they give, weighted
 * by a Gaussian that falls towards the window's border (Isensee et al. 2021). Windows go along z
 * last, and slices that no later window reaches are handed on at once: no more slices are held than
 * a window has.
 */
final class WindowBlend {
  /** Standard deviation of the weights as a part of the window's side. */
  private static final double SPREAD = 0.125;

  private final Grid grid;
  private final Grid window;
  private final int planes;
  private final Axis x;
  private final Axis y;
  private final Axis z;
  private final float[][] slab;

  WindowBlend(Grid grid, Grid window, int planes) {
    this.grid = grid;
    this.window = window;
    this.planes = planes;
    this.x = Axis.of(grid.width(), window.width());
    this.y = Axis.of(grid.height(), window.height());
    this.z = Axis.of(grid.depth(), window.depth());
    int held = Math.min(grid.depth(), window.depth());
    this.slab = new float[held][Math.multiplyExact(planes, grid.width() * grid.height())];
  }

  /**
   * Asks for the planes of each window, {@code [((k * depth + z) * height + y) * width + x]}, those
   * of up to {@code together} windows one after another, and hands on the blended slices in the
   * order of z.
   */
  void run(int together, Function<List<Corner>, float[]> windows, PlaneConsumer finished) {
    int done = 0;
    for (int i = 0; i < z.starts().length; i++) {
      List<Corner> layer = layer(z.starts()[i]);
      for (int from = 0; from < layer.size(); from += together) {
        List<Corner> some = layer.subList(from, Math.min(layer.size(), from + together));
        float[] values = windows.apply(some);
        for (int w = 0; w < some.size(); w++) {
          add(some.get(w), values, w * planes * window.depth());
        }
      }
      int reached = i + 1 < z.starts().length ? z.starts()[i + 1] : grid.depth();
      for (; done < reached; done++) {
        finished.accept(done, takeSlice(done));
      }
    }
  }

  private List<Corner> layer(int front) {
    List<Corner> layer = new ArrayList<>();
    for (int top : y.starts()) {
      for (int left : x.starts()) {
        layer.add(new Corner(left, top, front));
      }
    }
    return layer;
  }

  /**
   * @param first slice of the values that belongs to the window
   */
  private void add(Corner corner, float[] values, int first) {
    for (int dz = 0; dz < window.depth(); dz++) {
      int slice = corner.z() + dz;
      if (slice >= 0 && slice < grid.depth()) {
        for (int k = 0; k < planes; k++) {
          int from = first + k * window.depth() + dz;
          add(corner, values, from, slab[slice % slab.length], k, z.bell()[dz]);
        }
      }
    }
  }

  private void add(Corner corner, float[] values, int from, float[] slice, int k, float weight) {
    int last = Math.min(window.width(), grid.width() - corner.x());
    for (int dy = 0; dy < window.height(); dy++) {
      int row = corner.y() + dy;
      if (row >= 0 && row < grid.height()) {
        float rowWeight = weight * y.bell()[dy];
        int source = (from * window.height() + dy) * window.width();
        int target = (k * grid.height() + row) * grid.width() + corner.x();
        for (int dx = Math.max(0, -corner.x()); dx < last; dx++) {
          slice[target + dx] += rowWeight * x.bell()[dx] * values[source + dx];
        }
      }
    }
  }

  private float[] takeSlice(int at) {
    float[] slice = slab[at % slab.length];
    float[] means = new float[slice.length];
    int i = 0;
    for (int k = 0; k < planes; k++) {
      for (int row = 0; row < grid.height(); row++) {
        double weight = z.sums()[at] * y.sums()[row];
        for (int column = 0; column < grid.width(); column++, i++) {
          means[i] = (float) (slice[i] / (weight * x.sums()[column]));
        }
      }
    }
    Arrays.fill(slice, 0);
    return means;
  }

  /**
   * Windows along one axis, evenly spaced so that the first and the last touch the borders.
   *
   * @param starts of the windows; one before 0 where the window is longer than the image
   * @param bell the weights within a window
   * @param sums for each position the sum of the weights that it gets
   */
  private record Axis(int[] starts, float[] bell, double[] sums) {
    static Axis of(int side, int window) {
      float[] bell = new float[window];
      for (int i = 0; i < window; i++) {
        double z = (i + 0.5 - window / 2.0) / (SPREAD * window);
        bell[i] = (float) Math.exp(-0.5 * z * z);
      }
      int[] starts = starts(side, window);
      double[] sums = new double[side];
      for (int start : starts) {
        for (int i = Math.max(0, -start); i < Math.min(window, side - start); i++) {
          sums[start + i] += bell[i];
        }
      }
      return new Axis(starts, bell, sums);
    }

    private static int[] starts(int side, int window) {
      int spare = side - window;
      if (spare <= 0) {
        return new int[] {Corner.centred(side, window)};
      }
      int[] starts = new int[(int) Math.ceil(spare / (window / 2.0)) + 1];
      for (int i = 1; i < starts.length; i++) {
        starts[i] = (int) Math.round((double) spare * i / (starts.length - 1));
      }
      return starts;
    }
  }
}
