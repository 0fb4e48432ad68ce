package io.github.handful.app;

import io.github.handful.app.report.ReportContent;
import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.Method;
import io.github.handful.imaging.DataException;
import io.github.handful.segment.SegmenterKind;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.surfaces.SurfaceLoss;
import io.github.handful.surfaces.SurfaceMethod;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a segmenter from the labelled images of a data set. */
@Command(
    name = "train",
    description = "Train a model from a handful of labelled images.",
    footer = {
      "  handful train DATA --out RUN --budget 10m          GenSeg in ten minutes",
      "  handful train DATA --out RUN --labelled 9 --method augment --iterations 600",
      "  handful train DATA --out RUN --task surfaces --budget 5m",
      "  handful train DATA --out RUN --task surfaces --augment-with genseg",
      "  handful train --resume RUN                         go on with a run that was stopped"
    })
final class TrainCommand implements Callable<Integer> {
  private static final Set<String> BESIDE_RESUME = Set.of("--resume", "--json", "--debug");
  private static final Set<String> FOR_SURFACES =
      Set.of(
          "DATA",
          "--task",
          "--out",
          "--overwrite",
          "--labelled",
          "--method",
          "--budget",
          "--iterations",
          "--augment-with",
          "--loss",
          "--pretraining",
          "--score",
          "--checkpoint-every",
          "--seed",
          "--threads",
          "--device",
          "--json",
          "--debug");

