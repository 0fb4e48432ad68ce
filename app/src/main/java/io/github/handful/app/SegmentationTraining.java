package io.github.handful.app;

import io.github.handful.app.TrainCommand.TrainResult;
import io.github.handful.app.report.ReportContent;
import io.github.handful.segment.metrics.Bootstrap;
import java.io.IOException;
import java.util.Optional;

/** Trains, scores and reports a prepared run of a segmenter: one model, or one for each fold. */
record SegmentationTraining(PreparedRun prepared, Progress progress, ReportContent.Footer footer) {

  /**
   * Trains one model, and its baseline if the run has one.
   *
   * @param start when the verb began, in nanoseconds
   */
  TrainResult one(long start) throws IOException {
    double before = (System.nanoTime() - start) / 1e9;
    ArmTraining main =
        new ArmTraining(
            prepared.folder(),
            prepared.run(),
            prepared.data(),
            prepared.compute(),
            progress,
            prepared.run().method());
    ArmTraining.Trained trained = main.run(before);
    Optional<ArmTraining.Trained> baseline = Optional.empty();
    if (prepared.run().baseline()) {
      baseline = Optional.of(main.baseline(trained.run()).run(0));
    }
    Optional<Bootstrap.Interval> difference = baseline.map(b -> difference(trained, b));
    new TrainingReport(prepared.folder(), prepared.data(), trained, baseline, difference)
        .write(footer);
    return new TrainResult(
        prepared.folder().path(),
        prepared.folder().report(),
        trained.run().segmenter(),
        trained.run().result().orElseThrow(),
        baseline.flatMap(b -> b.run().result()),
        difference);
  }

  /** Trains the models of all folds. */
  FoldedTraining.Summary folds() throws IOException {
    FoldedTraining training =
        new FoldedTraining(
            prepared.folder(), prepared.run(), prepared.data(), prepared.compute(), progress);
    FoldedTraining.Trained trained = training.train();
    FoldedTraining.Summary summary = training.summary(trained);
    new FoldedReport(prepared.folder(), prepared.run(), prepared.data(), trained, summary)
        .write(footer);
    return summary;
  }

  private static Bootstrap.Interval difference(
      ArmTraining.Trained first, ArmTraining.Trained second) {
    return Bootstrap.standard()
        .pairedDifference(first.scoring().caseDice(), second.scoring().caseDice());
  }
}
