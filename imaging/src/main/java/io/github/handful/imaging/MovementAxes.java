package io.github.handful.imaging;

import java.util.List;

/**
 * The axes along which a grid is moved. Where one spacing is more than three times another, content
 * is only moved within the planes of the fine axes, for interpolation between thick slices would
 * mix what lies far apart; nnU-Net does the same (Isensee and others, 2021).
 *
 * @param first axis of the planes
 * @param second axis of the planes
 * @param third axis, across the planes: the coarse one of thick slices, z otherwise
 * @param across whether content may also be moved and mixed across the planes
 */
record MovementAxes(int first, int second, int third, boolean across) {
  private static final double THICK = 3;

  static MovementAxes of(Grid grid) {
    List<Double> spacing = grid.placement().spacing();
    int coarse = 2;
    double least = spacing.get(2);
    for (int axis = 0; axis < 2; axis++) {
      coarse = spacing.get(axis) > spacing.get(coarse) ? axis : coarse;
      least = Math.min(least, spacing.get(axis));
    }
    boolean thick = spacing.get(coarse) > THICK * least;
    int third = grid.isVolume() && thick ? coarse : 2;
    return new MovementAxes((third + 1) % 3, (third + 2) % 3, third, grid.isVolume() && !thick);
  }

  /** The axes along which content is shifted and scaled. */
  int[] moving() {
    return across ? new int[] {first, second, third} : new int[] {first, second};
  }
}
