package io.github.handful.app;

import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.app.report.ReportPage;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfaceDataSet.Entry;
import io.github.handful.surfaces.SurfaceEvaluation;
import io.github.handful.surfaces.SurfaceEvaluation.Measure;
import io.github.handful.surfaces.SurfaceFiles;
import io.github.handful.surfaces.SurfaceHeights;
import io.github.handful.surfaces.SurfaceScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What evaluate does with a folder of predicted surfaces.
 *
 * @param truth a data set with surfaces
 */
record SurfaceEvaluateVerb(
    Path predictions,
    Path truth,
    Optional<String> split,
    OutputFolder out,
    CommonOptions common,
    Console console) {

  /** The result of the verb. */
  private record Result(
      Path predictions,
      Path truth,
      Optional<String> split,
      int scans,
      List<String> truthsWithoutPrediction,
      Map<String, String> definitions,
      List<SurfaceSummary.Row> results) {}

  /** Predictions that were held against their truth. */
  private record Held(
      SurfaceDataSet set,
      Map<String, SurfaceHeights> predictions,
      List<String> missing,
      SurfaceEvaluation evaluation) {}

  /** Measures, writes all results and prints them. */
  void run(ReportContent.Footer footer) throws IOException {
    Held held = hold();
    out.create();
    SurfaceSummary summary = new SurfaceSummary(held.evaluation());
    summary.writeCases(out.path().resolve(EvaluateCommand.CASES));
    summary.writeSummary(out.path().resolve(EvaluateCommand.SUMMARY));
    Map<String, String> definitions = new LinkedHashMap<>();
    for (Measure measure : Measure.values()) {
      definitions.put(measure.label(), SurfaceReport.definition(measure));
    }
    Result result =
        new Result(
            predictions,
            truth,
            split,
            held.predictions().size(),
            held.missing(),
            definitions,
            summary.rows());
    write(EvaluateCommand.JSON, Json.of(result));
    write(EvaluateCommand.PAGE, ReportPage.render(page(held, footer)));
    warnings(held).forEach(console::note);
    console.result(common, result, text(held.evaluation()));
  }

  private Held hold() {
    SurfaceDataSet set = SurfaceDataSet.open(truth);
    Map<String, Path> files =
        SurfaceFolders.predictions(predictions).stream()
            .collect(Collectors.toMap(ImageFiles::stem, Function.identity(), (a, b) -> a));
    Map<String, SurfaceHeights> found = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    SurfaceEvaluation.Builder evaluation = new SurfaceEvaluation.Builder();
    List<Entry> wanted = wanted(set);
    try (Progress progress = console.progress()) {
      progress.begin("evaluating", wanted.size());
      for (Entry entry : wanted) {
        if (files.containsKey(entry.id())) {
          SurfaceScan scan = set.read(List.of(entry)).get(0);
          SurfaceHeights predicted = predicted(files.get(entry.id()), scan, entry);
          found.put(entry.id(), predicted);
          evaluation.add(entry.id(), predicted, scan.heights());
        } else {
          missing.add(entry.id());
        }
        progress.at(found.size() + missing.size(), List.of());
      }
    }
    if (found.isEmpty()) {
      throw new DataException(
          "no file in %s has the name of a scan of %s; name them alike"
              .formatted(predictions, truth));
    }
    return new Held(set, found, missing, evaluation.build(set.pixelSize(), Bootstrap.standard()));
  }

  private static SurfaceHeights predicted(Path file, SurfaceScan scan, Entry entry) {
    SurfaceHeights predicted = SurfaceFiles.read(file, scan.image().width(), scan.image().height());
    if (predicted.count() != scan.heights().count()) {
      throw new DataException(
          "%s has %d surfaces and %s has %d; predict with a model of the same surfaces"
              .formatted(file, predicted.count(), entry.annotation(), scan.heights().count()));
    }
    return predicted;
  }

  private List<Entry> wanted(SurfaceDataSet set) {
    if (split.isEmpty()) {
      return set.entries();
    }
    List<Entry> entries = set.entriesOf(split.get());
    if (entries.isEmpty()) {
      throw new DataException(
          "%s has no split called '%s'; it has %s"
              .formatted(truth, split.get(), new TreeSet<>(set.split().values())));
    }
    return entries;
  }

  private List<String> warnings(Held held) {
    List<String> warnings = new ArrayList<>();
    if (!held.missing().isEmpty()) {
      warnings.add(
          "%d scans have no prediction, among them %s; they are left out."
              .formatted(held.missing().size(), held.missing().get(0)));
    }
    if (held.set().pixelSize().isEmpty()) {
      warnings.add(
          "The size of a pixel is not known, so distances are in pixels only; add a pixel_size.csv (axial_um, lateral_um).");
    }
    return warnings;
  }

  private ReportContent page(Held held, ReportContent.Footer footer) {
    SurfaceReport report = new SurfaceReport(held.evaluation());
    return new ReportContent(
        "Evaluation of %d predictions".formatted(held.predictions().size()),
        "Predictions %s · truth %s%s"
            .formatted(predictions, truth, split.map(name -> ", split " + name).orElse("")),
        "",
        report.headlines(),
        warnings(held).stream().map(text -> new Note(Note.Level.WARNING, text)).toList(),
        List.of(),
        List.of(report.extremes(id -> view(held, id))),
        List.of(report.surfaces(), report.scans()),
        List.of(SurfaceReport.definitions()),
        footer);
  }

  private static SurfaceReport.View view(Held held, String id) {
    Entry entry =
        held.set().entries().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
    SurfaceScan scan = held.set().read(entry);
    return new SurfaceReport.View(scan.image(), held.predictions().get(id), scan.heights());
  }

  private String text(SurfaceEvaluation evaluation) {
    StringBuilder text = new StringBuilder();
    new SurfaceReport(evaluation)
        .headlines()
        .forEach(
            line ->
                text.append("%-16s  %9s  %s%n".formatted(line.label(), line.value(), line.note())));
    return text.append("%nSee %s".formatted(out.path().resolve(EvaluateCommand.PAGE))).toString();
  }

  private void write(String name, String content) {
    AtomicFile.write(out.path().resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }
}
