package io.github.handful.app;

import io.github.handful.segment.Learner;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.TrainingException;
import io.github.handful.surfaces.ReadOut;
import io.github.handful.surfaces.ScanAugmentation;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfaceLearner;
import io.github.handful.surfaces.SurfacePlan;
import io.github.handful.surfaces.SurfacePlanner;
import io.github.handful.surfaces.SurfaceScan;
import io.github.handful.surfaces.SurfaceValidation;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run on surfaces that can start or go on: its folder, record, scans in memory and device. */
record SurfaceRun(RunFolder folder, SurfaceRecord run, LabelledScans scans, Compute compute) {
  /** Part of a time budget that is left for start-up, checkpoints and the model files. */
  private static final double RESERVE = 0.03;

  private static final int WARM_UP = 1;
  private static final int TIMED = 3;

  /**
   * Reads the scans, plans the training and writes the record; nothing is written before all of the
   * user's faults have been found.
   */
  static SurfaceRun fresh(RunFolder folder, SurfaceWishes wishes) throws IOException {
    SurfaceDataSet set = SurfaceDataSet.open(wishes.data());
    folder.requireFree(wishes.overwrite());
    LabelledScans scans = LabelledScans.read(set, wishes.labelled());
    String scored = scans.scored(wishes.score());
    set.read(scans.scoredEntries(scored));
    SurfacePlan plan = SurfacePlanner.propose(scans.all(), wishes.method());
    Compute compute =
        PreparedRun.compute(wishes.device().toString(), Precision.FLOAT32, wishes.threads());
    Optional<Double> budget = Optional.empty();
    if (wishes.iterations() > 0) {
      plan = plan.withUpdates(wishes.iterations());
    } else if (!wishes.budget().isZero()) {
      double left = wishes.budget().toMillis() / 1e3 * (1 - RESERVE);
      double begun = System.nanoTime() / 1e9;
      double each = secondsPerUpdate(plan, scans, wishes.seed(), compute);
      left -= System.nanoTime() / 1e9 - begun;
      if (left < each) {
        throw new TrainingException(
            "a budget of %d s is over before the first update; give more time"
                .formatted(wishes.budget().toSeconds()));
      }
      plan = plan.withUpdates((int) Math.max(1, left / each));
      budget = Optional.of(left);
    }
    SurfaceRecord run = record(wishes, plan, scans, scored, budget, compute);
    folder.create();
    run.write(folder);
    return new SurfaceRun(folder, run, scans, compute);
  }

  /**
   * A run that was started before, on the data and the machine settings of its record.
   *
   * @throws io.github.handful.imaging.DataException if the scans have changed since
   */
  static SurfaceRun resumed(RunFolder folder) throws IOException {
    SurfaceRecord run = SurfaceRecord.read(folder);
    SurfaceDataSet set = SurfaceDataSet.open(Path.of(run.data().root()));
    LabelledScans scans = LabelledScans.again(set, run.data());
    Compute compute =
        PreparedRun.compute(run.machine().device(), Precision.FLOAT32, run.machine().threads());
    return new SurfaceRun(folder, run, scans, compute);
  }

  private static SurfaceRecord record(
      SurfaceWishes wishes,
      SurfacePlan plan,
      LabelledScans scans,
      String scored,
      Optional<Double> budget,
      Compute compute) {
    return new SurfaceRecord(
        SurfaceRecord.TASK,
        Version.handful(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        wishes.seed(),
        PreparedRun.machine(compute, wishes.threads()),
        new SurfaceRecord.Data(
            wishes.data().toAbsolutePath().normalize().toString(),
            scans.fingerprint(),
            LabelledScans.ids(scans.training()),
            LabelledScans.ids(scans.validation()),
            scored,
            scans.set().pixelSize()),
        plan,
        budget,
        wishes.checkpointEvery().toMillis() / 1e3,
        Optional.empty());
  }

  /** The median of a few updates by the layer of the method, which come after those without. */
  private static double secondsPerUpdate(
      SurfacePlan plan, LabelledScans scans, long seed, Compute compute) {
    List<Double> seconds = new ArrayList<>();
    try (SurfaceLearner learner = learner(plan, scans.training(), seed, compute)) {
      for (int i = 0; i < WARM_UP + TIMED; i++) {
        long begun = System.nanoTime();
        learner.step(SurfaceLearner.PHASE, new Learner.Position(plan.updates(), plan.updates()));
        seconds.add((System.nanoTime() - begun) / 1e9);
      }
    }
    return seconds.stream().skip(WARM_UP).sorted().skip(TIMED / 2).findFirst().orElseThrow();
  }

  private static SurfaceLearner learner(
      SurfacePlan plan, List<SurfaceScan> scans, long seed, Compute compute) {
    Seeds seeds = new Seeds(seed);
    Ops.seed(seeds.of("weights", 0));
    return new SurfaceLearner(plan, scans, ScanAugmentation.standard(), seeds, compute);
  }

  /** The learner with fresh weights, which the caller closes. */
  SurfaceLearner learner() {
    return learner(run.plan(), scans.training(), run.seed(), compute);
  }

  SurfaceValidation validation() {
    return new SurfaceValidation(
        scans.validation(), run.plan().limits(), ReadOut.of(run.plan().method()), compute);
  }
}
