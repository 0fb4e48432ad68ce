package io.github.handful.app;

import io.github.handful.segment.Model;
import io.github.handful.segment.Predictor;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Segments images with a trained model. */
@Command(
    name = "predict",
    description = {
      "Segment images with a trained model.",
      "The result of a picture is a PNG file on its pixel grid: 0 and 255 for one foreground"
          + " class, a palette image whose index is the class for several. The result of a volume is"
          + " a volume of class numbers on its voxel grid, that of a DICOM series a DICOM"
          + " segmentation. A model of surfaces gives a table of rows for each B-scan and a table of"
          + " the thicknesses of all."
    },
    footer = {
      "  handful predict runs/skin photos --out masks",
      "  handful predict runs/skin photo.jpg --out masks --probabilities --overlay"
    })
final class PredictCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  private final Console console;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "Run folder of a training, or a model folder.")
  private Path run = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "IMAGES",
      description = "An image, a folder of images or DICOM files, or a data set.")
  private Path images = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made where it is missing.")
  private Path out = Path.of("");

  @Option(
      names = "--probabilities",
      description = "Write probabilities too, as 16-bit grey of 0 to 65535.")
  private boolean probabilities;

  @Option(names = "--overlay", description = "Write pictures of the outlines on the images too.")
  private boolean overlay;

  @Option(
      names = "--mirror",
      description = "Look at mirrored images too and average: more exact and several times slower.")
  private boolean mirror;

  @Option(names = "--overwrite", description = "Replace results that are there already.")
  private boolean overwrite;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "auto",
      description =
          "Arithmetic of the network: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PrecisionChoice precision = PrecisionChoice.AUTO;

  @Option(
      names = "--read-out",
      paramLabel = "WAY",
      converter = ReadOutConverter.class,
      description =
          "Of surfaces: auto (that of the training), columns, smoothed-path, programme, best-path"
              + " or graph-search.")
  private Optional<ReadOutChoice> readOut = Optional.empty();

  /** The result of the verb. */
  private record Predictions(
      List<Path> models,
      List<String> classes,
      String device,
      PrecisionChoice precision,
      List<PredictionRun.Done> predictions,
      List<PredictionRun.Failed> failures,
      List<String> remarks,
      double seconds,
      double imagesPerSecond) {}

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<Path> surfaces = SurfaceFolders.model(run);
    if (surfaces.isPresent()) {
      return predictSurfaces(surfaces.get());
    }
    refuse("--read-out", "a model of masks");
    ModelFolder folder = ModelFolder.of(run);
    List<PredictionInput> inputs =
        ImageInputs.list(images, folder.description().preprocessing().channels());
    PredictionFiles files =
        new PredictionFiles(out, folder.description().classes(), probabilities, overlay);
    Map<PredictionInput, List<String>> plan = files.plan(inputs);
    List<String> names = plan.values().stream().flatMap(List::stream).toList();
    new OutputFolder(out, overwrite)
        .requireApart(
            inputs.stream().flatMap(input -> input.files().stream()).toList(), new HashSet<>(names))
        .requireNone(names)
        .create();
    Compute compute = Compute.on(common.device().toString(), precision.value());
    Ops.threads(common.threads());
    List<Model> models = folder.read(compute);
    try (Progress progress = console.progress()) {
      Predictor predictor = Scoring.predictor(models, mirror, compute);
      PredictionRun predictions =
          new PredictionRun(predictor, files, folder.description().preprocessing());
      long begun = System.nanoTime();
      predictions.run(plan, progress);
      return report(folder, compute, predictions, (System.nanoTime() - begun) / NANOS);
    } finally {
      models.forEach(Model::close);
    }
  }

  private int predictSurfaces(Path model) throws IOException {
    for (String option : List.of("--probabilities", "--mirror", "--precision")) {
      refuse(option, "a model of surfaces");
    }
    SurfacePredictVerb verb =
        new SurfacePredictVerb(
            model,
            images,
            new OutputFolder(out, overwrite),
            overlay,
            readOut.orElse(ReadOutChoice.AUTO),
            common,
            console);
    return verb.run() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void refuse(String option, String model) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
      throw new ParameterException(
          spec.commandLine(), "%s is not for %s; leave it out".formatted(option, model));
    }
  }

  private int report(
      ModelFolder folder, Compute compute, PredictionRun predictions, double seconds) {
    List<PredictionRun.Failed> failed = predictions.failed();
    int count = predictions.done().size();
    predictions.remarks().forEach(console::note);
    failed.forEach(failure -> console.note("not segmented: " + failure.reason()));
    String text =
        String.format(
            Locale.ROOT,
            "%d of %d images segmented into %s in %.1f s (%.1f images/s on %s in %s).",
            count,
            count + failed.size(),
            out,
            seconds,
            count / seconds,
            compute.deviceName(),
            compute.precision().name().toLowerCase(Locale.ROOT));
    console.result(
        common,
        new Predictions(
            folder.paths(),
            folder.description().classes(),
            compute.deviceName(),
            PrecisionChoice.valueOf(compute.precision().name()),
            predictions.done(),
            failed,
            predictions.remarks(),
            seconds,
            count / seconds),
        text);
    return failed.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
