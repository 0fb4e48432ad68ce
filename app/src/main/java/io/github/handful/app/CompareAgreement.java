package io.github.handful.app;

import io.github.handful.genseg.Plan;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a command line and the files on disk against a comparison that was started before. What the
 * command line leaves out agrees with everything.
 */
record CompareAgreement(CompareFolder folder, CompareRecord record) {

  /**
   * @throws DataException that names the first option that says something else
   */
  void require(CompareWishes wishes) {
    same("DATA", record.data(), Optional.of(ScoredSet.absolute(wishes.data()).toString()));
    same("--iterations", record.updates(), wishes.iterations());
    same("--score", record.sets().get(0).split(), wishes.score());
    same("--precision", record.precision(), wishes.precision());
    same(
        "--device",
        record.device(),
        Optional.of(wishes.device())
            .filter(device -> device != DeviceChoice.AUTO)
            .map(DeviceChoice::toString));
    wishes
        .budgetSeconds()
        .ifPresent(
            seconds ->
                same(
                    "--budget",
                    record.budgetSeconds().map(b -> "%.0f s".formatted(b)).orElse("no budget"),
                    Optional.of("%.0f s".formatted(seconds))));
  }

  /**
   * @param plan what the command line's plan file holds, if it names one
   * @throws DataException if it differs from a plan that cells were trained with
   */
  void requirePlan(Optional<Plan> plan, Optional<Integer> pretraining, Map<Integer, Plan> stored) {
    if (plan.isPresent() && !record.givenPlan()) {
      throw contradiction("--plan", "the planner's plan", "another");
    }
    for (Plan before : stored.values()) {
      same("--pretraining", before.pretraining(), pretraining);
      boolean same =
          plan.map(p -> p.withLengths(before.pretraining(), before.updates()).equals(before))
              .orElse(true);
      if (!same) {
        throw contradiction("--plan", "the plan in " + folder.path().resolve("plans"), "another");
      }
    }
  }

  private <T> void same(String option, T before, Optional<T> now) {
    now.filter(value -> !value.equals(before))
        .ifPresent(
            value -> {
              throw contradiction(option, before.toString(), value.toString());
            });
  }

  private DataException contradiction(String option, String before, String now) {
    return new DataException(
        "the comparison in %s was started with %s, and %s now says %s; leave it as it was or name a new folder"
            .formatted(folder.path(), before, option, now));
  }

  /**
   * @throws DataException if images or masks, or the plan of a cell, have changed since
   */
  void requireUnchanged(DataSet set, CellPlans plans) throws IOException {
    for (ScoredSet scored : record.sets()) {
      DataSet now =
          scored.root().equals(record.data()) ? set : DataSet.open(Path.of(scored.root()));
      if (!ScoredSet.of(scored.name(), now, scored.split()).equals(scored)) {
        throw changed("the images or masks of " + scored.describe());
      }
    }
    Map<Integer, String> fingerprints = new HashMap<>();
    for (Cell cell : record.allCells()) {
      RunFolder run = folder.run(cell);
      if (Files.exists(run.record())) {
        requireUnchanged(cell, run.read(), set, plans, fingerprints);
      }
    }
  }

  private void requireUnchanged(
      Cell cell, RunRecord run, DataSet set, CellPlans plans, Map<Integer, String> fingerprints) {
    String fingerprint =
        fingerprints.computeIfAbsent(
            cell.labelled(), n -> set.withPairs(LabelledData.pairs(set, n)).fingerprint());
    if (!run.data().fingerprint().equals(fingerprint)) {
      throw changed("the labelled images in " + record.data());
    }
    if (!run.plan().equals(plans.of(cell))) {
      throw changed(folder.plan(cell.labelled()).toString());
    }
  }

  private DataException changed(String what) {
    return new DataException(
        "%s changed since the comparison in %s was started; name a new folder"
            .formatted(what, folder.path()));
  }

  /** The scored sets that the comparison does not have yet. */
  List<Path> newSets(List<Path> alsoTest) {
    List<String> known = record.sets().stream().map(ScoredSet::root).toList();
    return alsoTest.stream()
        .filter(path -> !known.contains(ScoredSet.absolute(path).toString()))
        .toList();
  }
}
