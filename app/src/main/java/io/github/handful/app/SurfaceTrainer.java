package io.github.handful.app;

import io.github.handful.segment.Checkpoint;
import io.github.handful.segment.EventLog;
import io.github.handful.segment.LoopState;
import io.github.handful.segment.TrainingLoop;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.surfaces.SurfaceDataSet.Entry;
import io.github.handful.surfaces.SurfaceEvaluation;
import io.github.handful.surfaces.SurfaceEvaluation.Measure;
import io.github.handful.surfaces.SurfaceHeights;
import io.github.handful.surfaces.SurfaceLearner;
import io.github.handful.surfaces.SurfaceModel;
import io.github.handful.surfaces.SurfaceModelDescription;
import io.github.handful.surfaces.SurfacePlan;
import io.github.handful.surfaces.SurfacePredictor;
import io.github.handful.surfaces.SurfaceScan;
import io.github.handful.surfaces.SurfaceValidation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a run on surfaces from its start or from its checkpoint, keeps the best model and scores
 * it.
 */
record SurfaceTrainer(SurfaceRun prepared, Progress progress) {

  /**
   * A trained run.
   *
   * @param run with its result
   * @param predictions for the scored scans by id
   * @param painted a few scans with the surfaces they were painted for; empty without a painter
   */
  record Trained(
      SurfaceRecord run,
      SurfaceEvaluation evaluation,
      Map<String, SurfaceHeights> predictions,
      List<SurfaceScan> painted) {}

  private static final int SAMPLES = 4;

  Trained run(double startedBefore) throws IOException {
    long start = System.nanoTime();
    RunFolder folder = prepared.folder();
    SurfacePlan plan = prepared.run().plan();
    TrainingLoop.Outcome outcome;
    double earlier;
    List<SurfaceScan> painted;
    try (SurfaceLearner learner = prepared.learner();
        EventLog log = EventLog.open(folder.log())) {
      SurfaceValidation validation = prepared.validation();
      TrainingLoop loop =
          new TrainingLoop(
              learner,
              new TrainingLoop.Score(
                  SurfaceValidation.SCORE, () -> validation.closeness(learner.model())),
              limits(),
              new Checkpoint(folder.checkpoint()),
              log,
              new TrainingProgress(
                  progress,
                  plan.method().name().toLowerCase(Locale.ROOT),
                  "validation distance, px",
                  SurfaceTrainer::distance),
              LoopState.start(lengths(plan)));
      earlier = loop.earlierSeconds();
      outcome = loop.run();
      painted = learner.samples(SAMPLES);
    }
    try (outcome) {
      SurfaceModel.write(folder.model(), description(outcome), outcome.weights());
    }
    Map<String, SurfaceHeights> predictions = new LinkedHashMap<>();
    SurfaceEvaluation evaluation = score(predictions);
    new SurfaceSummary(evaluation).writeCases(folder.scores());
    double wall = earlier + startedBefore + (System.nanoTime() - start) / 1e9;
    return new Trained(ended(outcome, evaluation, wall), evaluation, predictions, painted);
  }

  /** The mean distance in rows that a closeness stands for. */
  static double distance(double closeness) {
    return 1 / closeness - 1;
  }

  private TrainingLoop.Limits limits() {
    SurfaceRecord run = prepared.run();
    return new TrainingLoop.Limits(
        run.plan().validations(),
        run.checkpointSeconds(),
        0,
        run.budgetSeconds().map(seconds -> SurfaceBudget.pace(seconds, run.plan())));
  }

  private static List<Integer> lengths(SurfacePlan plan) {
    return plan.painted()
        .map(painted -> List.of(painted.pretraining(), plan.updates()))
        .orElseGet(() -> List.of(plan.updates()));
  }

  private SurfaceModelDescription description(TrainingLoop.Outcome outcome) {
    SurfaceRecord run = prepared.run();
    SurfacePlan plan = run.plan();
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("data", run.data().root());
    training.put("trained on", run.data().training());
    training.put("validated on", run.data().validation());
    training.put("updates", outcome.updates());
    training.put("validation distance, px", distance(outcome.state().bestDice()));
    return new SurfaceModelDescription(
        SurfaceModelDescription.FORMAT,
        SurfaceModelDescription.TASK,
        run.handful(),
        plan.method(),
        plan.network(),
        plan.limits(),
        run.data().pixelSize(),
        training);
  }

  private SurfaceEvaluation score(Map<String, SurfaceHeights> predictions) throws IOException {
    SurfaceRecord.Data data = prepared.run().data();
    LabelledScans scans = prepared.scans();
    List<Entry> entries = scans.scoredEntries(data.scored());
    SurfaceEvaluation.Builder evaluation = new SurfaceEvaluation.Builder();
    progress.begin("scoring", entries.size());
    try (SurfaceModel model = SurfaceModel.read(prepared.folder().model(), prepared.compute())) {
      SurfacePredictor predictor = model.predictor(prepared.compute());
      for (Entry entry : entries) {
        SurfaceScan scan = scans.set().read(entry);
        SurfaceHeights predicted = predictor.predict(scan.image());
        predictions.put(scan.id(), predicted);
        evaluation.add(scan.id(), predicted, scan.heights());
        progress.at(predictions.size(), List.of());
      }
    }
    return evaluation.build(data.pixelSize(), Bootstrap.standard());
  }

  /** A run that had ended before keeps its result. */
  private SurfaceRecord ended(
      TrainingLoop.Outcome outcome, SurfaceEvaluation evaluation, double wallSeconds)
      throws IOException {
    if (prepared.run().result().isPresent()) {
      return prepared.run();
    }
    LoopState state = outcome.state();
    Bootstrap.Interval rows = evaluation.overall(Measure.MEAN_DISTANCE);
    Optional<Bootstrap.Interval> micrometres = evaluation.micrometres(Measure.MEAN_DISTANCE, rows);
    SurfaceRecord ended =
        prepared
            .run()
            .withResult(
                new SurfaceRecord.Result(
                    state.end(),
                    outcome.updates(),
                    state.bestIteration(),
                    distance(state.bestDice()),
                    state.seconds(),
                    wallSeconds,
                    MachineFacts.peakMemoryGigabytes(),
                    rows,
                    micrometres,
                    evaluation.overall(Measure.SPIKES)));
    ended.write(prepared.folder());
    return ended;
  }
}
