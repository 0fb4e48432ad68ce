package io.github.handful.app;

import io.github.handful.app.TrainCommand.TrainResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the verb train prints, for people. */
final class TrainText {
  private TrainText() {}

  static String of(RunFolder folder, FoldedTraining.Summary summary) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < summary.folds().size(); i++) {
      RunRecord.Score score = summary.folds().get(i);
      lines.add(
          format(
              "fold %d: Dice %.3f on the %d images kept back",
              i + 1, score.dice(), score.images()));
    }
    lines.add(line("cross-validated Dice", summary.crossValidated()));
    summary.ensemble().ifPresent(score -> lines.add(line("all models together: Dice", score)));
    lines.add(
        "models in %s; handful predict %s averages them".formatted(folder.path(), folder.path()));
    lines.add("report in " + folder.report());
    return String.join(System.lineSeparator(), lines);
  }

  static String of(TrainResult result) {
    RunRecord.Result r = result.result();
    List<String> lines = new ArrayList<>();
    lines.add("%s: %d updates, %s".formatted(result.run(), r.updates(), r.end()));
    lines.add(result.segmenter());
    lines.add(
        Double.isNaN(r.validationDice())
            ? "no image validates: the last weights are kept"
            : format("validation Dice %.3f after update %d", r.validationDice(), r.bestUpdate()));
    lines.add(line("Dice", r.score()));
    result.baseline().ifPresent(b -> lines.add(line("augmentation alone", b.score())));
    result
        .difference()
        .ifPresent(
            d ->
                lines.add(
                    format(
                        "difference %+.3f (95 %% interval %+.3f to %+.3f)",
                        d.mean(), d.lower(), d.upper())));
    String besides =
        result
            .baseline()
            .map(b -> format(" and %.0f s for augmentation alone", b.wallSeconds()))
            .orElse("");
    lines.add(
        format("%.0f s%s, %.1f GB at most", r.wallSeconds(), besides, r.peakMemoryGigabytes()));
    lines.add("model in " + result.run().resolve("model"));
    lines.add("report in " + result.report());
    return String.join(System.lineSeparator(), lines);
  }

  static String of(TrainCommand.SurfaceTrainResult result, SurfaceTrainer.Trained trained) {
    SurfaceRecord.Result r = result.result();
    List<String> lines = new ArrayList<>();
    lines.add("%s: %d updates, %s".formatted(result.run(), r.updates(), r.end()));
    lines.add(
        format(
            "validation distance %.2f px after update %d", r.validationDistance(), r.bestUpdate()));
    new SurfaceReport(trained.evaluation())
        .headlines()
        .forEach(h -> lines.add("%s %s (%s)".formatted(h.label(), h.value(), h.note())));
    lines.add("scored on: " + trained.run().data().scored());
    lines.add(format("%.0f s, %.1f GB at most", r.wallSeconds(), r.peakMemoryGigabytes()));
    lines.add("model in " + result.run().resolve("model"));
    lines.add("report in " + result.report());
    return String.join(System.lineSeparator(), lines);
  }

  private static String line(String name, RunRecord.Score score) {
    return format(
        "%s %.3f (95 %% interval %.3f to %.3f) on %d images: %s",
        name, score.dice(), score.lower(), score.upper(), score.images(), score.split());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
