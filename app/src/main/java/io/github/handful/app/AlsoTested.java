package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Other data sets that the models of a comparison are scored on too. */
final class AlsoTested {
  private static final String TEST = "test";

  private AlsoTested() {}

  /**
   * The test split of each data set, or all of it where it has none.
   *
   * @param own the data set that models are trained on
   * @param names in use already
   * @throws DataException if one is given twice, has other classes, or holds training images
   */
  static List<ScoredSet> of(List<Path> roots, DataSet own, List<String> names) {
    List<ScoredSet> sets = new ArrayList<>();
    Set<String> taken = new HashSet<>(names);
    Set<Path> seen = new HashSet<>(Set.of(ScoredSet.absolute(own.root())));
    for (Path root : roots) {
      if (!seen.add(ScoredSet.absolute(root))) {
        throw new DataException(
            "--also-test names %s, which is scored anyway; leave it out".formatted(root));
      }
      DataSet set = DataSet.open(root);
      requireSameClasses(own, set);
      String split = set.pairsOf(TEST).isEmpty() ? "" : TEST;
      requireUnseen(own, set, split);
      sets.add(ScoredSet.of(unique(name(root), taken), set, split));
    }
    return sets;
  }

  private static void requireSameClasses(DataSet own, DataSet other) {
    boolean bothBinary = own.classNames().size() == 2 && other.classNames().size() == 2;
    if (!bothBinary && !own.classNames().equals(other.classNames())) {
      throw new DataException(
          "--also-test %s has other classes (%s) than %s (%s); give a data set with the same"
              .formatted(
                  other.root(),
                  String.join(", ", other.classNames()),
                  own.root(),
                  String.join(", ", own.classNames())));
    }
  }

  private static void requireUnseen(DataSet own, DataSet other, String split) {
    Set<Path> training =
        own.trainingPairs().stream()
            .map(Pair::image)
            .map(ScoredSet::absolute)
            .collect(Collectors.toSet());
    ScoredSet.pairs(other, split).stream()
        .map(Pair::image)
        .filter(image -> training.contains(ScoredSet.absolute(image)))
        .findFirst()
        .ifPresent(
            image -> {
              throw new DataException(
                  "--also-test %s holds %s, which models are trained on; give other images"
                      .formatted(other.root(), image));
            });
  }

  /** The name of a folder or table, fit for a file's name. */
  static String name(Path root) {
    String last = ScoredSet.absolute(root).getFileName().toString();
    return last.replaceFirst("\\.csv$", "").replaceAll("[^\\p{L}\\p{N}._-]", "-");
  }

  private static String unique(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }
}
