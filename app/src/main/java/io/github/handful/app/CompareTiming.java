package io.github.handful.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.segment.Preprocessing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Measures what each method costs, in as many processes at once as cells will run, and derives the
 * number of updates from the budget.
 */
record CompareTiming(
    CompareWishes wishes,
    DataSet set,
    String split,
    List<ScoredSet> others,
    CellPlans plans,
    int jobs,
    int threads,
    Console console) {

  /** Cells of one kind cost the same. */
  private record Kind(String arm, Preprocessing image) {}

  /**
   * The updates of each cell with which all are done within the budget, this measuring included.
   *
   * @throws DataException if it is too short, or a method cannot be measured
   */
  int updates(List<Cell> cells) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Map<Kind, Cell> kinds = new LinkedHashMap<>();
    cells.forEach(cell -> kinds.merge(kind(cell), cell, CompareTiming::larger));
    Map<Kind, CellPace> paces = measure(kinds);
    int images = images();
    List<CompareBudget.Cost> costs =
        cells.stream()
            .map(
                cell ->
                    new CompareBudget.Cost(
                        paces.get(kind(cell)),
                        plans.of(cell),
                        wishes.pretraining(),
                        images > 0 ? images : LabelledData.validating(cell.labelled())))
            .toList();
    double measuring = (System.nanoTime() - begun) / 1e9;
    return CompareBudget.updates(costs, jobs, wishes.budgetSeconds().orElseThrow() - measuring);
  }

  private static Cell larger(Cell first, Cell second) {
    return first.labelled() >= second.labelled() ? first : second;
  }

  private Kind kind(Cell cell) {
    return new Kind(cell.arm(), plans.of(cell).image());
  }

  private int images() {
    int own = split.equals(Scored.VALIDATION) ? 0 : set.pairsOf(split).size();
    return own + others.stream().mapToInt(ScoredSet::images).sum();
  }

  private Map<Kind, CellPace> measure(Map<Kind, Cell> kinds)
      throws IOException, InterruptedException {
    try (ChildPool pool = new ChildPool(jobs);
        Progress progress = console.progress()) {
      progress.begin("timing the methods", kinds.size());
      Map<Kind, Future<CellPace>> futures = new LinkedHashMap<>();
      kinds.forEach((kind, cell) -> futures.put(kind, pool.submit(() -> pace(cell, pool))));
      Map<Kind, CellPace> paces = new LinkedHashMap<>();
      for (Map.Entry<Kind, Future<CellPace>> future : futures.entrySet()) {
        paces.put(future.getKey(), future.getValue().get());
        progress.at(paces.size(), List.of());
      }
      return paces;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DataException fault) {
        throw fault;
      }
      throw new IOException(e.getCause());
    }
  }

  private CellPace pace(Cell cell, ChildPool pool) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("pace", ScoredSet.absolute(wishes.data()).toString(), "--json"));
    arguments.addAll(cell.options());
    wishes.plan().ifPresent(file -> arguments.add("--plan=" + ScoredSet.absolute(file)));
    wishes.precision().ifPresent(precision -> arguments.add("--precision=" + precision));
    arguments.add("--device=" + wishes.device());
    arguments.add("--threads=" + threads);
    if (!split.equals(Scored.VALIDATION)) {
      arguments.add("--score=" + split);
    }
    ChildProcess.Outcome outcome = pool.run(arguments, line -> {});
    if (outcome.failure().isPresent()) {
      throw new DataException(
          "%s cannot be timed: %s".formatted(cell.arm(), outcome.failure().get()));
    }
    try {
      return RunFolder.json().readValue(outcome.out(), CellPace.class);
    } catch (JsonProcessingException e) {
      throw new DataException("timing %s gave no times".formatted(cell.arm()), e);
    }
  }
}
