package io.github.handful.app;

import io.github.handful.genseg.Arm;
import io.github.handful.genseg.Budget;
import io.github.handful.genseg.Method;
import io.github.handful.genseg.Plan;
import io.github.handful.genseg.Planner;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.Pair;
import io.github.handful.segment.Learner;
import io.github.handful.segment.PretrainedWeights;
import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A run that can start or go on: its folder, its record, its data in memory and its device. */
record PreparedRun(RunFolder folder, RunRecord run, LabelledData data, Compute compute) {
  /** Validations without a better one after which a training by the clock ends early. */
  private static final int PATIENCE = 10;

  /**
   * Reads the data, plans the training and writes the record; nothing is written before all of the
   * user's faults have been found.
   */
  static PreparedRun fresh(RunFolder folder, Wishes wishes) throws IOException {
    DataSet set = DataSet.open(wishes.data());
    folder.requireFree(wishes.overwrite());
    LabelledData data = labelled(set, wishes);
    String scored = Scored.split(set, wishes.score());
    Compute compute = compute(wishes.device().toString(), wishes.precision(), wishes.threads());
    PlanChange change =
        new PlanChange(
            wishes.segmenter(),
            wishes.generator(),
            wishes.settings(),
            compute.cuda() || wishes.weights().isPresent());
    Plan planned = change.of(plan(wishes.plan(), data, compute), wishes.data());
    Plan plan = lengths(planned, wishes);
    RunRecord run = record(wishes, plan, data, scored, compute);
    if (wishes.folds() == 0 || !scored.equals(Scored.VALIDATION)) {
      ArmTraining.requireUnseen(set, run);
    }
    if (!wishes.budget().isZero()) {
      double seconds = wishes.budget().toMillis() / 1e3 / Math.max(1, wishes.folds());
      run = withinBudget(run, data, seconds, compute);
    }
    folder.create();
    folder.write(run);
    return new PreparedRun(folder, run, data, compute);
  }

  private static LabelledData labelled(DataSet set, Wishes wishes) {
    LabelledData data = LabelledData.read(set, wishes.labelled(), wishes.method());
    int images = data.all().size();
    if (wishes.folds() > images) {
      throw new DataException(
          "%s gives %d labelled images, too few for %d folds; take fewer"
              .formatted(set.root(), images, wishes.folds()));
    }
    return wishes.folds() == 0 ? data : data.withoutValidation();
  }

  private static String rule(Wishes wishes) {
    if (wishes.folds() > 0) {
      return LabelledData.RULE_FOR_FOLDS.formatted(wishes.folds(), wishes.folds());
    }
    return wishes.method().validates() ? LabelledData.RULE : LabelledData.RULE_FOR_ALL;
  }

  /**
   * The plan in a file, or the planner's where there is none.
   *
   * @throws DataException if the file holds no plan, or one for other classes
   */
  static Plan plan(Optional<Path> file, LabelledData data, Compute compute) throws IOException {
    int classes = data.set().classNames().size();
    if (file.isEmpty()) {
      return Planner.plan(
          data.all(), classes, data.set().channelNames(), Planner.Machine.of(compute.cuda()));
    }
    Plan plan = PlanFile.read(file.get());
    if (plan.segmenter().classes() != classes) {
      throw new DataException(
          ("%s plans for %d classes, but the masks of %s have %d (%s);"
                  + " write a plan for them with handful inspect --write-plan")
              .formatted(
                  file.get(),
                  plan.segmenter().classes(),
                  data.set().root(),
                  classes,
                  String.join(", ", data.set().classNames())));
    }
    Image image = data.all().get(0).image();
    if ((plan.image().dimensions() == 3) != image.grid().isVolume()
        || image.grid().isVolume() && plan.image().channels() != image.channels()) {
      throw new DataException(
          "%s plans for %s, and %s holds others; write a plan for them with handful inspect --write-plan"
              .formatted(file.get(), plan.image().describe(), data.set().root()));
    }
    return plan;
  }

  /** What of the file fits the network, which is built for that and thrown away. */
  private static RunRecord.FirstWeights firstWeights(Path file, Plan plan) throws IOException {
    try (Segmenter trial = plan.segmenter().build(Compute.REFERENCE)) {
      return new RunRecord.FirstWeights(
          file.toAbsolutePath().normalize().toString(),
          PretrainedWeights.load(file, trial).describe());
    }
  }

