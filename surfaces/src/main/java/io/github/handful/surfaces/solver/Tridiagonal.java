package io.github.handful.surfaces.solver;

/** Solves symmetric positive definite tridiagonal systems by elimination (Thomas), in place. */
final class Tridiagonal {
  private Tridiagonal() {}

  /**
   * Overwrites the right-hand side with the solution.
   *
   * @param diagonal is overwritten, too
   * @param below {@code below[k]} couples unknowns k and k + 1
   */
  static void solve(double[] diagonal, double[] below, double[] right) {
    int n = diagonal.length;
    for (int k = 1; k < n; k++) {
      double factor = below[k - 1] / diagonal[k - 1];
      diagonal[k] -= factor * below[k - 1];
      right[k] -= factor * right[k - 1];
    }
    for (int k = n - 1; k >= 0; k--) {
      double known = k + 1 < n ? below[k] * right[k + 1] : 0;
      right[k] = (right[k] - known) / diagonal[k];
    }
  }
}
