package io.github.handful.app;

import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.Plan;
import io.github.handful.segment.SegmenterKind;
import io.github.handful.segment.metrics.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has become of a cell.
 *
 * @param arm what is compared, for people; it names segmenter and generator where there are several
 * @param status {@code trained}, {@code not finished}, or what failed in one sentence
 * @param result empty unless its training has ended
 * @param dice for each set that it was scored on, by the set's name, the Dice of each case
 */
record CellResult(
    Cell cell,
    String arm,
    String status,
    boolean failed,
    Optional<RunRecord.Result> result,
    Map<String, Map<String, Double>> dice) {
  static final String TRAINED = "trained";
  private static final String UNFINISHED = "not finished";

  static List<CellResult> all(CompareFolder folder, CompareRecord record) throws IOException {
    List<Cell> cells = record.allCells();
    boolean segmenters = cells.stream().map(Cell::segmenter).distinct().count() > 1;
    boolean generators =
        cells.stream().filter(Cell::generates).map(Cell::generator).distinct().count() > 1;
    List<CellResult> results = new ArrayList<>();
    for (CompareRecord.Entry entry : record.cells()) {
      Cell cell = entry.cell();
      Plan plan = PlanFile.read(folder.plan(cell.labelled()));
      String arm =
          cell.arm(
              segmenters ? Optional.of(segmenter(plan)) : Optional.empty(),
              generators && cell.generates() ? Optional.of(generator(plan)) : Optional.empty());
      results.add(of(folder, record, entry, arm));
    }
    return results;
  }

  /** What the segmenter of the plan is called beside others. */
  private static String segmenter(Plan plan) {
    return SegmenterKind.of(plan.segmenter()).map(SegmenterKind::key).orElse("as planned");
  }

  private static String generator(Plan plan) {
    return GeneratorKind.of(plan.generator()).key();
  }

  private static CellResult of(
      CompareFolder folder, CompareRecord record, CompareRecord.Entry entry, String arm)
      throws IOException {
    Cell cell = entry.cell();
    RunFolder run = folder.run(cell);
    Optional<RunRecord.Result> result =
        Files.exists(run.record()) ? run.read().result() : Optional.empty();
    Map<String, Map<String, Double>> dice = new LinkedHashMap<>();
    if (result.isPresent()) {
      for (ScoredSet set : record.sets()) {
        boolean first = set.equals(record.sets().get(0));
        if (Files.exists(folder.scores(cell, set, first))) {
          dice.put(set.name(), CaseDice.read(folder.scores(cell, set, first)));
        }
      }
    }
    boolean finished = dice.size() == record.sets().size();
    Optional<String> failure = entry.failure().filter(f -> !finished);
    return new CellResult(
        cell,
        arm,
        failure.orElse(finished ? TRAINED : UNFINISHED),
        failure.isPresent(),
        result,
        dice);
  }

  /** The mean Dice over the cases of a set with its interval, if it was scored there. */
  Optional<Bootstrap.Interval> mean(ScoredSet set) {
    return Optional.ofNullable(dice.get(set.name()))
        .map(
            cases ->
                Bootstrap.standard()
                    .mean(cases.values().stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
