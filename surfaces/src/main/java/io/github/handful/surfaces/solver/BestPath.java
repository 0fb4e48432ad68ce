package io.github.handful.surfaces.solver;

/**
 * The exact dynamic programme along one surface (Viterbi): the path with the highest sum of scores.
 *
 * @param rows one for each column
 * @param score the sum of the scores on the path
 */
public record BestPath(int[] rows, double score) {

  /**
   * Finds the best path; of equal ones that which stays level, then the one further up.
   *
   * @param scores higher is better, finite
   * @throws IllegalArgumentException if a score is not finite
   */
  public static BestPath solve(PathGrid grid, double[] scores) {
    grid.requireFinite(scores);
    int h = grid.height();
    int[] from = new int[grid.cells()];
    double[] best = new double[h];
    double[] next = new double[h];
    for (int x = 0; x < grid.width(); x++) {
      for (int z = 0; z < h; z++) {
        int origin = x == 0 ? z : origin(best, z, grid.jump());
        from[x * h + z] = origin;
        next[z] = scores[x * h + z] + (x == 0 ? 0 : best[origin]);
      }
      double[] spare = best;
      best = next;
      next = spare;
    }
    int[] rows = new int[grid.width()];
    int at = origin(best, 0, h - 1);
    double score = best[at];
    for (int x = grid.width() - 1; x >= 0; x--) {
      rows[x] = at;
      at = from[x * h + at];
    }
    return new BestPath(rows, score);
  }

  private static int origin(double[] best, int z, int jump) {
    int origin = z;
    int end = Math.min(best.length - 1, z + jump);
    for (int k = Math.max(0, z - jump); k <= end; k++) {
      if (best[k] > best[origin]) {
        origin = k;
      }
    }
    return origin;
  }
}