  private final Console console;
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "DATA",
      description = "Folder with images and masks or surfaces, or a CSV table of them.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--out", paramLabel = "RUN", description = "Folder of the new run.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with this run, as if it had never been stopped.")
  private Optional<Path> resume = Optional.empty();

  @Option(names = "--overwrite", description = "Replace the run that is in --out.")
  private boolean overwrite;

  @Option(
      names = "--labelled",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Use the first N training images only (default: all).")
  private int labelled;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      defaultValue = "segmentation",
      description =
          "What to find: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Surfaces are the"
              + " borders of layers in B-scans.")
  private Task task = Task.SEGMENTATION;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "genseg",
      description =
          "plain, augment, augment-all, separate, joint or genseg (default: ${DEFAULT-VALUE}); for"
              + " surfaces ddp (default), ipm or unet.")
  private String method = "genseg";

  @Option(
      names = "--augment-with",
      paramLabel = "PAINTER",
      description =
          "For surfaces: also train on scans painted for changed surfaces by a generator that learns"
              + " from the annotated scans first and is then left as it is: genseg.")
  private Optional<Painting> painting = Optional.empty();

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description =
          "Of surfaces: entropy (default), or divergence, by which the interior-point layer was"
              + " published: wide distributions, shapes, and the Dice of the layers.")
  private Optional<SurfaceLoss> loss = Optional.empty();

  @Option(
      names = "--no-augment-real",
      description = "Generative methods leave the labelled pairs as they are, as the paper does.")
  private boolean bare;

  @Option(
      names = "--baseline",
      description = "Also train the method augment with as many updates, and print the difference.")
  private boolean baseline;

  @Option(
      names = "--folds",
      paramLabel = "N",
      converter = CountConverter.class,
      description =
          "Cross-validation: N models, each without its part of the labelled images; predict"
              + " averages them.")
  private int folds;

  @ArgGroup(exclusive = true)
  private Length length = new Length();

  private static final class Length {
    @Option(
        names = "--budget",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Time for the training, such as 90s, 10m or 1h.")
    private Duration budget = Duration.ZERO;

    @Option(
        names = "--iterations",
        paramLabel = "N",
        converter = CountConverter.class,
        description = "Exactly N updates of the segmenter.")
    private int iterations;
  }

  @Option(
      names = "--pretraining",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Exactly N steps of the generator before the segmenter starts.")
  private int pretraining;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Obey this plan (handful inspect DATA --write-plan FILE).")
  private Optional<Path> plan = Optional.empty();

  @Option(
      names = "--segmenter",
      paramLabel = "NETWORK",
      description =
          "unet, deeplabv3 or swin-unet in place of the plan's: as published on a GPU or with"
              + " --weights, else small enough for a processor.")
  private Optional<String> segmenter = Optional.empty();

  @Option(
      names = "--generator",
      paramLabel = "GENERATOR",
      description =
          "pix2pix, spade, bbdm, soft-intro-vae or wgan-gp, small enough for a processor, in place"
              + " of the plan's (default: pix2pix).")
  private Optional<String> generator = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "FIELD=VALUE",
      description =
          "Another value for a field of the plan, such as genseg.gamma=0.3; may be given several"
              + " times.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "First weights of the segmenter, a safetensors file named as in torchvision or the"
              + " original Swin-Unet (default: from scratch).")
  private Optional<Path> weights = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "auto",
      description = "auto, float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
  private String precision = "auto";

  @Option(
      names = "--score",
      paramLabel = "SPLIT",
      description = "Score the model on this split (default: test, else the validation images).")
  private String score = "";

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "30s",
      description = "Time between two checkpoints (default: ${DEFAULT-VALUE}).")
  private Duration checkpointEvery = Duration.ofSeconds(30);

  TrainCommand(Console console) {
    this.console = console;
  }

  /**
   * What the verb prints.
   *
   * @param segmenter the network and where its first weights are from
   * @param difference of the mean Dice to the baseline's, with its interval
   */
  record TrainResult(
      Path run,
      Path report,
      String segmenter,
      RunRecord.Result result,
      Optional<RunRecord.Result> baseline,
      Optional<Bootstrap.Interval> difference) {}

  /** What the verb prints of a run on surfaces. */
  record SurfaceTrainResult(Path run, Path report, SurfaceRecord.Result result) {}

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    if (resume.isPresent()) {
      requireNothingBesideResume();
    } else if (data.isEmpty() || out.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "give DATA and --out for a new run, or --resume for an old one");
    }
    RunFolder folder = new RunFolder(resume.or(() -> out).orElseThrow());
    boolean surfaces = resume.isPresent() ? SurfaceRecord.isIn(folder) : task == Task.SURFACES;
    if (!surfaces && resume.isEmpty()) {
      requireMasks(data.orElseThrow());
    }
    return surfaces ? trainSurfaces(folder, start) : trainSegmenter(folder, start);
  }

  private int trainSegmenter(RunFolder folder, long start) throws IOException {
    PreparedRun prepared =
        resume.isPresent() ? PreparedRun.resumed(folder) : PreparedRun.fresh(folder, wishes());
    try (Progress progress = console.progress()) {
      SegmentationTraining training = new SegmentationTraining(prepared, progress, footer());
      if (prepared.run().folds() > 0) {
        FoldedTraining.Summary summary = training.folds();
        console.result(common, summary, TrainText.of(folder, summary));
      } else {
        TrainResult result = training.one(start);
        console.result(common, result, TrainText.of(result));
      }
    }
    return ExitCode.OK;
  }

  private int trainSurfaces(RunFolder folder, long start) throws IOException {
    SurfaceRun prepared =
        resume.isPresent() ? SurfaceRun.resumed(folder) : SurfaceRun.fresh(folder, surfaceWishes());
    try (Progress progress = console.progress()) {
      SurfaceTrainer.Trained trained =
          new SurfaceTrainer(prepared, progress).run((System.nanoTime() - start) / 1e9);
      new SurfaceTrainingReport(folder, prepared.scans(), trained).write(footer());
      SurfaceTrainResult result =
          new SurfaceTrainResult(
              folder.path(), folder.report(), trained.run().result().orElseThrow());
      console.result(common, result, TrainText.of(result, trained));
    }
    return ExitCode.OK;
  }

  private ReportContent.Footer footer() {
    return ReportFooter.of(spec.commandLine(), LocalDateTime.now());
  }

  private static void requireMasks(Path data) {
    if (SurfaceFolders.isData(data)) {
      throw new DataException(
          data + " has surfaces and no masks; add --task surfaces to train on them");
    }
  }

  /** A run goes on with the settings in its record: others would be ignored in silence. */
  private void requireNothingBesideResume() {
    requireOnly(BESIDE_RESUME, "--resume goes on with the settings of its run; leave %s out");
  }

  private void requireOnly(Set<String> known, String otherwise) {
    spec.commandLine().getParseResult().matchedArgs().stream()
        .map(arg -> arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel())
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new ParameterException(spec.commandLine(), otherwise.formatted(name));
            });
  }

  private SurfaceWishes surfaceWishes() {
    requireOnly(FOR_SURFACES, "%s is not for the task surfaces; leave it out");
    boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("--method");
    if (pretraining > 0 && painting.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--pretraining is for scans that are painted; add --augment-with");
    }
    return new SurfaceWishes(
        data.orElseThrow(),
        overwrite,
        chosen ? parsed(() -> SurfaceMethod.parse(method)) : SurfaceMethod.DDP,
        labelled,
        length.budget,
        length.iterations,
        loss.orElse(SurfaceLoss.ENTROPY),
        painting,
        pretraining,
        score,
        checkpointEvery,
        common.seed(),
        common.threads(),
        common.device());
  }

  private Wishes wishes() {
    if (painting.isPresent() || loss.isPresent()) {
      String option = painting.isPresent() ? "--augment-with" : "--loss";
      throw new ParameterException(
          spec.commandLine(), option + " is for --task surfaces; leave it out");
    }
    Method chosen = parsed(() -> Method.parse(method));
    Precision arithmetic = parsed(() -> Precision.parse(precision));
    Wishes wishes =
        new Wishes(
            data.orElseThrow(),
            overwrite,
            labelled,
            chosen,
            !bare,
            baseline,
            folds,
            length.budget,
            length.iterations,
            pretraining,
            plan,
            segmenter.map(name -> parsed(() -> SegmenterKind.parse(name))),
            generator.map(name -> parsed(() -> GeneratorKind.parse(name))),
            parsed(() -> PlanSetting.parse(settings)),
            weights,
            arithmetic,
            score,
            checkpointEvery,
            common.seed(),
            common.threads(),
            common.device());
    return parsed(wishes::fitting);
  }

  private <T> T parsed(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
