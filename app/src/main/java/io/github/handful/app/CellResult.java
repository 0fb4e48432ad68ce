package io.github.handful.app;

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
 * @param status {@code trained}, {@code not finished}, or what failed in one sentence
 * @param result empty unless its training has ended
 * @param dice for each set that it was scored on, by the set's name, the Dice of each case
 */
record CellResult(
    Cell cell,
    String status,
    boolean failed,
    Optional<RunRecord.Result> result,
    Map<String, Map<String, Double>> dice) {
  static final String TRAINED = "trained";
  private static final String UNFINISHED = "not finished";

  static List<CellResult> all(CompareFolder folder, CompareRecord record) throws IOException {
    List<CellResult> results = new ArrayList<>();
    for (CompareRecord.Entry entry : record.cells()) {
      results.add(of(folder, record, entry));
    }
    return results;
  }

  private static CellResult of(
      CompareFolder folder, CompareRecord record, CompareRecord.Entry entry) throws IOException {
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
        cell, failure.orElse(finished ? TRAINED : UNFINISHED), failure.isPresent(), result, dice);
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
