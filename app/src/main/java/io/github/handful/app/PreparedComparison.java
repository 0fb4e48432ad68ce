package io.github.handful.app;

import io.github.handful.genseg.Method;
import io.github.handful.genseg.Plan;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Pair;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A comparison that can start or go on. Nothing is written before all of the user's faults have
 * been found.
 *
 * @param wanted the cells that the command line asks for
 * @param jobs cells at once
 */
record PreparedComparison(
    CompareFolder folder,
    CompareRecord record,
    DataSet set,
    CellPlans plans,
    List<Cell> wanted,
    int jobs,
    Compute compute) {

  /**
   * A new comparison; measures the methods where a budget is to be kept.
   *
   * @throws DataException for faults of the user's, one sentence each
   */
  static PreparedComparison fresh(CompareFolder folder, CompareWishes wishes, Console console)
      throws IOException, InterruptedException {
    DataSet set = DataSet.open(wishes.data());
    List<Cell> named = wishes.cells(set.trainingPairs().size());
    String split = Scored.split(set, wishes.score().orElse(""));
    requireScorable(set, named, split);
    List<ScoredSet> others =
        AlsoTested.of(wishes.alsoTest(), set, List.of(AlsoTested.name(wishes.data())));
    Compute compute = compute(wishes);
    Map<Integer, Plan> planned = plans(set, named, wishes.plan(), compute);
    CellPlans plans = new CellPlans(wishes.data(), planned, compute.cuda());
    List<Cell> cells = simplest(plans, named);
    if (cells.size() < 2) {
      throw new DataException(
          "one cell is no comparison; name more methods, segmenters, generators, variations, seeds or numbers of labelled images");
    }
    int jobs = jobs(wishes, cells, plans, compute, 1);
    int threads = Math.max(1, wishes.threads() / jobs);
    int updates = wishes.iterations().orElse(planned.values().iterator().next().updates());
    if (wishes.budgetSeconds().isPresent()) {
      updates =
          new CompareTiming(wishes, set, split, others, plans, jobs, threads, console)
              .updates(cells);
    }
    CompareRecord record =
        new CompareRecord(
            Version.handful(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            ScoredSet.absolute(wishes.data()).toString(),
            List.of(ScoredSet.of(AlsoTested.name(wishes.data()), set, split)),
            wishes.plan().isPresent(),
            updates,
            wishes.budgetSeconds(),
            wishes.device().toString(),
            wishes.precision().orElse("auto"),
            threads,
            List.of());
    return new PreparedComparison(
        folder,
        record.with(cells, others),
        set,
        new CellPlans(wishes.data(), lengths(planned, updates, wishes), compute.cuda()),
        cells,
        jobs,
        compute);
  }

  /**
   * A comparison that was started before, with what the command line adds to it.
   *
   * @throws DataException if the command line or the data contradict it
   */
  static PreparedComparison resumed(
      CompareFolder folder, CompareRecord before, CompareWishes wishes) throws IOException {
    CompareAgreement agreement = new CompareAgreement(folder, before);
    agreement.require(wishes);
    DataSet set = DataSet.open(wishes.data());
    Map<Integer, Plan> plans = new LinkedHashMap<>();
    for (int size : before.allCells().stream().mapToInt(Cell::labelled).distinct().toArray()) {
      plans.put(size, PlanFile.read(folder.plan(size)));
    }
    Optional<Plan> given =
        wishes.plan().isPresent()
            ? Optional.of(PlanFile.read(wishes.plan().get()))
            : Optional.empty();
    agreement.requirePlan(given, wishes.pretraining(), plans);
    Compute compute = compute(wishes);
    agreement.requireUnchanged(set, new CellPlans(wishes.data(), plans, compute.cuda()));
    List<Cell> cells =
        wishes.namesCells() ? wishes.cells(set.trainingPairs().size()) : before.allCells();
    requireScorable(set, cells, before.sets().get(0).split());
    List<ScoredSet> others =
        AlsoTested.of(
            agreement.newSets(wishes.alsoTest()),
            set,
            before.sets().stream().map(ScoredSet::name).toList());
    Plan first = plans.values().iterator().next();
    List<Cell> unplanned = cells.stream().filter(c -> !plans.containsKey(c.labelled())).toList();
    Optional<Path> file =
        before.givenPlan()
            ? Optional.of(folder.plan(before.allCells().get(0).labelled()))
            : Optional.empty();
    plans(set, unplanned, file, compute)
        .forEach((n, plan) -> plans.put(n, plan.withLengths(first.pretraining(), first.updates())));
    CellPlans all = new CellPlans(wishes.data(), plans, compute.cuda());
    List<Cell> wanted = simplest(all, cells);
    return new PreparedComparison(
        folder,
        before.with(wanted, others),
        set,
        all,
        wanted,
        jobs(wishes, wanted, all, compute, before.threads()),
        compute);
  }

  /** Writes plans and record; what stands there already stays as it is. */
  void begin() throws IOException {
    Files.createDirectories(folder.plan(1).getParent());
    for (Map.Entry<Integer, Plan> plan : plans.planned().entrySet()) {
      if (!Files.exists(folder.plan(plan.getKey()))) {
        PlanFile.write(folder.plan(plan.getKey()), plan.getValue());
      }
    }
    folder.write(record);
  }

  private static Compute compute(CompareWishes wishes) {
    return PreparedRun.compute(
        wishes.device().toString(),
        Precision.parse(wishes.precision().orElse("auto")),
        wishes.threads());
  }

  /** The cells without what their plans say anyway, each once. */
  private static List<Cell> simplest(CellPlans plans, List<Cell> cells) {
    return cells.stream().map(plans::simplest).distinct().toList();
  }

  /** Models must be scored on images that none of them is trained on. */
  private static void requireScorable(DataSet set, List<Cell> cells, String split) {
    boolean ownImages = split.equals(Scored.VALIDATION);
    for (Cell cell : cells) {
      if (ownImages && !Method.parse(cell.method()).validates()) {
        throw new DataException(
            "%s has no test images, and the method %s keeps none back to be scored on; leave it out or add a split.csv (id,split) with test images"
                .formatted(set.root(), cell.method()));
      }
      List<Pair> labelled = LabelledData.pairs(set, cell.labelled());
      Set<String> ids = labelled.stream().map(Pair::id).collect(Collectors.toSet());
      if (!ownImages && set.pairsOf(split).stream().anyMatch(p -> ids.contains(p.id()))) {
        throw new DataException(
            "the split %s holds images that models are trained on; score on another"
                .formatted(split));
      }
    }
  }

  private static Map<Integer, Plan> plans(
      DataSet set, List<Cell> cells, Optional<Path> file, Compute compute) throws IOException {
    Map<Integer, Plan> plans = new LinkedHashMap<>();
    for (int size : cells.stream().mapToInt(Cell::labelled).distinct().toArray()) {
      plans.put(size, PreparedRun.plan(file, LabelledData.read(set, size), compute));
    }
    return plans;
  }

  /** All cells have the lengths that the first plan gives. */
  private static Map<Integer, Plan> lengths(
      Map<Integer, Plan> plans, int updates, CompareWishes wishes) {
    Plan first = plans.values().iterator().next();
    int usual =
        wishes.budgetSeconds().isPresent()
            ? CompareBudget.steps(first, updates)
            : first.pretraining();
    int steps = wishes.pretraining().orElse(usual);
    Map<Integer, Plan> all = new LinkedHashMap<>();
    plans.forEach((n, plan) -> all.put(n, plan.withLengths(steps, updates)));
    return all;
  }

  private static int jobs(
      CompareWishes wishes, List<Cell> cells, CellPlans plans, Compute compute, int threads) {
    if (wishes.jobs().isPresent()) {
      return wishes.jobs().get();
    }
    if (compute.cuda()) {
      return 1;
    }
    double cell = cells.stream().map(plans::of).mapToDouble(CellMemory::gigabytes).max().orElse(1);
    int room = CellMemory.room(CellMemory.free(), cell);
    return Math.max(1, Math.min(Math.min(wishes.threads() / threads, cells.size()), room));
  }
}
