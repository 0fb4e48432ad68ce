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
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.Overlay;
import io.github.handful.surfaces.SurfaceDataSet.Entry;
import io.github.handful.surfaces.SurfaceOverlay;
import io.github.handful.surfaces.SurfaceScan;
import io.github.handful.surfaces.SurfaceValidation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report of a finished run on surfaces. */
record SurfaceTrainingReport(
    RunFolder folder, LabelledScans scans, SurfaceTrainer.Trained trained) {

  void write(ReportContent.Footer footer) throws IOException {
    String page = ReportPage.render(content(footer));
    AtomicFile.write(folder.report(), page.getBytes(StandardCharsets.UTF_8));
  }

  private ReportContent content(ReportContent.Footer footer) throws IOException {
    SurfaceReport report = new SurfaceReport(trained.evaluation());
    return new ReportContent(
        "%s from %d annotated scans"
            .formatted(Path.of(trained.run().data().root()).getFileName(), scans.all().size()),
        "%s, %s".formatted(folder.path().getFileName(), trained.run().created()),
        caption(),
        headlines(report),
        notes(),
        charts(),
        galleries(report),
        List.of(report.surfaces(), report.scans()),
        List.of(data(), configuration(), SurfaceReport.definitions()),
        footer);
  }

  private List<Gallery> galleries(SurfaceReport report) {
    List<Gallery> galleries = new ArrayList<>();
    galleries.add(report.extremes(this::view));
    if (!trained.painted().isEmpty()) {
      galleries.add(
          new Gallery(
              "Painted scans",
              "Painted by the generator for changed surfaces of annotated scans, which are drawn.",
              report.legend(),
              List.of("painted", "and its surfaces"),
              trained.painted().stream().map(SurfaceTrainingReport::painted).toList(),
              true));
    }
    return galleries;
  }

  private static Gallery.Row painted(SurfaceScan scan) {
    return new Gallery.Row(
        "after " + scan.id(),
        "",
        List.of(
            Overlay.plain(scan.image()),
            SurfaceOverlay.png(scan.image(), scan.heights(), Optional.empty())));
  }

  private String caption() {
    SurfaceRecord.Data data = trained.run().data();
    String scored =
        data.scored().equals(Scored.VALIDATION)
            ? "The data has no test scans, so the numbers below are on these validation scans and flatter the model."
            : "The numbers below are on the %d scans of the split \"%s\", which had no part in the training or in any choice."
                .formatted(trained.predictions().size(), data.scored());
    return "The weights learnt from %s annotated scans; %d further ones chose those that were kept, but trained none. %s"
        .formatted(
            data.training().size()
                + (trained.painted().isEmpty() ? "" : " (and scans painted after them)"),
            data.validation().size(),
            scored);
  }

  private List<Headline> headlines(SurfaceReport report) {
    SurfaceRecord.Result result = trained.run().result().orElseThrow();
    List<Headline> headlines = new ArrayList<>(report.headlines());
    headlines.add(
        new Headline(
            "Validation distance",
            format("%.2f px", result.validationDistance()),
            "best of the second half, update %d of %d"
                .formatted(result.bestUpdate(), result.updates())));
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

  private List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    if (trained.run().data().pixelSize().isEmpty()) {
      notes.add(
          new Note(
              Note.Level.WARNING,
              "The size of a pixel is not known, so distances are in pixels only; add a pixel_size.csv (axial_um, lateral_um)."));
    }
    notes.add(
        new Note(
            Note.Level.REMARK,
            "The training ended because %s."
                .formatted(trained.run().result().orElseThrow().end())));
    return notes;
  }

  private List<Chart> charts() throws IOException {
    TrainingLog log = TrainingLog.read(folder.log());
    int best = trained.run().result().orElseThrow().bestUpdate();
    Axis updates = Axis.linear("update");
    return List.of(
        new LineChart(
            "Losses",
            "Of the distributions in the columns and of the rows; the full lines are moving averages.",
            updates,
            Axis.log("loss"),
            List.of(log.loss("train", "columns"), log.loss("train", "rows")),
            List.of()),
        new LineChart(
            "Validation distance",
            "Mean distance of the averaged weights on the validation scans.",
            updates,
            Axis.log("px"),
            List.of(log.validation("distance", SurfaceValidation.SCORE, SurfaceTrainer::distance)),
            List.of(new LineChart.Marker("kept, update " + best, best))));
  }

  private Definitions data() {
    SurfaceRecord.Data data = trained.run().data();
    return new Definitions(
        "Data",
        List.of(
            entry("folder", data.root()),
            entry("trained on", String.join(", ", data.training())),
            entry("validated on", String.join(", ", data.validation())),
            entry("scored on", data.scored()),
            entry("fingerprint", data.fingerprint())));
  }

  private Definitions configuration() {
    SurfaceRecord run = trained.run();
    List<Definitions.Entry> entries = new ArrayList<>();
    entries.add(entry("method", run.plan().method().name().toLowerCase(Locale.ROOT)));
    entries.add(entry("loss", run.plan().loss().toString()));
    entries.add(entry("surfaces", Integer.toString(run.plan().network().surfaces())));
    entries.add(entry("updates", Integer.toString(run.plan().updates())));
    entries.add(entry("seed", Long.toString(run.seed())));
    run.plan().reasons().forEach(reason -> entries.add(entry("why", reason)));
    entries.add(entry("platform", run.machine().platform()));
    entries.add(
        entry(
            "device",
            "%s, %s, %s"
                .formatted(
                    run.machine().device(),
                    Counted.of(run.machine().threads(), "thread"),
                    run.machine().precision())));
    return new Definitions("Configuration", entries);
  }

  private static Definitions.Entry entry(String term, String value) {
    return new Definitions.Entry(term, value);
  }

  private SurfaceReport.View view(String id) {
    Entry entry =
        scans.set().entries().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
    SurfaceScan scan = scans.set().read(entry);
    return new SurfaceReport.View(scan.image(), trained.predictions().get(id), scan.heights());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
