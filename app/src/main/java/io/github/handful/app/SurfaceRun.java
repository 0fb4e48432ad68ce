package io.github.handful.app;

import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.segment.Painter;
import io.github.handful.segment.Seeds;
import io.github.handful.surfaces.PaintedScans;
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
import java.util.List;
import java.util.Optional;

/** A run on surfaces that can start or go on: its folder, record, scans in memory and device. */
record SurfaceRun(RunFolder folder, SurfaceRecord run, LabelledScans scans, Compute compute) {
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
    SurfacePlan plan = plan(scans, wishes);
    Optional<Pix2PixSpec> generator =
        wishes.painting().map(painting -> painting.generator(plan.network().surfaces()));
    Compute compute =
        PreparedRun.compute(wishes.device().toString(), Precision.FLOAT32, wishes.threads());
    SurfacePlan fitting = plan;
    Optional<Double> budget = Optional.empty();
    if (wishes.iterations() > 0) {
      fitting = plan.withUpdates(wishes.iterations());
    } else if (!wishes.budget().isZero()) {
      SurfaceBudget planned = SurfaceBudget.of(plan, generator, scans, wishes, compute);
      fitting = planned.plan();
      budget = Optional.of(planned.seconds());
    }
    SurfaceRecord run = record(wishes, fitting, generator, scans, scored, budget, compute);
    folder.create();
    run.write(folder);
    return new SurfaceRun(folder, run, scans, compute);
  }

  /** The plan that is wished for, before its length is. */
  private static SurfacePlan plan(LabelledScans scans, SurfaceWishes wishes) {
    SurfacePlan plan = SurfacePlanner.propose(scans.all(), wishes.method()).withLoss(wishes.loss());
    if (wishes.painting().isEmpty()) {
      return plan;
    }
    PaintedScans usual = PaintedScans.standard();
    int steps = wishes.pretraining() > 0 ? wishes.pretraining() : usual.pretraining();
    return SurfacePlanner.painting(plan, scans.training(), usual.withPretraining(steps));
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
      Optional<Pix2PixSpec> generator,
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
        generator,
        budget,
        wishes.checkpointEvery().toMillis() / 1e3,
        Optional.empty());
  }

  /** A learner with fresh weights by a plan, which the caller closes. */
  static SurfaceLearner learner(
      SurfacePlan plan,
      Optional<Pix2PixSpec> generator,
      List<SurfaceScan> scans,
      long seed,
      Compute compute) {
    Seeds seeds = new Seeds(seed);
    Ops.seed(seeds.of("generator weights", 0));
    Optional<Painter> painter = generator.map(spec -> Painting.painter(spec, compute));
    Ops.seed(seeds.of("weights", 0));
    return new SurfaceLearner(plan, scans, ScanAugmentation.standard(), painter, seeds, compute);
  }

  /** The learner of this run with fresh weights, which the caller closes. */
  SurfaceLearner learner() {
    return learner(run.plan(), run.generator(), scans.training(), run.seed(), compute);
  }

  SurfaceValidation validation() {
    return new SurfaceValidation(
        scans.validation(), run.plan().limits(), ReadOut.of(run.plan().method()), compute);
  }
}
