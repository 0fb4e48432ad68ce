package io.github.handful.app;

import io.github.handful.genseg.Plan;
import io.github.handful.imaging.DataException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** How many updates each cell of a comparison can have, so that all cells together take a time. */
final class CompareBudget {
  /** Left for reports and for what is slower than it was measured. */
  static final double RESERVE = 0.08;

  /** Fewer updates than this teach nothing that could be compared. */
  static final int LEAST_UPDATES = 10;

  private CompareBudget() {}

  /**
   * What a cell costs.
   *
   * @param pretraining steps of the generator, if they are fixed; else they grow with the updates
   *     in the proportion of the plan
   * @param images that the model is scored on
   */
  record Cost(CellPace pace, Plan plan, Optional<Integer> pretraining, int images) {

    double seconds(int updates) {
      double steps = pretraining.orElse(steps(plan, updates));
      return pace.start()
          + steps * pace.pretraining()
          + updates * pace.update()
          + plan.validationsOf(updates) * pace.validating()
          + images * pace.scoring();
    }
  }

  /** Steps of the generator that go with so many updates, in the proportion of the plan. */
  static int steps(Plan plan, int updates) {
    return (int) Math.max(1, Math.round((double) updates * plan.pretraining() / plan.updates()));
  }

  /**
   * The most updates with which all cells are done in the time.
   *
   * @param cells in the order in which they begin
   * @param jobs how many run at once
   * @throws DataException if it is too little time for ten updates
   */
  static int updates(List<Cost> cells, int jobs, double seconds) {
    double usable = seconds * (1 - RESERVE);
    double least = time(cells, LEAST_UPDATES, jobs);
    if (least > usable) {
      throw new DataException(
          "a budget of %.0f s is too short for %d cells: with %d updates each they take %.0f s; give more time, or fewer methods, seeds or numbers of labelled images"
              .formatted(seconds, cells.size(), LEAST_UPDATES, Math.ceil(least / (1 - RESERVE))));
    }
    double quickest = cells.stream().mapToDouble(c -> c.pace().update()).min().orElse(1);
    int low = LEAST_UPDATES;
    int high = (int) Math.max(low, Math.min(1e8, jobs * usable / quickest));
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      boolean fits = time(cells, middle, jobs) <= usable;
      low = fits ? middle : low;
      high = fits ? high : middle - 1;
    }
    return low;
  }

  static double time(List<Cost> cells, int updates, int jobs) {
    return makespan(cells.stream().map(cell -> cell.seconds(updates)).toList(), jobs);
  }

  /** When the last of the works ends, if each begins as soon as one of the jobs is free. */
  static double makespan(List<Double> works, int jobs) {
    PriorityQueue<Double> free = new PriorityQueue<>(Collections.nCopies(jobs, 0.0));
    double end = 0;
    for (double work : works) {
      double ends = free.remove() + work;
      free.add(ends);
      end = Math.max(end, ends);
    }
    return end;
  }
}
