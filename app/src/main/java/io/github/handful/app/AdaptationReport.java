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
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Overlay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The report of an adaptation: what was kept and why, and how the predictions changed. */
record AdaptationReport(RunFolder folder, AdaptationRun.Done done, List<String> classes) {
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
    charts.add(judgements("Foreground", "part of the pixels", j -> j.judgement().foreground()));
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
            "%d threads".formatted(done.record().machine().threads())));
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
    List<Gallery> galleries = new ArrayList<>();
    if (!done.cases().isEmpty()) {
      galleries.add(predictions());
    }
    if (!done.changes().isEmpty()) {
      galleries.add(labels());
    }
    return galleries;
  }

  private Gallery predictions() {
    List<Gallery.Row> rows = new ArrayList<>();
    for (AdaptedCase one : done.cases()) {
      LabelMap before = one.before().labels();
      LabelMap after = one.after().labels();
      rows.add(
          new Gallery.Row(
              one.id(),
              format("%.2f %% of the pixels changed their class", 100 * one.changed()),
              List.of(
                  Overlay.png(one.image(), before, Optional.empty(), PICTURE_SIDE),
                  Overlay.png(one.image(), after, Optional.empty(), PICTURE_SIDE),
                  Overlay.plain(AdaptedCase.entropy(one.before())),
                  Overlay.plain(AdaptedCase.entropy(one.after())))));
    }
    return new Gallery(
        "Before and after",
        "Outlines of the predictions of the source and of the kept model, and their entropy: black where the model is certain, white where all classes are alike.",
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
                  picture(change, change.plain()),
                  picture(change, change.voted()),
                  picture(change, change.adapted()))));
    }
    return new Gallery(
        "Pseudo-labels",
        "Windows as the network sees them: the source's own labels, the pseudo-labels that the source and the changed copies vote for, and the labels of the kept model.",
        EvaluationReport.legend(classes),
        List.of("window", "source", "voted", "kept"),
        rows);
  }

  private static byte[] picture(LabelChange change, LabelMap labels) {
    return Overlay.png(change.window(), labels, Optional.empty(), PICTURE_SIDE);
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
