package io.github.handful.imaging;

import java.util.ArrayList;
import java.util.List;

/**
 * How the axes of a voxel grid run in the patient: which of them runs left, which back and which up
 * to the head, each possibly reversed. Turning a volume into the canonical order only permutes and
 * mirrors its voxels; every voxel keeps its value and, but for rounding, its place in the patient.
 *
 * @param axes for each canonical axis (to the left, to the back, to the head) the axis of the grid
 *     that runs along it: 0 width, 1 height, 2 depth
 * @param reversed for each canonical axis whether the axis of the grid runs against it
 */
public record Orientation(List<Integer> axes, List<Boolean> reversed) {
  private static final List<List<Integer>> PERMUTATIONS =
      List.of(
          List.of(0, 1, 2),
          List.of(1, 0, 2),
          List.of(2, 1, 0),
          List.of(0, 2, 1),
          List.of(1, 2, 0),
          List.of(2, 0, 1));

  public Orientation {
    axes = List.copyOf(axes);
    reversed = List.copyOf(reversed);
    if (!PERMUTATIONS.contains(axes) || reversed.size() != 3) {
      throw new IllegalArgumentException(
          "an orientation orders the axes 0, 1 and 2, got " + axes + " and " + reversed);
    }
  }

  /**
   * The orientation whose axes are nearest to those of the patient: the one of 48 with the greatest
   * sum of cosines between canonical axes and axes of the grid, so that oblique grids never use an
   * axis twice. Of equal ones that with fewer exchanged axes is taken.
   */
  public static Orientation of(Placement placement) {
    List<Integer> best = PERMUTATIONS.get(0);
    double greatest = -1;
    for (List<Integer> permutation : PERMUTATIONS) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        sum += Math.abs(cosine(placement, c, permutation.get(c)));
      }
      // Rounding must not decide between axes at 45 degrees.
      if (sum > greatest + 1e-6) {
        greatest = sum;
        best = permutation;
      }
    }
    List<Boolean> reversed = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      reversed.add(cosine(placement, c, best.get(c)) < 0);
    }
    return new Orientation(best, reversed);
  }

  private static double cosine(Placement placement, int coordinate, int axis) {
    return placement.direction().get(3 * coordinate + axis);
  }

  /** Whether the grid is in the canonical order already. */
  public boolean isCanonical() {
    return axes.equals(PERMUTATIONS.get(0)) && !reversed.contains(true);
  }

  /**
   * Where the axes of the grid lead, a letter for each: L or R, P or A, S or I. {@code LPS} is the
   * canonical order.
   */
  public String letters() {
    StringBuilder letters = new StringBuilder();
    for (int axis = 0; axis < 3; axis++) {
      int canonical = axes.indexOf(axis);
      letters.append((reversed.get(canonical) ? "RAI" : "LPS").charAt(canonical));
    }
    return letters.toString();
  }

  /** The grid with its axes in the canonical order, at the same place in the patient. */
  public Grid toCanonical(Grid grid) {
    if (isCanonical()) {
      return grid;
    }
    Placement placement = grid.placement();
    List<Double> spacing = new ArrayList<>();
    for (int axis : axes) {
      spacing.add(placement.spacing().get(axis));
    }
    List<Double> direction = new ArrayList<>();
    for (int coordinate = 0; coordinate < 3; coordinate++) {
      for (int c = 0; c < 3; c++) {
        double cosine = cosine(placement, coordinate, axes.get(c));
        // A reversed 0 would be -0, which is not equal to 0 in a list.
        direction.add((reversed.get(c) ? -cosine : cosine) + 0.0);
      }
    }
    int[] first = new int[3];
    for (int c = 0; c < 3; c++) {
      first[axes.get(c)] = reversed.get(c) ? grid.size(axes.get(c)) - 1 : 0;
    }
    return new Grid(
        grid.size(axes.get(0)),
        grid.size(axes.get(1)),
        grid.size(axes.get(2)),
        new Placement(spacing, placement.from(first[0], first[1], first[2]).origin(), direction));
  }

  /** Where a voxel of the grid (column, row, slice) is in the canonical order. */
  public int[] toCanonical(Grid grid, int[] voxel) {
    int[] canonical = new int[3];
    for (int c = 0; c < 3; c++) {
      int at = voxel[axes.get(c)];
      canonical[c] = reversed.get(c) ? grid.size(axes.get(c)) - 1 - at : at;
    }
    return canonical;
  }

  /** The image with its axes in the canonical order; the same image where they are so already. */
  public Image toCanonical(Image image) {
    Grid canonical = toCanonical(image.grid());
    if (isCanonical()) {
      return image;
    }
    float[] samples = new float[image.samples().length];
    Walk walk = Walk.of(this, image.grid());
    for (int c = 0; c < image.channels(); c++) {
      walk.gather(image.samples(), samples, c * canonical.count());
    }
    return new Image(canonical, image.channels(), image.maximum(), samples);
  }

  /** The map with its axes in the canonical order; the same map where they are so already. */
  public LabelMap toCanonical(LabelMap map) {
    if (isCanonical()) {
      return map;
    }
    byte[] labels = new byte[map.labels().length];
    Walk.of(this, map.grid()).gather(map.labels(), labels);
    return new LabelMap(toCanonical(map.grid()), labels);
  }

  /**
   * An image in the canonical order back on the grid that it came from, which the result has
   * exactly.
   *
   * @throws IllegalArgumentException if {@code original} in canonical order has another size
   */
  public Image fromCanonical(Image image, Grid original) {
    requireOrigin(image.grid(), original);
    float[] samples = image.samples();
    if (!isCanonical()) {
      samples = new float[image.samples().length];
      Walk walk = Walk.of(this, original);
      for (int c = 0; c < image.channels(); c++) {
        walk.scatter(image.samples(), samples, c * original.count());
      }
    }
    return new Image(original, image.channels(), image.maximum(), samples);
  }

  /**
   * A map in the canonical order back on the grid that it came from, which the result has exactly.
   *
   * @throws IllegalArgumentException if {@code original} in canonical order has another size
   */
  public LabelMap fromCanonical(LabelMap map, Grid original) {
    requireOrigin(map.grid(), original);
    byte[] labels = map.labels();
    if (!isCanonical()) {
      labels = new byte[map.labels().length];
      Walk.of(this, original).scatter(map.labels(), labels);
    }
    return new LabelMap(original, labels);
  }

  private void requireOrigin(Grid canonical, Grid original) {
    if (!toCanonical(original).sameSize(canonical)) {
      throw new IllegalArgumentException(
          "%s voxels in canonical order do not come from a grid of %s"
              .formatted(canonical.describe(), original.describe()));
    }
  }

  /** The voxels of a grid in the order that its canonical form has them. */
  private record Walk(int width, int height, int depth, int start, int dx, int dy, int dz) {

    static Walk of(Orientation orientation, Grid grid) {
      int[] strides = {1, grid.width(), grid.width() * grid.height()};
      int start = 0;
      int[] size = new int[3];
      int[] step = new int[3];
      for (int c = 0; c < 3; c++) {
        int axis = orientation.axes.get(c);
        boolean backwards = orientation.reversed.get(c);
        size[c] = grid.size(axis);
        step[c] = backwards ? -strides[axis] : strides[axis];
        start += backwards ? (size[c] - 1) * strides[axis] : 0;
      }
      return new Walk(size[0], size[1], size[2], start, step[0], step[1], step[2]);
    }

    private int row(int index) {
      return start + index % height * dy + index / height * dz;
    }

    void gather(float[] original, float[] canonical, int offset) {
      for (int row = 0; row < height * depth; row++) {
        int from = offset + row(row);
        int to = offset + row * width;
        for (int x = 0; x < width; x++) {
          canonical[to + x] = original[from + x * dx];
        }
      }
    }

    void scatter(float[] canonical, float[] original, int offset) {
      for (int row = 0; row < height * depth; row++) {
        int from = offset + row * width;
        int to = offset + row(row);
        for (int x = 0; x < width; x++) {
          original[to + x * dx] = canonical[from + x];
        }
      }
    }

    void gather(byte[] original, byte[] canonical) {
      for (int row = 0; row < height * depth; row++) {
        int from = row(row);
        int to = row * width;
        for (int x = 0; x < width; x++) {
          canonical[to + x] = original[from + x * dx];
        }
      }
    }

    void scatter(byte[] canonical, byte[] original) {
      for (int row = 0; row < height * depth; row++) {
        int from = row * width;
        int to = row(row);
        for (int x = 0; x < width; x++) {
          original[to + x * dx] = canonical[from + x];
        }
      }
    }
  }
}