  private static Plan lengths(Plan plan, Wishes wishes) {
    return plan.withLengths(
        wishes.pretraining() > 0 ? wishes.pretraining() : plan.pretraining(),
        wishes.iterations() > 0 ? wishes.iterations() : plan.updates());
  }

  private static RunRecord record(
      Wishes wishes, Plan plan, LabelledData data, String scored, Compute compute)
      throws IOException {
    Optional<RunRecord.FirstWeights> weights =
        wishes.weights().isPresent()
            ? Optional.of(firstWeights(wishes.weights().get(), plan))
            : Optional.empty();
    return new RunRecord(
        Version.handful(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        wishes.method().key(),
        wishes.augmentReal(),
        wishes.seed(),
        machine(compute, wishes.threads()),
        new RunRecord.Data(
            wishes.data().toAbsolutePath().normalize().toString(),
            fingerprint(data),
            LabelledData.ids(data.training()),
            LabelledData.ids(data.validation()),
            rule(wishes),
            data.set().classNames(),
            data.set().encoding().toMap(),
            scored),
        plan,
        totals(wishes.method(), plan),
        Optional.empty(),
        wishes.budget().isZero() ? 0 : PATIENCE,
        wishes.checkpointEvery().toMillis() / 1e3,
        wishes.baseline(),
        wishes.folds(),
        weights,
        Optional.empty());
  }

  private static List<Integer> totals(Method method, Plan plan) {
    return method.generates()
        ? List.of(plan.pretraining(), plan.updates())
        : List.of(plan.updates());
  }

  static RunRecord.Machine machine(Compute compute, int threads) {
    return new RunRecord.Machine(
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.version"),
        LibtorchCheck.run().value(),
        threads,
        compute.deviceName(),
        compute.precision().name().toLowerCase(Locale.ROOT));
  }

  private static RunRecord withinBudget(
      RunRecord run, LabelledData data, double seconds, Compute compute) {
    Arm arm = ArmTraining.arm(run, data);
    Budget.Planned planned =
        Budget.plan(arm, seconds, run.baseline() ? baselineSeconds(arm, compute) : 0, compute);
    return run.planned(planned.plan(), totals(arm.method(), planned.plan()), planned.pace());
  }

  private static double baselineSeconds(Arm arm, Compute compute) {
    Arm augment = arm.with(Method.AUGMENT);
    try (Learner learner = augment.build(compute)) {
      return Budget.secondsPerUpdate(augment, learner);
    }
  }

  static String fingerprint(LabelledData data) {
    List<String> ids = LabelledData.ids(data.all());
    return data.set().withPairs(pairs(data.set(), ids)).fingerprint();
  }

  private static List<Pair> pairs(DataSet set, List<String> ids) {
    Map<String, Pair> byId = new HashMap<>();
    set.pairs().forEach(pair -> byId.put(pair.id(), pair));
    List<Pair> pairs = new ArrayList<>();
    for (String id : ids) {
      if (!byId.containsKey(id)) {
        throw new DataException(
            set.root() + " has no image " + id + " any more, which this run learns from");
      }
      pairs.add(byId.get(id));
    }
    return pairs;
  }

  static Compute compute(String device, Precision precision, int threads) {
    Compute compute = Compute.on(device, precision);
    Ops.threads(threads);
    return compute;
  }

  /**
   * A run that was started before, on the data and the machine settings of its record.
   *
   * @throws DataException if the labelled images have changed since
   */
  static PreparedRun resumed(RunFolder folder) throws IOException {
    RunRecord run = folder.read();
    DataSet set = DataSet.open(Path.of(run.data().root()));
    LabelledData data =
        new LabelledData(
            set,
            pairs(set, run.data().training()).stream().map(set::read).toList(),
            pairs(set, run.data().validation()).stream().map(set::read).toList());
    if (!fingerprint(data).equals(run.data().fingerprint())) {
      throw new DataException(
          "the labelled images in "
              + run.data().root()
              + " have changed since this run was started; train a new run");
    }
    if (run.folds() == 0) {
      ArmTraining.requireUnseen(set, run);
    }
    Compute compute =
        compute(
            run.machine().device(),
            Precision.parse(run.machine().precision()),
            run.machine().threads());
    return new PreparedRun(folder, run, data, compute);
  }
}
