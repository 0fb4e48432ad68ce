package io.github.handful.app;

import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Pair;
import java.nio.file.Path;
import java.util.List;

/**
 * Images that the models of a comparison are scored on.
 *
 * @param name short and unique in the comparison, fit for a file's name
 * @param root folder or table of the data set
 * @param split which of its images; empty for all, or {@link Scored#VALIDATION}
 * @param images how many; 0 where it differs from cell to cell
 * @param fingerprint of the images and masks, empty where they differ from cell to cell
 */
record ScoredSet(String name, String root, String split, int images, String fingerprint) {

  /** The set as it lies on disk now. */
  static ScoredSet of(String name, DataSet set, String split) {
    Path root = absolute(set.root());
    if (split.equals(Scored.VALIDATION)) {
      return new ScoredSet(name, root.toString(), split, 0, "");
    }
    List<Pair> pairs = pairs(set, split);
    return new ScoredSet(
        name, root.toString(), split, pairs.size(), set.withPairs(pairs).fingerprint());
  }

  static List<Pair> pairs(DataSet set, String split) {
    return split.isEmpty() ? set.pairs() : set.pairsOf(split);
  }

  static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** For people, for example {@code skin, test: 40 images}. */
  String describe() {
    if (split.equals(Scored.VALIDATION)) {
      return name + ", each run's own validation images";
    }
    return "%s, %s%d images".formatted(name, split.isEmpty() ? "" : split + ": ", images);
  }
}
