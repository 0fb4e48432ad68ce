package io.github.handful.app;

import io.github.handful.app.report.Gallery;
import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.app.report.ReportPage;
import io.github.handful.app.report.Table;
import io.github.handful.app.report.Table.Column;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.metrics.Evaluation;
import io.github.handful.segment.metrics.SurfaceSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report of a cross-validation: each fold, all labelled images, and the models together. */
record FoldedReport(
    RunFolder folder,
    RunRecord run,
    LabelledData data,
    FoldedTraining.Trained trained,
    FoldedTraining.Summary summary) {

  void write(ReportContent.Footer footer) {
    String page = ReportPage.render(content(footer));
    AtomicFile.write(folder.report(), page.getBytes(StandardCharsets.UTF_8));
  }

  private ReportContent content(ReportContent.Footer footer) {
    Scoring shown = trained.ensemble().orElse(trained.crossValidated());
    Evaluation evaluation = shown.evaluation();
    SurfaceSettings settings = Scoring.settings(data.all().get(0));
    List<String> classes = data.set().classNames();
    RunFacts facts = new RunFacts(run, data.set().encoding());
    List<Gallery> galleries =
        EvaluationReport.extremes(evaluation, classes, id -> view(shown, id)).stream().toList();
    return new ReportContent(
        "%s in %d folds"
            .formatted(data.set().root().toAbsolutePath().normalize().getFileName(), run.folds()),
        "%s, %s".formatted(folder.path().getFileName(), run.created()),
        caption(),
        headlines(),
        List.of(
            new Note(
                Note.Level.REMARK,
                "The images that a model kept back also chose its weights, so the cross-validated scores flatter it a little.")),
        List.of(),
        galleries,
        List.of(
            folds(),
            EvaluationReport.classes(evaluation, classes, settings),
            EvaluationReport.cases(evaluation, classes, settings)),
        List.of(
            facts.labelledImages(),
            facts.configuration(),
            facts.machine(),
            EvaluationReport.definitions(settings)),
        footer);
  }

  private String caption() {
    String each =
        "%d models learnt from the %d labelled images, each without those that it kept back. "
            .formatted(run.folds(), data.all().size());
    return trained.ensemble().isPresent()
        ? each
            + "Their probabilities are averaged on the split \"%s\", which had no part in the training or in any choice; the cases below are of it."
                .formatted(run.data().scored())
        : each
            + "The data has no other images, so the cases below are the labelled ones, each by the model that kept it back.";
  }

  private List<Headline> headlines() {
    List<Headline> headlines = new ArrayList<>();
    summary.ensemble().ifPresent(score -> headlines.add(headline("Dice of all together", score)));
    headlines.add(headline("Cross-validated Dice", summary.crossValidated()));
    return headlines;
  }

  private static Headline headline(String label, RunRecord.Score score) {
    return new Headline(
        label,
        String.format(Locale.ROOT, "%.3f", score.dice()),
        String.format(
            Locale.ROOT,
            "%d images, 95 %% interval %.3f to %.3f",
            score.images(),
            score.lower(),
            score.upper()));
  }

  private Table folds() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < summary.folds().size(); i++) {
      RunRecord.Score score = summary.folds().get(i);
      RunRecord.Result result = trained.folds().get(i);
      rows.add(
          List.of(
              "fold " + (i + 1),
              Integer.toString(score.images()),
              String.format(Locale.ROOT, "%.3f", score.dice()),
              Integer.toString(result.updates()),
              String.format(Locale.ROOT, "%.1f", result.wallSeconds() / 60)));
    }
    return new Table(
        "Folds",
        "Dice of each model on the images that it kept back.",
        List.of(
            Column.text("Model"),
            Column.number("Images"),
            Column.number("Dice"),
            Column.number("Updates"),
            Column.number("Minutes")),
        rows,
        List.of(),
        false);
  }

  private Optional<EvaluationReport.View> view(Scoring scoring, String id) {
    Sample sample =
        data.set().pairs().stream()
            .filter(pair -> pair.id().equals(id))
            .findFirst()
            .map(data.set()::read)
            .orElseThrow();
    return Optional.of(
        new EvaluationReport.View(sample.image(), scoring.predictions().get(id), sample.labels()));
  }
}
