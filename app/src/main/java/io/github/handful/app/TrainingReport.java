package io.github.handful.app;

import io.github.handful.app.report.Gallery;
import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.app.report.ReportPage;
import io.github.handful.genseg.Painted;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskPng;
import io.github.handful.imaging.Overlay;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.Sample;
import io.github.handful.imaging.SlicePlane;
import io.github.handful.imaging.VolumeOverlay;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.segment.metrics.Evaluation;
import io.github.handful.segment.metrics.SurfaceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report of a finished run: what trained on what, how it went, and how good it is. */
record TrainingReport(
    RunFolder folder,
    LabelledData data,
    ArmTraining.Trained trained,
    Optional<ArmTraining.Trained> baseline,
    Optional<Bootstrap.Interval> difference) {
  private static final int SLICE_SIDE = 256;

  void write(ReportContent.Footer footer) throws IOException {
    String page = ReportPage.render(content(footer));
    AtomicFile.write(folder.report(), page.getBytes(StandardCharsets.UTF_8));
  }

  private ReportContent content(ReportContent.Footer footer) throws IOException {
    RunRecord run = trained.run();
    Evaluation evaluation = trained.scoring().evaluation();
    SurfaceSettings settings = Scoring.settings(data.all().get(0));
    List<String> classes = data.set().classNames();
    RunFacts facts = new RunFacts(run, data.set().encoding());
    return new ReportContent(
        title(),
        "%s, %s".formatted(folder.path().getFileName(), run.created()),
        caption(),
        headlines(),
        notes(),
        new TrainingCharts(
                TrainingLog.read(folder.log()),
                trained.run().result().orElseThrow().bestUpdate(),
                run.plan().generator())
            .all(),
        galleries(evaluation),
        List.of(
            EvaluationReport.classes(evaluation, classes, settings),
            EvaluationReport.cases(evaluation, classes, settings)),
        List.of(
            facts.labelledImages(),
            facts.configuration(),
            facts.machine(),
            EvaluationReport.definitions(settings)),
        footer);
  }

  private String title() {
    RunRecord.Data used = trained.run().data();
    int labelled = used.training().size() + used.validation().size();
    return "%s from %d labelled images"
        .formatted(data.set().root().toAbsolutePath().normalize().getFileName(), labelled);
  }

  private String caption() {
    RunRecord run = trained.run();
    RunRecord.Data used = run.data();
    StringBuilder text = new StringBuilder();
    text.append(
        "The segmenter's weights learnt from %d labelled images%s. "
            .formatted(used.training().size(), synthetic()));
    text.append(validation(run));
    if (used.scored().equals(Scored.VALIDATION)) {
      text.append(
          "The data has no test images, so the scores below are on these validation images and flatter the model.");
    } else {
      text.append(
          "The scores below are on the %d images of the split \"%s\", which had no part in the training or in any choice."
              .formatted(run.result().orElseThrow().score().images(), used.scored()));
    }
    return text.toString();
  }

  private static String validation(RunRecord run) {
    int images = run.data().validation().size();
    if (images == 0) {
      return "No image validated them: the last weights are kept. ";
    }
    return "%s, with changed copies, %s and chose the weights that were kept, but trained none. "
        .formatted(
            images == 1 ? "One further labelled image" : images + " further labelled images",
            run.method().equals("genseg")
                ? "steered the generator's architecture"
                : "judged them on the way");
  }

  private String synthetic() {
    String pairs =
        trained.run().plan().generator().conditional()
            ? " and from images that a generator painted for augmented masks"
            : " and from images that a generator made together with their masks";
    return switch (trained.run().method()) {
      case "genseg" ->
          pairs
              + "; the generator learnt from the same images, and its architecture follows the segmenter's validation loss";
      case "joint" ->
          pairs + "; the generator learnt from the same images along with the segmenter";
      case "separate" -> pairs + "; the generator was trained before on the same images";
      case "augment", "augment-all" -> " under strong geometric and intensity augmentation";
      default -> " as they are";
    };
  }

  private List<Headline> headlines() {
    RunRecord.Result result = trained.run().result().orElseThrow();
    List<Headline> headlines = new ArrayList<>();
    headlines.add(score("Dice", result.score()));
    baseline.ifPresent(
        b -> headlines.add(score("Augmentation alone", b.run().result().orElseThrow().score())));
    difference.ifPresent(
        d ->
            headlines.add(
                new Headline(
                    "Difference",
                    format("%+.3f", d.mean()),
                    format(
                        "95 %% interval %+.3f to %+.3f, image by image", d.lower(), d.upper()))));
    if (!Double.isNaN(result.validationDice())) {
      headlines.add(
          new Headline(
              "Validation Dice",
              format("%.3f", result.validationDice()),
              format(
                  "best of the second half, update %d of %d",
                  result.bestUpdate(), result.updates())));
    }
    headlines.add(
        new Headline(
            "Time",
            format("%.1f min", result.wallSeconds() / 60),
            format(
                "%s, %.1f GB of memory at most",
                Counted.of(trained.run().machine().threads(), "thread"),
                result.peakMemoryGigabytes())));
    return headlines;
  }

  private static Headline score(String label, RunRecord.Score score) {
    return new Headline(
        label,
        format("%.3f", score.dice()),
        format(
            "%d images, 95 %% interval %.3f to %.3f",
            score.images(), score.lower(), score.upper()));
  }

  private List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    RunRecord run = trained.run();
    int validating = run.data().validation().size();
    if (validating > 0 && validating < 5) {
      notes.add(
          new Note(
              Note.Level.WARNING,
              "The validation Dice rests on %d labelled image(s): a rough guide."
                  .formatted(validating)));
    }
    difference.ifPresent(
        d ->
            notes.add(
                new Note(
                    d.lower() > 0 ? Note.Level.REMARK : Note.Level.WARNING,
                    d.lower() > 0
                        ? "The generated pairs helped on these images beyond augmentation: the interval of the difference is above zero."
                        : d.upper() < 0
                            ? "The generated pairs did harm on these images: augmentation alone is better, use --method augment."
                            : "On these images the difference to augmentation alone is within chance: the interval includes zero.")));
    notes.add(
        new Note(
            Note.Level.REMARK,
            "The training ended because %s.".formatted(run.result().orElseThrow().end())));
    return notes;
  }

  private List<Gallery> galleries(Evaluation evaluation) {
    List<Gallery> galleries = new ArrayList<>();
    EvaluationReport.extremes(evaluation, data.set().classNames(), this::view)
        .ifPresent(galleries::add);
    if (!trained.samples().isEmpty()) {
      galleries.add(painted());
    }
    return galleries;
  }

  private Gallery painted() {
    int classes = data.set().classNames().size();
    boolean painted = trained.run().plan().generator().conditional();
    List<Gallery.Row> rows = new ArrayList<>();
    for (Painted p : trained.samples()) {
      String pair = "pair " + (rows.size() + 1);
      String title = p.source().map(source -> source.example().id()).orElse(pair);
      rows.add(new Gallery.Row(title, "", pictures(p, classes)));
    }
    return new Gallery(
        "Generated pairs",
        (painted
                ? "A training mask and its real image, the image painted for that mask, and a synthetic pair: the mask changed at random and the image painted for it."
                : "Masks and images that the generator made together, from random numbers.")
            + (trained.samples().get(0).mask().grid().isVolume()
                ? " Axial slices through the middle of the structures."
                : ""),
        EvaluationReport.legend(data.set().classNames()),
        painted
            ? List.of("mask", "real image", "painted", "changed mask", "painted for it")
            : List.of("mask", "image"),
        rows);
  }

  private static List<byte[]> pictures(Painted p, int classes) {
    List<byte[]> pictures = new ArrayList<>();
    p.source()
        .ifPresent(
            source -> {
              LabelMap mask = source.example().labels();
              int[] at = VolumeOverlay.centre(mask);
              pictures.add(MaskPng.encode(shown(mask, at), classes));
              pictures.add(Overlay.plain(shown(source.example().image(), at)));
              pictures.add(Overlay.plain(shown(source.repainted(), at)));
            });
    int[] at = VolumeOverlay.centre(p.mask());
    pictures.add(MaskPng.encode(shown(p.mask(), at), classes));
    pictures.add(Overlay.plain(shown(p.image(), at)));
    return pictures;
  }

  private static Image shown(Image image, int[] voxel) {
    return image.grid().isVolume() ? SlicePlane.AXIAL.cut(image, voxel, SLICE_SIDE) : image;
  }

  private static LabelMap shown(LabelMap labels, int[] voxel) {
    return labels.grid().isVolume() ? SlicePlane.AXIAL.cut(labels, voxel, SLICE_SIDE) : labels;
  }

  private Optional<EvaluationReport.View> view(String id) {
    Pair pair =
        data.set().pairs().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    Sample sample = data.set().read(pair);
    return Optional.of(
        new EvaluationReport.View(
            sample.image(), trained.scoring().predictions().get(id), sample.labels()));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
