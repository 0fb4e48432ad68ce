package io.github.handful.app;

import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.Method;
import io.github.handful.segment.SegmenterKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the user wants of a comparison. What is absent follows the comparison that is in the folder
 * already, or else the usual.
 *
 * @param labelled empty for all labelled images
 * @param segmenters empty for that of the plan
 * @param generators empty for that of the plan
 * @param variations settings in place of the plan's, each list compared with the plan as it is
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
    List<SegmenterKind> segmenters,
    List<GeneratorKind> generators,
    List<List<PlanSetting>> variations,
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
    return !(labelled.isEmpty()
        && methods.isEmpty()
        && segmenters.isEmpty()
        && generators.isEmpty()
        && variations.isEmpty()
        && seeds.isEmpty());
  }

  /**
   * The cells, seed by seed, so that a comparison that was stopped has whole rows.
   *
   * @param all number of labelled images that there are
   */
  List<Cell> cells(int all) {
    List<Cell> cells = new ArrayList<>();
    for (long seed : seeds.isEmpty() ? usualSeeds(firstSeed) : seeds) {
      for (int size : labelled.isEmpty() ? List.of(all) : labelled) {
        for (Optional<String> segmenter : segmenterKeys()) {
          for (Method method : methods.isEmpty() ? USUAL_METHODS : methods) {
            for (Optional<String> generator : generatorKeys(method)) {
              for (List<PlanSetting> settings : settings(method)) {
                List<String> texts = settings.stream().map(PlanSetting::toString).toList();
                cells.add(new Cell(size, method.key(), segmenter, generator, texts, seed));
              }
            }
          }
        }
      }
    }
    return cells;
  }

  private List<Optional<String>> segmenterKeys() {
    return segmenters.isEmpty()
        ? List.of(Optional.empty())
        : segmenters.stream().map(kind -> Optional.of(kind.key())).toList();
  }

  private List<Optional<String>> generatorKeys(Method method) {
    return generators.isEmpty() || !method.generates()
        ? List.of(Optional.empty())
        : generators.stream().map(kind -> Optional.of(kind.key())).toList();
  }

  /** The plan as it is, and those variations that change something for the method. */
  private List<List<PlanSetting>> settings(Method method) {
    return Stream.concat(
            Stream.of(List.<PlanSetting>of()),
            variations.stream().filter(v -> v.stream().anyMatch(s -> s.concerns(method))))
        .toList();
  }

  static List<Long> usualSeeds(long first) {
    return LongStream.range(first, first + USUAL_SEEDS).boxed().toList();
  }
}
