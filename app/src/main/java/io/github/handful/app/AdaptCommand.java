package io.github.handful.app;

import io.github.handful.adapt.AdaptationSettings;
import io.github.handful.adapt.Method;
import io.github.handful.adapt.Voting;
import io.github.handful.imaging.DataException;
import io.github.handful.segment.Model;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adapts a trained model to images of another scanner. */
@Command(
    name = "adapt",
    description = {
      "Adapt a trained model to images of another scanner or site, without labels.",
      "It learns from the images alone: no mask and none of the images that it was trained on is"
          + " opened. The result is a run folder of its own; the model in it is the source model"
          + " where adapting would do no good."
    },
    footer = {
      "  handful adapt runs/siteA siteB/images --out runs/siteB --report",
      "  handful adapt runs/siteA siteB/images --out runs/siteB --method bn",
      "  handful predict runs/siteB siteB/images --out masks",
      "  handful compare siteB --out DIR --adapt runs/siteA          all methods, scored with masks"
    })
final class AdaptCommand implements Callable<Integer> {
  /** How many images a report shows. */
  private static final int SHOWN = 6;

  private final Console console;
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "Run folder of a training, or a model folder.")
  private Path run = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "IMAGES",
      description = "An image, a folder of images, or a data set, whose masks stay closed.")
  private Path images = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN2",
      description = "Folder of the adapted run.")
  private Path out = Path.of("");

  @Option(names = "--overwrite", description = "Replace the run that is in --out.")
  private boolean overwrite;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "Images of this split of a data set (default: adapt, else train, else all images).")
  private Optional<String> split = Optional.empty();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "ttsfuda",
      description =
          "bn (statistics of batch normalisation), tent (entropy), pseudo (pseudo-labels), target"
              + " (first stage only) or ttsfuda (default: ${DEFAULT-VALUE}).")
  private String method = "ttsfuda";

  @Option(
      names = "--voting",
      paramLabel = "RULE",
      defaultValue = "members",
      description =
          "members (changed copies of an image vote on its pseudo-label) or released (as the"
              + " authors' code: they only weigh in on what is uncertain) (default:"
              + " ${DEFAULT-VALUE}).")
  private Voting voting = Voting.MEMBERS;

  @ArgGroup(exclusive = true)
  private Length length = new Length();

  private static final class Length {
    @Option(
        names = "--iterations",
        paramLabel = "N",
        converter = CountConverter.class,
        description = "Updates in all (default: 200).")
    private int iterations;

    @Option(
        names = "--budget",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "As many updates as fit into this time, such as 90s or 5m.")
    private Duration budget = Duration.ZERO;
  }

  @Option(
      names = "--report",
      description = "Write report.html: before and after, entropy maps, pseudo-labels, curves.")
  private boolean report;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "auto",
      description =
          "Arithmetic of the network: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PrecisionChoice precision = PrecisionChoice.AUTO;

  AdaptCommand(Console console) {
    this.console = console;
  }

  /** The result of the verb. */
  private record Adapted(
      Path run,
      Optional<Path> report,
      String images,
      AdaptationRecord.Result result,
      List<String> remarks) {}

  @Override
  public Integer call() throws IOException {
    AdaptationSettings settings = settings();
    ModelFolder source = ModelFolder.of(run);
    RunFolder folder = new RunFolder(out);
    requireFree(folder, source);
    TargetInputs inputs = TargetInputs.read(images, split, source.description().preprocessing());
    inputs.remarks().forEach(console::note);
    Compute compute = Compute.on(common.device().toString(), precision.value());
    Ops.threads(common.threads());
    try (Model model = Model.read(source.single(), compute);
        Progress progress = console.progress()) {
      requireWork(settings, model);
      AdaptationRun adaptation =
          new AdaptationRun(
              folder,
              source,
              model,
              inputs,
              settings,
              length.budget,
              common.seed(),
              common.threads(),
              report ? SHOWN : 0,
              compute,
              progress);
      AdaptationRun.Done done = adaptation.run();
      if (report) {
        new AdaptationReport(
                folder,
                done,
                source.description().classes(),
                source.description().preprocessing().dimensions() == 3)
            .write(ReportFooter.of(spec.commandLine(), LocalDateTime.now()));
      }
      print(folder, inputs, done);
    }
    return ExitCode.OK;
  }

  private AdaptationSettings settings() {
    try {
      AdaptationSettings standard =
          AdaptationSettings.standard(Method.parse(method)).withVoting(voting);
      return length.iterations > 0 ? standard.withIterations(length.iterations) : standard;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void requireWork(AdaptationSettings settings, Model model) {
    if (settings.method() == Method.BN
        && model.segmenter().network().statistics().names().isEmpty()) {
      throw new DataException(
          "the network of %s normalises each image by itself, so --method bn has nothing to learn;"
                  .formatted(run)
              + " take another method");
    }
  }

  private void requireFree(RunFolder folder, ModelFolder source) throws IOException {
    Path model = source.single().toRealPath();
    if (Files.exists(out) && model.startsWith(out.toRealPath())) {
      throw new DataException(out + " holds the model to adapt; give --out another folder");
    }
    OutputFolder.requirePossible(out);
    new OutputFolder(out, overwrite).requireEmpty();
    folder.requireFree(overwrite);
  }

  private void print(RunFolder folder, TargetInputs inputs, AdaptationRun.Done done) {
    AdaptationRecord.Result result = done.record().result().orElseThrow();
    Adapted adapted =
        new Adapted(
            folder.path(),
            report ? Optional.of(folder.report()) : Optional.empty(),
            inputs.choice(),
            result,
            inputs.remarks());
    console.result(common, adapted, text(adapted));
  }

  private static String text(Adapted adapted) {
    AdaptationRecord.Result result = adapted.result();
    List<String> lines = new ArrayList<>();
    lines.add("adapted to " + adapted.images());
    lines.add(
        result.adapted()
            ? "kept: %s of the stage %s after %d updates"
                .formatted(result.network(), result.stage(), result.update())
            : "kept: the source model, unchanged, since no adapted network was safe and better");
    lines.add("end: " + result.end());
    result.failure().ifPresent(failure -> lines.add("the source was taken to fail: " + failure));
    lines.add(
        format(
            "agreement %.3f, with the source %.3f; entropy %.3f, with the source %.3f",
            result.after().agreement(),
            result.before().agreement(),
            result.after().entropy(),
            result.before().entropy()));
    lines.add(
        format("%.0f s, %.1f GB at most", result.wallSeconds(), result.peakMemoryGigabytes()));
    lines.add("model in " + adapted.run().resolve("model"));
    adapted.report().ifPresent(path -> lines.add("report in " + path));
    return String.join(System.lineSeparator(), lines);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
