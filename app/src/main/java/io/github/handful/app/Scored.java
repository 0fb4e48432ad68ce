package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import java.util.TreeSet;

/** On which images a finished model is scored. */
final class Scored {
  /** The images that chose the kept weights: for data without any other split. */
  static final String VALIDATION = "the run's validation images";

  private static final String TEST = "test";

  private Scored() {}

  /**
   * The split asked for; without one, "test" if the data has it, else the validation images.
   *
   * @throws DataException if the data has no such split
   */
  static String split(DataSet set, String asked) {
    if (asked.isEmpty()) {
      return set.pairsOf(TEST).isEmpty() ? VALIDATION : TEST;
    }
    if (set.split().isEmpty()) {
      throw new DataException(
          set.root()
              + " has no split called "
              + asked
              + ", for it is not divided; leave --score out, or add a split.csv (id,split)");
    }
    if (set.pairsOf(asked).isEmpty()) {
      throw new DataException(
          set.root()
              + " has no split called "
              + asked
              + "; it has "
              + String.join(", ", new TreeSet<>(set.split().values())));
    }
    return asked;
  }
}
