package io.github.handful.app;

import io.github.handful.adapt.Adaptation;
import io.github.handful.adapt.LabelChange;
import io.github.handful.adapt.Safeguard;
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
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Overlay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The report of an adaptation: what was kept and why, and how the predictions changed.
 *
 * @param volumes whether the images are volumes
 */
record AdaptationReport(
    RunFolder folder, AdaptationRun.Done done, List<String> classes, boolean volumes) {
  private static final int PICTURE_SIDE = 360;

  void write(ReportContent.Footer footer) throws IOException {
    String page = ReportPage.render(content(footer));
    AtomicFile.write(folder.report(), page.getBytes(StandardCharsets.UTF_8));
  }

  private ReportContent content(ReportContent.Footer footer) throws IOException {
    AdaptationRecord run = done.record();
    List<Chart> charts = new ArrayList<>(losses());
    charts.add(judgements("Agreement", "agreement", j -> j.judgement().agreement()));
    charts.add(judgements("Entropy", "entropy", j -> j.judgement().entropy()));
    charts.add(
        judgements("Foreground", "part of the " + elements(), j -> j.judgement().foreground()));
    return new ReportContent(
        "Adaptation to %d unlabelled images".formatted(run.target().images().size()),
        "%s, %s".formatted(folder.path().getFileName(), run.created()),
        "The model learnt from these images without their masks and without the images that it was"
            + " trained on. None of the numbers below is a measure of its quality: for that, hold"
            + " predictions against true masks with handful evaluate.",
        headlines(),
        notes(),
        charts,
        galleries(),
        List.of(),
        List.of(data(), configuration()),
        footer);
  }

  private List<Headline> headlines() {
    AdaptationRecord.Result result = done.record().result().orElseThrow();
    return List.of(
        new Headline(
            "Kept",
            result.adapted() ? "adapted" : "source",
            result.adapted()
                ? "%s, %s, update %d".formatted(result.network(), result.stage(), result.update())
                : "no adapted network was safe and better"),
        headline("Agreement", result.before().agreement(), result.after().agreement()),
        headline("Entropy", result.before().entropy(), result.after().entropy()),
        headline("Foreground", result.before().foreground(), result.after().foreground()),
        new Headline(
            "Time",
            format("%.1f min", result.wallSeconds() / 60),
            Counted.of(done.record().machine().threads(), "thread")));
  }

  private static Headline headline(String label, double before, double after) {
    return new Headline(label, format("%.3f", after), format("%.3f with the source", before));
  }

  private List<Note> notes() {
    AdaptationRecord.Result result = done.record().result().orElseThrow();
    List<Note> notes = new ArrayList<>();
    notes.add(
        result.adapted()
            ? new Note(Note.Level.REMARK, "The adaptation ended: " + result.end() + ".")
            : new Note(
                Note.Level.WARNING,
                "The model is the source model, unchanged. The adaptation ended: "
                    + result.end()
                    + "."));
    result
        .failure()
        .map(failure -> "The source was taken to fail: " + failure + ".")
        .ifPresent(text -> notes.add(new Note(Note.Level.WARNING, text)));
    notes.add(new Note(Note.Level.REMARK, Safeguard.RULE));
    return notes;
  }

  private List<Chart> losses() throws IOException {
    TrainingLog log = TrainingLog.read(folder.log());
    List<Chart> charts = new ArrayList<>();
    for (String stage : log.phases()) {
      charts.add(
          new LineChart(
              "Losses of the stage: " + stage,
              "The full line is a moving average. Promoted is the part of the pixels that the vote took from the background.",
              Axis.linear("update of the stage"),
              Axis.log("loss"),
              log.losses(stage).stream().map(name -> log.loss(stage, name)).toList(),
              List.of()));
    }
    return charts;
  }

  private Chart judgements(String title, String axis, ToDoubleFunction<Adaptation.Judged> value) {
    List<Adaptation.Judged> all = done.history();
    double[] x = new double[all.size()];
    double[] y = new double[all.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
      y[i] = value.applyAsDouble(all.get(i));
    }
    int kept = kept(all);
    return new LineChart(
        title,
        "Of each network that was judged, in their order; the first is the source.",
        Axis.linear("judgement"),
        Axis.linear(axis),
        List.of(new LineChart.Series(axis, x, y, false)),
        List.of(new LineChart.Marker("kept", kept)));
  }

  private int kept(List<Adaptation.Judged> all) {
    AdaptationRecord.Result result = done.record().result().orElseThrow();
    for (int i = 0; i < all.size(); i++) {
      Adaptation.Judged j = all.get(i);
      if (j.stage().equals(result.stage())
          && j.network().equals(result.network())
          && j.iteration() == result.update()) {
        return i;
      }
    }
    throw new IllegalStateException("what was kept was not judged");
  }

  private List<Gallery> galleries() {
    return List.of(predictions(), labels());
  }

  private Gallery predictions() {
    List<Gallery.Row> rows = new ArrayList<>();
    for (AdaptedCase one : done.cases()) {
      rows.add(
          new Gallery.Row(
              one.id(),
              format("%.2f %% of the %s changed their class", 100 * one.changed(), elements()),
              List.of(
                  picture(one.image(), one.before().labels()),
                  picture(one.image(), one.after().labels()),
                  Overlay.plain(one.before().entropy()),
                  Overlay.plain(one.after().entropy()))));
    }
    return new Gallery(
        "Before and after",
        "Outlines of the predictions of the source and of the kept model, and their entropy: black where the model is certain, white where all classes are alike."
            + (volumes ? " Axial slices through the middle of what the kept model finds." : ""),
        EvaluationReport.legend(classes),
        List.of("before", "after", "entropy before", "entropy after"),
        rows);
  }

  private Gallery labels() {
    List<Gallery.Row> rows = new ArrayList<>();
    int number = 1;
    for (LabelChange change : done.changes()) {
      rows.add(
          new Gallery.Row(
              "window " + number++,
              "",
              List.of(
                  Overlay.plain(change.window()),
                  picture(change.window(), change.plain()),
                  picture(change.window(), change.voted()),
                  picture(change.window(), change.adapted()))));
    }
    return new Gallery(
        "Pseudo-labels",
        "Windows as the network sees them: the source's own labels, the pseudo-labels that the source and the changed copies vote for, and the labels of the kept model."
            + (volumes ? " Of each window the slice of which most is voted for." : ""),
        EvaluationReport.legend(classes),
        List.of("window", "source", "voted", "kept"),
        rows);
  }

  private String elements() {
    return volumes ? "voxels" : "pixels";
  }

  private static byte[] picture(Image image, LabelMap labels) {
    return Overlay.png(image, labels, Optional.empty(), PICTURE_SIDE);
  }

  private Definitions data() {
    AdaptationRecord run = done.record();
    return new Definitions(
        "Data",
        List.of(
            new Definitions.Entry("images", run.target().choice()),
            new Definitions.Entry("adapted to", String.join(", ", run.target().images())),
            new Definitions.Entry("fingerprint", run.target().fingerprint()),
            new Definitions.Entry("source model", run.source().model()),
            new Definitions.Entry("its fingerprint", run.source().fingerprint())));
  }

  private Definitions configuration() {
    AdaptationRecord run = done.record();
    return new Definitions(
        "Configuration",
        List.of(
            new Definitions.Entry("method", run.method()),
            new Definitions.Entry("voting", run.voting()),
            new Definitions.Entry("updates", Integer.toString(run.iterations())),
            new Definitions.Entry("seed", Long.toString(run.seed())),
            new Definitions.Entry("libtorch", run.machine().libtorch()),
            new Definitions.Entry(
                "device", run.machine().device() + ", " + run.machine().precision())));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
