package io.github.handful.surfaces.solver;

/**
 * The paths of one surface through an image: one row in each column, neighbouring rows at most
 * {@code jump} apart. Scores of a grid are {@code scores[x * height + z]}, one column after
 * another, row 0 on top.
 *
 * @param width columns
 * @param height rows
 * @param jump largest step between neighbouring columns in rows
 */
public record PathGrid(int width, int height, int jump) {
  public PathGrid {
    if (width < 1 || height < 1 || jump < 0) {
      throw new IllegalArgumentException(
          "a path needs columns, rows and a jump of 0 or more, got %d, %d and %d"
              .formatted(width, height, jump));
    }
  }

  /** How many scores a grid has. */
  public int cells() {
    return Math.multiplyExact(width, height);
  }

  void requireFinite(double[] scores) {
    if (scores.length != cells()) {
      throw new IllegalArgumentException(
          scores.length + " scores do not fill " + width + " columns of " + height + " rows");
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new IllegalArgumentException(
            "the score of column %d, row %d is %s; scores must be finite"
                .formatted(i / height, i % height, scores[i]));
      }
    }
  }
}
