package io.github.handful.segment.metrics;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.LabelMap;
import java.util.Optional;

/** Where a prediction is most wrong: deepest inside a region of wrong classes. */
public final class LargestError {
  private LargestError() {}

  /**
   * The voxel (column, row, slice) with a wrong class that is farthest from any with a right one;
   * empty where all are right.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Optional<int[]> voxel(LabelMap prediction, LabelMap truth) {
    Grid grid = truth.grid();
    if (!prediction.grid().sameSize(grid)) {
      throw new IllegalArgumentException(
          "a prediction of %s and a truth of %s"
              .formatted(prediction.grid().describe(), grid.describe()));
    }
    boolean[] right = new boolean[grid.count()];
    for (int i = 0; i < right.length; i++) {
      right[i] = prediction.labels()[i] == truth.labels()[i];
    }
    double[] depths = DistanceTransform.distances(right, grid);
    int deepest = 0;
    for (int i = 1; i < depths.length; i++) {
      deepest = depths[i] > depths[deepest] ? i : deepest;
    }
    int plane = grid.width() * grid.height();
    return right[deepest]
        ? Optional.empty()
        : Optional.of(
            new int[] {deepest % grid.width(), deepest % plane / grid.width(), deepest / plane});
  }
}
