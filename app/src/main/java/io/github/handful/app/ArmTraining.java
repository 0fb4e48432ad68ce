package io.github.handful.app;

import io.github.handful.genseg.Arm;
import io.github.handful.genseg.GenSegLearner;
import io.github.handful.genseg.GeneratorModel;
import io.github.handful.genseg.Method;
import io.github.handful.genseg.Painted;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Pair;
import io.github.handful.segment.Checkpoint;
import io.github.handful.segment.EventLog;
import io.github.handful.segment.Learner;
import io.github.handful.segment.LoopState;
import io.github.handful.segment.Model;
import io.github.handful.segment.ModelDescription;
import io.github.handful.segment.TrainingLoop;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.segment.metrics.EvaluationCsv;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains one arm in its run folder from its record, from the start or from its checkpoint, keeps
 * the best model and scores it.
 *
 * @param title for the progress display
 */
record ArmTraining(
    RunFolder folder,
    RunRecord run,
    LabelledData data,
    Compute compute,
    Progress progress,
    String title) {

  /** How many synthetic pairs the report shows. */
  private static final int SHOWN = 6;

  /**
   * A trained arm.
   *
   * @param run with its result
   * @param samples synthetic pairs, none for methods that make none
   */
  record Trained(RunRecord run, Scoring scoring, List<Painted> samples) {}

  Trained run(double startedBefore) throws IOException {
    long start = System.nanoTime();
    Arm arm = arm();
    Checkpoint checkpoint = new Checkpoint(folder.checkpoint());
    TrainingLoop.Outcome outcome;
    double earlier;
    List<Painted> samples = List.of();
    try (Learner learner = arm.build(compute);
        EventLog log = EventLog.open(folder.log())) {
      TrainingLoop loop =
          new TrainingLoop(
              learner,
              arm.validation(compute),
              limits(),
              checkpoint,
              log,
              new TrainingProgress(progress, title),
              LoopState.start(run.totals()));
      earlier = loop.earlierSeconds();
      outcome = loop.run();
      if (learner instanceof GenSegLearner genseg) {
        GeneratorModel.write(folder.generator(), genseg.painting());
        samples = genseg.samples(SHOWN);
      }
    }
    try (outcome) {
      Model.write(folder.model(), description(outcome), outcome.weights(), outcome.statistics());
    }
    Scoring scoring = score();
    EvaluationCsv.writeCases(scoring.evaluation(), folder.scores());
    double wall = earlier + startedBefore + (System.nanoTime() - start) / 1e9;
    return new Trained(ended(outcome, scoring, wall), scoring, samples);
  }

  /** A run that had ended before keeps its result. */
  private RunRecord ended(TrainingLoop.Outcome outcome, Scoring scoring, double wall)
      throws IOException {
    if (run.result().isPresent()) {
      return run;
    }
    RunRecord ended = run.withResult(result(outcome, scoring, wall));
    folder.write(ended);
    return ended;
  }

  /** The training of the method augment with as many updates, in a folder inside this one. */
  ArmTraining baseline(RunRecord main) throws IOException {
    RunFolder inner = folder.baseline();
    if (!Files.exists(inner.record())) {
      inner.create();
      inner.write(main.asBaseline());
    }
    RunRecord record = inner.read();
    return new ArmTraining(inner, record, data, compute, progress, record.method());
  }

  private Arm arm() {
    return arm(run, data);
  }

  static Arm arm(RunRecord run, LabelledData data) {
    return new Arm(
        Method.parse(run.method()),
        run.augmentReal(),
        run.plan(),
        LabelledData.examples(data.training(), run.plan().image()),
        LabelledData.examples(data.validation(), run.plan().image()),
        run.seed(),
        run.weights().map(w -> Path.of(w.file())));
  }

  private TrainingLoop.Limits limits() {
    return new TrainingLoop.Limits(
        run.plan().validationsOf(run.plan().updates()),
        run.checkpointSeconds(),
        run.patience(),
        run.budget().map(b -> new TrainingLoop.Pace(b.seconds(), b.phaseSeconds())));
  }

  private ModelDescription description(TrainingLoop.Outcome outcome) {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("method", run.method());
    training.put("data", run.data().root());
    training.put("trained on", run.data().training());
    training.put("validated on", run.data().validation());
    training.put(ModelDescription.CLASS_SHARES, data.classShares());
    training.put("updates", outcome.updates());
    if (!data.validation().isEmpty()) {
      training.put("validation Dice", outcome.state().bestDice());
    }
    return new ModelDescription(
        ModelDescription.FORMAT,
        run.handful(),
        run.plan().segmenter(),
        run.plan().image(),
        run.data().classes(),
        run.data().labels(),
        training);
  }

  private Scoring score() throws IOException {
    try (Model model = Model.read(folder.model(), compute)) {
      return Scoring.of(model, data.set(), scoredPairs(data.set(), run), compute);
    }
  }

  /** The pairs of the scored split; the validation images where the data has no split. */
  static List<Pair> scoredPairs(DataSet set, RunRecord run) {
    String split = run.data().scored();
    return split.equals(Scored.VALIDATION)
        ? set.pairs().stream().filter(p -> run.data().validation().contains(p.id())).toList()
        : set.pairsOf(split);
  }

  /**
   * Makes sure that the scores will be on other images than those that weights are trained on.
   *
   * @throws DataException if the scored split holds one of them, or there is none to score on
   */
  static void requireUnseen(DataSet set, RunRecord run) {
    if (scoredPairs(set, run).isEmpty()) {
      throw new DataException(
          "%s has no test images, and the method %s keeps none back to be scored on; add a split.csv (id,split) with test images"
              .formatted(set.root(), run.method()));
    }
    if (scoredPairs(set, run).stream().anyMatch(p -> run.data().training().contains(p.id()))) {
      throw new DataException(
          "the split "
              + run.data().scored()
              + " holds images that the model is trained on; score on another");
    }
  }

  private RunRecord.Result result(
      TrainingLoop.Outcome outcome, Scoring scoring, double wallSeconds) {
    LoopState state = outcome.state();
    return new RunRecord.Result(
        state.end(),
        outcome.updates(),
        state.bestIteration(),
        state.bestDice(),
        state.seconds(),
        wallSeconds,
        MachineFacts.peakMemoryGigabytes(),
        scored(scoring));
  }

  private RunRecord.Score scored(Scoring scoring) {
    double[] dice = scoring.caseDice();
    Bootstrap.Interval interval = Bootstrap.standard().mean(dice);
    return new RunRecord.Score(
        run.data().scored(), dice.length, interval.mean(), interval.lower(), interval.upper());
  }
}
