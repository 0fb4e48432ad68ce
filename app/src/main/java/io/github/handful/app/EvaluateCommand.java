package io.github.handful.app;

import io.github.handful.app.CaseMatching.Case;
import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.app.report.ReportPage;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.segment.metrics.CaseMetrics;
import io.github.handful.segment.metrics.Evaluation;
import io.github.handful.segment.metrics.EvaluationCsv;
import io.github.handful.segment.metrics.Metric;
import io.github.handful.segment.metrics.SurfaceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds predicted masks against true ones. */
@Command(
    name = "evaluate",
    description = {
      "Measure how well predicted masks or surfaces agree with true ones.",
      "Writes evaluation.html to look at, cases.csv and summary.csv for a spreadsheet, and"
          + " evaluation.json with the definition of each number."
    },
    footer = {
      "  handful evaluate masks data/skin --split test --out results",
      "  handful evaluate masks truth --spacing 0.5,0.5 --tolerance 1 --out results"
    })
final class EvaluateCommand implements Callable<Integer> {
  static final String CASES = "cases.csv";
  static final String SUMMARY = "summary.csv";
  static final String JSON = "evaluation.json";
  static final String PAGE = "evaluation.html";

  private final Console console;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "PREDICTIONS",
      description = "Folder of masks or of surfaces, as 'handful predict' writes them.")
  private Path predictions = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "TRUTH",
      description = "Folder of true masks, or a data set; for surfaces a data set.")
  private Path truth = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made where it is missing.")
  private Path out = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Keep to one split of the data set, for example test.")
  private Optional<String> split = Optional.empty();

  @Option(
      names = "--tolerance",
      paramLabel = "D",
      defaultValue = "2",
      description =
          "Distance up to which outlines count as the same: in pixels or the unit of --spacing,"
              + " for volumes in mm (default: ${DEFAULT-VALUE}).")
  private double tolerance = 2;

  @Option(
      names = "--spacing",
      paramLabel = "X,Y",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "1,1",
      description =
          "Width and height of a pixel, for example in mm; distances are then in this unit"
              + " (default: pixels).")
  private double[] spacing = {1, 1};

  @Option(names = "--overwrite", description = "Replace results that are there already.")
  private boolean overwrite;

  /** The result of the verb; the keys of the maps are metrics. */
  private record Result(
      Path predictions,
      Path truth,
      Optional<String> split,
      SurfaceSettings surfaces,
      List<String> classes,
      String truthReading,
      String predictionReading,
      List<String> truthsWithoutPrediction,
      List<Path> predictionsWithoutTruth,
      List<String> warnings,
      Map<String, String> definitions,
      String emptyMasks,
      Map<String, @Nullable Object> results) {}

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    SurfaceSettings pictures = settings();
    OutputFolder folder =
        new OutputFolder(out, overwrite).requireNone(List.of(CASES, SUMMARY, JSON, PAGE));
    if (isOfSurfaces()) {
      return evaluateSurfaces(folder);
    }
    List<Path> files = predictions();
    TruthMasks masks = TruthMasks.of(truth, split);
    SurfaceSettings settings = settings(masks, pictures);
    CaseMatching matching = CaseMatching.match(masks.truths(), masks.others(), files);
    CaseScoring scoring =
        new CaseScoring(
            masks.encoding(),
            PredictionEncoding.of(
                predictions,
                matching.cases().stream().map(Case::prediction).toList(),
                masks.encoding()),
            settings);
    folder.create();
    List<CaseMetrics> rows;
    try (Progress progress = console.progress()) {
      rows = scoring.score(matching.cases(), common.threads(), progress);
    }
    Evaluation evaluation = Evaluation.of(rows, Bootstrap.standard());
    EvaluatedCases cases = new EvaluatedCases(masks, matching, scoring, evaluation);
    Result result = result(cases);
    EvaluationCsv.writeCases(evaluation, out.resolve(CASES));
    EvaluationCsv.writeSummary(evaluation, out.resolve(SUMMARY));
    write(JSON, Json.of(result));
    write(PAGE, ReportPage.render(page(cases)));
    result.warnings().forEach(console::note);
    console.result(common, result, text(evaluation, settings));
    return ExitCode.OK;
  }

  /** Whether the predictions are tables of surfaces, and no masks. */
  private boolean isOfSurfaces() throws IOException {
    return Files.isDirectory(predictions)
        && !SurfaceFolders.predictions(predictions).isEmpty()
        && (SurfaceFolders.isData(truth) || ImageInputs.files(predictions).isEmpty());
  }

  private int evaluateSurfaces(OutputFolder folder) throws IOException {
    for (String option : List.of("--tolerance", "--spacing")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(), option + " is not for surfaces; leave it out");
      }
    }
    new SurfaceEvaluateVerb(predictions, truth, split, folder, common, console)
        .run(ReportFooter.of(spec.commandLine(), LocalDateTime.now()));
    return ExitCode.OK;
  }

  private SurfaceSettings settings() {
    CommandLine line = spec.commandLine();
    if (spacing.length != 2) {
      throw new ParameterException(line, "--spacing takes two numbers, for example 0.5,0.5");
    }
    try {
      return new SurfaceSettings(spacing[0], spacing[1], tolerance);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, e.getMessage(), e);
    }
  }

  /** Volumes know their own spacing. */
  private SurfaceSettings settings(TruthMasks masks, SurfaceSettings pictures) {
    boolean volumes =
        masks.truths().stream().limit(1).anyMatch(t -> ImageFiles.grid(t.mask()).isVolume());
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--spacing");
    if (volumes && given) {
      throw new ParameterException(
          spec.commandLine(), "--spacing is for pictures; volumes are measured in mm by their own");
    }
    return volumes ? SurfaceSettings.millimetres(tolerance) : pictures;
  }

  private List<Path> predictions() throws IOException {
    if (!Files.isDirectory(predictions)) {
      throw new DataException(
          Files.exists(predictions)
              ? predictions + " is a file; give the folder of the predicted masks"
              : predictions + " does not exist; check the path of the predictions");
    }
    List<Path> files = ImageInputs.files(predictions);
    if (files.isEmpty()) {
      throw new DataException(predictions + " holds no masks; give the --out of a prediction");
    }
    return files;
  }

  private Result result(EvaluatedCases cases) {
    CaseScoring scoring = cases.scoring();
    Map<String, String> definitions = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      definitions.put(metric.key(), MetricText.definition(metric, scoring.settings()));
    }
    return new Result(
        predictions,
        truth,
        split,
        scoring.settings(),
        cases.masks().classNames(),
        scoring.truth().describe(),
        scoring.prediction().describe(),
        cases.matching().withoutPrediction(),
        cases.matching().withoutTruth(),
        cases.warnings(),
        definitions,
        MetricText.EMPTY_MASKS,
        cases.evaluation().toJson());
  }

  private ReportContent page(EvaluatedCases cases) {
    CaseScoring scoring = cases.scoring();
    SurfaceSettings settings = scoring.settings();
    List<String> names = cases.masks().classNames();
    Evaluation evaluation = cases.evaluation();
    List<Note> notes = new ArrayList<>();
    cases.warnings().forEach(warning -> notes.add(new Note(Note.Level.WARNING, warning)));
    notes.add(
        new Note(
            Note.Level.REMARK,
            "Truth was read as %s; predictions as %s."
                .formatted(scoring.truth().describe(), scoring.prediction().describe())));
    return new ReportContent(
        "Evaluation of %d predictions".formatted(cases.matching().cases().size()),
        "Predictions %s · truth %s%s"
            .formatted(predictions, truth, split.map(name -> ", split " + name).orElse("")),
        "",
        EvaluationReport.headlines(evaluation, settings, ""),
        notes,
        List.of(),
        EvaluationReport.extremes(evaluation, names, cases::view).stream().toList(),
        List.of(
            EvaluationReport.classes(evaluation, names, settings),
            EvaluationReport.cases(evaluation, names, settings)),
        List.of(EvaluationReport.definitions(settings)),
        ReportFooter.of(spec.commandLine(), LocalDateTime.now()));
  }

  private String text(Evaluation evaluation, SurfaceSettings settings) {
    StringBuilder text = new StringBuilder();
    EvaluationReport.headlines(evaluation, settings, "")
        .forEach(
            line ->
                text.append("%-12s  %8s  %s%n".formatted(line.label(), line.value(), line.note())));
    return text.append("%nSee %s".formatted(out.resolve(PAGE))).toString();
  }

  private void write(String name, String content) {
    AtomicFile.write(out.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }
}
