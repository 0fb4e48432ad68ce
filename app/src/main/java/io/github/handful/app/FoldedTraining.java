package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.segment.Model;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cross-validation: one model for each fold of the labelled images, scored on the images that it
 * kept back; on other images their probabilities are averaged.
 */
record FoldedTraining(
    RunFolder folder, RunRecord run, LabelledData data, Compute compute, Progress progress) {

  /**
   * The trained models.
   *
   * @param crossValidated every labelled image by the model that kept it back
   * @param ensemble all models together on the scored split, if the data has one
   */
  record Trained(
      List<RunRecord.Result> folds, Scoring crossValidated, Optional<Scoring> ensemble) {}

  /**
   * The file beside the record.
   *
   * @param folds the scores of each model on the images that it kept back, which also chose its
   *     weights
   * @param crossValidated of all labelled images together
   */
  record Summary(
      List<RunRecord.Score> folds,
      RunRecord.Score crossValidated,
      Optional<RunRecord.Score> ensemble) {}

  Trained train() throws IOException {
    List<RunRecord.Result> results = new ArrayList<>();
    List<Scoring> kept = new ArrayList<>();
    for (int fold = 0; fold < run.folds(); fold++) {
      ArmTraining.Trained one = training(fold).run(0);
      results.add(one.run().result().orElseThrow());
      kept.add(one.scoring());
    }
    Trained trained = new Trained(results, Scoring.joined(kept), ensemble());
    AtomicFile.write(
        folder.crossValidation(), Json.of(summary(trained)).getBytes(StandardCharsets.UTF_8));
    return trained;
  }

  private ArmTraining training(int fold) throws IOException {
    RunFolder inner = folder.fold(fold + 1);
    LabelledData part = data.fold(fold, run.folds());
    if (!Files.exists(inner.record())) {
      inner.create();
      inner.write(run.asFold(part, "fold %d of %d".formatted(fold + 1, run.folds())));
    }
    String title = "%s fold %d of %d:".formatted(run.method(), fold + 1, run.folds());
    return new ArmTraining(inner, inner.read(), part, compute, progress, title);
  }

  private Optional<Scoring> ensemble() throws IOException {
    if (run.data().scored().equals(Scored.VALIDATION)) {
      return Optional.empty();
    }
    List<Model> models = new ArrayList<>();
    try {
      for (int fold = 1; fold <= run.folds(); fold++) {
        models.add(Model.read(folder.fold(fold).model(), compute));
      }
      return Optional.of(
          Scoring.of(
              Scoring.predictor(models, false, compute),
              data.set(),
              ArmTraining.scoredPairs(data.set(), run)));
    } finally {
      models.forEach(Model::close);
    }
  }

  Summary summary(Trained trained) {
    return new Summary(
        trained.folds().stream().map(RunRecord.Result::score).toList(),
        score("all labelled images, each by the model that kept it back", trained.crossValidated()),
        trained.ensemble().map(scoring -> score(run.data().scored(), scoring)));
  }

  private static RunRecord.Score score(String split, Scoring scoring) {
    double[] dice = scoring.caseDice();
    Bootstrap.Interval interval = Bootstrap.standard().mean(dice);
    return new RunRecord.Score(
        split, dice.length, interval.mean(), interval.lower(), interval.upper());
  }
}
