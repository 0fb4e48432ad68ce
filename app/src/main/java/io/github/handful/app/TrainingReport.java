package io.github.handful.app;

import io.github.handful.app.report.Axis;
import io.github.handful.app.report.Chart;
import io.github.handful.app.report.Gallery;
import io.github.handful.app.report.LineChart;
import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.app.report.ReportPage;
import io.github.handful.app.report.StackedAreaChart;
import io.github.handful.genseg.Painted;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.MaskPng;
import io.github.handful.imaging.Overlay;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.Sample;
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
  private static final List<String> KERNELS = List.of("4×4", "6×6", "8×8");

  void write(ReportContent.Footer footer) throws IOException {
    String page = ReportPage.render(content(footer));
    AtomicFile.write(folder.report(), page.getBytes(StandardCharsets.UTF_8));
  }

  private ReportContent content(ReportContent.Footer footer) throws IOException {
    RunRecord run = trained.run();
    Evaluation evaluation = trained.scoring().evaluation();
    SurfaceSettings settings = SurfaceSettings.pixels();
    List<String> classes = data.set().classNames();
    return new ReportContent(
        title(),
        "%s, %s".formatted(folder.path().getFileName(), run.created()),
        caption(),
        headlines(),
        notes(),
        charts(TrainingLog.read(folder.log())),
        galleries(evaluation),
        List.of(
            EvaluationReport.classes(evaluation, classes, settings),
            EvaluationReport.cases(evaluation, classes, settings)),
        List.of(
            labelledImages(), configuration(), machine(), EvaluationReport.definitions(settings)),
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
    text.append(
        "%s, with changed copies, %s and chose the weights that were kept, but trained none. "
            .formatted(
                used.validation().size() == 1
                    ? "One further labelled image"
                    : used.validation().size() + " further labelled images",
                run.method().equals("genseg")
                    ? "steered the generator's architecture"
                    : "judged them on the way"));
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

  private String synthetic() {
    return switch (trained.run().method()) {
      case "genseg" ->
          " and from images that a generator painted for augmented masks; the generator learnt from the same images, and its architecture follows the segmenter's validation loss";
      case "joint" ->
          " and from images that a generator painted for augmented masks; the generator learnt from the same images along with the segmenter";
      case "separate" ->
          " and from images that a generator, trained before on the same images, painted for augmented masks";
      case "augment" -> " under strong geometric and intensity augmentation";
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
    headlines.add(
        new Headline(
            "Validation Dice",
            format("%.3f", result.validationDice()),
            format("best of all, after update %d of %d", result.bestUpdate(), result.updates())));
    headlines.add(
        new Headline(
            "Time",
            format("%.1f min", result.wallSeconds() / 60),
            format(
                "%d threads, %.1f GB of memory at most",
                trained.run().machine().threads(), result.peakMemoryGigabytes())));
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
    if (run.data().validation().size() < 5) {
      notes.add(
          new Note(
              Note.Level.WARNING,
              "The validation Dice rests on %d labelled image(s): a rough guide."
                  .formatted(run.data().validation().size())));
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

  private List<Chart> charts(TrainingLog log) {
    Axis updates = Axis.linear("update of the segmenter");
    List<Chart> charts = new ArrayList<>();
    charts.add(
        new LineChart(
            "Segmentation loss",
            "Cross-entropy plus Dice loss; the full line is a moving average.",
            updates,
            Axis.log("loss"),
            List.of(log.loss("train", "segmentation")),
            List.of()));
    int best = trained.run().result().orElseThrow().bestUpdate();
    charts.add(
        new LineChart(
            "Validation Dice",
            "Of the averaged weights, at the network's scale, on the validation images and changed copies.",
            updates,
            Axis.linear("Dice", 0, 1),
            List.of(log.validation()),
            List.of(new LineChart.Marker("kept, update " + best, best))));
    if (!log.losses("pretrain").isEmpty()) {
      charts.add(
          new LineChart(
              "Difference of painted and real images",
              "Mean absolute difference while the generator learns alone, intensities from -1 to 1.",
              Axis.linear("step of the generator"),
              Axis.linear("difference"),
              List.of(log.loss("pretrain", "difference")),
              List.of()));
    }
    if (log.searched()) {
      charts.addAll(searchCharts(log, updates));
    }
    return charts;
  }

  private static List<Chart> searchCharts(TrainingLog log, Axis updates) {
    List<Chart> charts = new ArrayList<>();
    charts.add(
        new LineChart(
            "Hypergradient",
            "Length of the gradient of the validation loss with respect to the architecture, by its two paths.",
            updates,
            Axis.log("norm"),
            List.of(log.hypergradient("through segmenter"), log.hypergradient("through generator")),
            List.of()));
    for (String side : List.of("encoder", "decoder")) {
      var panels = log.mixtures(side);
      if (!panels.isEmpty()) {
        charts.add(
            new StackedAreaChart(
                "Mixture weights of the " + side,
                "Share of each kernel size in every cell of the generator's "
                    + side
                    + " as the architecture is learnt.",
                updates,
                KERNELS,
                panels));
      }
    }
    return charts;
  }

  private List<Gallery> galleries(Evaluation evaluation) {
    List<Gallery> galleries = new ArrayList<>();
    EvaluationReport.extremes(evaluation, this::view).ifPresent(galleries::add);
    if (!trained.samples().isEmpty()) {
      galleries.add(painted());
    }
    return galleries;
  }

  private Gallery painted() {
    int classes = data.set().classNames().size();
    List<Gallery.Row> rows = new ArrayList<>();
    for (Painted p : trained.samples()) {
      rows.add(
          new Gallery.Row(
              p.source().id(),
              "",
              List.of(
                  MaskPng.encode(p.source().labels(), classes),
                  Overlay.plain(p.source().image()),
                  Overlay.plain(p.repainted()),
                  MaskPng.encode(p.changed(), classes),
                  Overlay.plain(p.painted()))));
    }
    return new Gallery(
        "Generated pairs",
        "A training mask and its real image, the image painted for that mask, and a synthetic pair: the mask changed at random and the image painted for it.",
        List.of("mask", "real image", "painted", "changed mask", "painted for it"),
        rows);
  }

  private Optional<EvaluationReport.View> view(String id) {
    Pair pair =
        data.set().pairs().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    Sample sample = data.set().read(pair);
    return Optional.of(
        new EvaluationReport.View(
            sample.image(), trained.scoring().predictions().get(id), sample.labels()));
  }

  private Definitions labelledImages() {
    RunRecord.Data used = trained.run().data();
    return new Definitions(
        "Data",
        List.of(
            entry("folder", used.root()),
            entry("classes", String.join(", ", used.classes())),
            entry("masks", data.set().encoding().describe()),
            entry("trained on", String.join(", ", used.training())),
            entry("validated on", String.join(", ", used.validation())),
            entry("rule", used.rule()),
            entry("fingerprint", used.fingerprint())));
  }

  private Definitions configuration() {
    RunRecord run = trained.run();
    var plan = run.plan();
    List<Definitions.Entry> entries = new ArrayList<>();
    entries.add(entry("method", run.method()));
    entries.add(
        entry(
            "network input",
            "%d × %d, %s"
                .formatted(
                    plan.image().width(),
                    plan.image().height(),
                    plan.image().windowed()
                        ? "windows at scale " + plan.image().scale()
                        : "whole images")));
    entries.add(
        entry(
            "segmenter",
            "U-Net, width %d, depth %d, batch %d"
                .formatted(
                    plan.segmenter().width(), plan.segmenter().depth(), plan.training().batch())));
    if (!trained.samples().isEmpty()) {
      entries.add(
          entry(
              "generator",
              "pix2pix U-Net, width %d, %d levels, searched: %s"
                  .formatted(
                      plan.generator().width(),
                      plan.generator().downs(),
                      plan.generator().search().name().toLowerCase(Locale.ROOT))));
      entries.add(
          entry(
              "synthetic pairs",
              format(
                  "%d an update, weight %.2f",
                  plan.genseg().syntheticBatch(), plan.genseg().gamma())));
    }
    if (run.method().equals("genseg")) {
      entries.add(
          entry(
              "architecture",
              "a step every %d updates, hypergradient by %s"
                  .formatted(
                      plan.genseg().architectureEvery(),
                      plan.genseg().exactHypergradient()
                          ? "double differentiation"
                          : "finite differences")));
    }
    entries.add(entry("iterations", run.totals().toString()));
    entries.add(entry("seed", Long.toString(run.seed())));
    for (String reason : plan.reasons()) {
      entries.add(entry("why", reason));
    }
    return new Definitions("Configuration", entries);
  }

  private Definitions machine() {
    RunRecord.Machine m = trained.run().machine();
    return new Definitions(
        "Machine",
        List.of(
            entry("platform", m.platform()),
            entry("Java", m.java()),
            entry("libtorch", m.libtorch()),
            entry(
                "device", "%s, %d threads, %s".formatted(m.device(), m.threads(), m.precision()))));
  }

  private static Definitions.Entry entry(String term, String value) {
    return new Definitions.Entry(term, value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
