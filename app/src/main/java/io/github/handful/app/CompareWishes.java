package io.github.handful.app;

import io.github.handful.genseg.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the user wants of a comparison. What is absent follows the comparison that is in the folder
 * already, or else the usual.
 *
 * @param labelled empty for all labelled images
 * @param budgetSeconds for all cells together
 * @param iterations updates of the segmenter in each cell
 * @param pretraining steps of the generator before
 * @param score the split to score on
 * @param device {@code auto} where it was not given
 */
record CompareWishes(
    Path data,
    Path out,
    List<Integer> labelled,
    List<Method> methods,
    List<Long> seeds,
    Optional<Double> budgetSeconds,
    Optional<Integer> iterations,
    Optional<Integer> pretraining,
    List<Path> alsoTest,
    Optional<Path> plan,
    Optional<String> score,
    Optional<String> precision,
    DeviceChoice device,
    Optional<Integer> jobs,
    int threads,
    long firstSeed) {
  private static final List<Method> USUAL_METHODS =
      List.of(Method.PLAIN, Method.AUGMENT, Method.SEPARATE, Method.GENSEG);
  private static final int USUAL_SEEDS = 3;

  boolean namesCells() {
    return !(labelled.isEmpty() && methods.isEmpty() && seeds.isEmpty());
  }

  /**
   * The cells, seed by seed, so that a comparison that was stopped has whole rows.
   *
   * @param all number of labelled images that there are
   */
  List<Cell> cells(int all) {
    List<Long> usualSeeds = new ArrayList<>();
    for (int i = 0; i < USUAL_SEEDS; i++) {
      usualSeeds.add(firstSeed + i);
    }
    List<Cell> cells = new ArrayList<>();
    for (long seed : seeds.isEmpty() ? usualSeeds : seeds) {
      for (int size : labelled.isEmpty() ? List.of(all) : labelled) {
        for (Method method : methods.isEmpty() ? USUAL_METHODS : methods) {
          cells.add(new Cell(size, method.key(), seed));
        }
      }
    }
    return cells;
  }
}
