package io.github.handful.app;

import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.Method;
import io.github.handful.segment.SegmenterKind;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** Trains by several methods, seeds and numbers of labelled images, and holds them together. */
@Command(
    name = "compare",
    description = {
      "Find out what helps on these images: train by several methods with equal updates on the same"
          + " labelled images, and compare.",
      "Writes comparison.html, comparison.csv, cases.csv and comparison.json. The same command line"
          + " goes on with a comparison that was stopped and tries again what failed; more methods,"
          + " segmenters, generators, variations, seeds and numbers of labelled images may be added.",
      "With --adapt nothing is trained: a run of another site is adapted to the images by several"
          + " methods, without masks, and the masks of the scored split score the results."
    },
    footer = {
      "  handful compare DATA --out DIR --budget 2h",
      "  handful compare DATA --out DIR --labelled 9,20,40 --methods plain,augment,genseg --seeds 1,2",
      "  handful compare DATA --out DIR --segmenters unet,deeplabv3,swin-unet",
      "  handful compare DATA --out DIR --methods separate,genseg --generators pix2pix,spade",
      "  handful compare DATA --out DIR --methods genseg --vary genseg.gamma=0.1,0.3",
      "  handful compare DATA --out DIR --also-test OTHER_CLINIC",
      "  handful compare SITE_B --out DIR --adapt RUN_OF_SITE_A --seeds 1,2,3"
    })
final class CompareCommand implements Callable<Integer> {
  private final Console console;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "DATA", description = "Folder with images and masks, or a CSV table.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the comparison, new or begun before.")
  private Path out = Path.of("");

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "M",
      hideParamSyntax = true,
      description =
          "Of plain, augment, augment-all, separate, joint, genseg (default:"
              + " plain,augment,separate,genseg); with --adapt of bn, tent, pseudo, target, ttsfuda"
              + " (default: all).")
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--segmenters",
      split = ",",
      paramLabel = "NETWORK",
      hideParamSyntax = true,
      description = "Of unet, deeplabv3, swin-unet (default: that of the plan).")
  private List<String> segmenters = new ArrayList<>();

  @Option(
      names = "--generators",
      split = ",",
      paramLabel = "G",
      hideParamSyntax = true,
      description =
          "Of pix2pix, spade, bbdm, soft-intro-vae, wgan-gp, for the methods that generate (default:"
              + " that of the plan).")
  private List<String> generators = new ArrayList<>();

  @Option(
      names = "--vary",
      paramLabel = "FIELD=V,...",
      description = {
        "Also train with these values of a field of the plan, one at a time, wherever a method has to"
            + " do with it, such as genseg.gamma=0.1,0.3 or generator.search=NONE,DECODER; may be"
            + " given several times. FIELD=V;FIELD2=V2 changes fields together."
      })
  private List<String> variations = new ArrayList<>();

  @Option(
      names = "--labelled",
      split = ",",
      paramLabel = "N",
      hideParamSyntax = true,
      converter = CountConverter.class,
      description = "Numbers of labelled images, such as 9,20,40 (default: all).")
  private List<Integer> labelled = new ArrayList<>();

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "S",
      hideParamSyntax = true,
      description = "Seeds to repeat each training with (default: three from --seed on).")
  private List<Long> seeds = new ArrayList<>();

  @ArgGroup(exclusive = true)
  private Length length = new Length();

  private static final class Length {
    @Option(
        names = "--budget",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Time for all trainings together, such as 45m or 3h.")
    private Optional<Duration> budget = Optional.empty();

    @Option(
        names = "--iterations",
        paramLabel = "N",
        converter = CountConverter.class,
        description = "Updates of the segmenter in each training (default: the plan's).")
    private Optional<Integer> iterations = Optional.empty();
  }

  @Option(
      names = "--pretraining",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Steps of the generator before the segmenter starts.")
  private Optional<Integer> pretraining = Optional.empty();

  @Option(
      names = "--also-test",
      paramLabel = "DATA2",
      description =
          "Also score each model on this data set (its test split, or all of it); may be given"
              + " several times.")
  private List<Path> alsoTest = new ArrayList<>();

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Obey this plan; else one is made for each number of labelled images.")
  private Optional<Path> plan = Optional.empty();

  @Option(
      names = "--score",
      paramLabel = "SPLIT",
      description = "Score on this split (default: test, else each run's validation images).")
  private Optional<String> score = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "auto, float32 or bfloat16 (default: auto).")
  private Optional<String> precision = Optional.empty();

  @Option(
      names = "--jobs",
      paramLabel = "J",
      converter = CountConverter.class,
      description = "Trainings at once (default: as many as threads and memory allow).")
  private Optional<Integer> jobs = Optional.empty();

  @Option(
      names = "--adapt",
      paramLabel = "RUN",
      description = "Adapt this run to the images instead of training; see handful adapt.")
  private Optional<Path> adapt = Optional.empty();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "With --adapt, the images to adapt to (default: adapt, else train, else all images).")
  private Optional<String> split = Optional.empty();

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (adapt.isPresent()) {
      return compareAdaptations(adapt.get());
    }
    if (split.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--split belongs to --adapt; give --adapt too");
    }
    CompareWishes wishes = wishes();
    CompareFolder folder = new CompareFolder(out);
    Optional<CompareRecord> before = folder.read();
    if (before.isPresent()) {
      try (CompareFolder.Lock lock = folder.lock()) {
        return compare(PreparedComparison.resumed(folder, before.get(), wishes));
      }
    }
    PreparedComparison prepared = PreparedComparison.fresh(folder, wishes, console);
    try (CompareFolder.Lock lock = folder.lock()) {
      return compare(prepared);
    }
  }

  private int compare(PreparedComparison prepared) throws IOException, InterruptedException {
    CompareRun run = new CompareRun(prepared, console);
    CompareRun.Result result = run.run(ReportFooter.of(spec.commandLine(), LocalDateTime.now()));
    console.result(common, result, run.text(result));
    return run.failed(result) == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private int compareAdaptations(Path run) throws IOException {
    Map<String, Boolean> ofTrainings = new LinkedHashMap<>();
    ofTrainings.put("--labelled", !labelled.isEmpty());
    ofTrainings.put("--segmenters", !segmenters.isEmpty());
    ofTrainings.put("--generators", !generators.isEmpty());
    ofTrainings.put("--vary", !variations.isEmpty());
    ofTrainings.put("--budget", length.budget.isPresent());
    ofTrainings.put("--pretraining", pretraining.isPresent());
    ofTrainings.put("--also-test", !alsoTest.isEmpty());
    ofTrainings.put("--plan", plan.isPresent());
    ofTrainings.put("--jobs", jobs.isPresent());
    ofTrainings.forEach(
        (option, given) -> {
          if (given) {
            throw new ParameterException(
                spec.commandLine(), option + " is about trainings; leave it out with --adapt");
          }
        });
    AdaptationComparisonRun.Result result =
        new AdaptationComparisonRun(adaptationWishes(run), console)
            .run(ReportFooter.of(spec.commandLine(), LocalDateTime.now()));
    console.result(common, result, result.text());
    return ExitCode.OK;
  }

  private AdaptationWishes adaptationWishes(Path run) {
    requireDistinct("--methods", methods);
    requireDistinct("--seeds", seeds);
    precision.ifPresent(name -> parsed(() -> Precision.parse(name)));
    return new AdaptationWishes(
        run,
        data,
        out,
        parsed(() -> AdaptationWishes.methods(methods)),
        seeds.isEmpty() ? CompareWishes.usualSeeds(common.seed()) : seeds,
        split,
        score,
        length.iterations,
        precision.orElse("auto"),
        common.device(),
        common.threads());
  }

  private CompareWishes wishes() {
    List<Method> named = methods.stream().map(name -> parsed(() -> Method.parse(name))).toList();
    List<SegmenterKind> networks =
        segmenters.stream().map(name -> parsed(() -> SegmenterKind.parse(name))).toList();
    List<GeneratorKind> makers =
        generators.stream().map(name -> parsed(() -> GeneratorKind.parse(name))).toList();
    List<List<PlanSetting>> varied = varied();
    requireDistinct("--methods", named.stream().map(Method::key).toList());
    requireDistinct("--segmenters", networks.stream().map(SegmenterKind::key).toList());
    requireDistinct("--generators", makers.stream().map(GeneratorKind::key).toList());
    requireDistinct("--vary", varied.stream().map(PlanSetting::joined).toList());
    requireDistinct("--labelled", labelled);
    requireDistinct("--seeds", seeds);
    precision.ifPresent(name -> parsed(() -> Precision.parse(name)));
    return new CompareWishes(
        data,
        out,
        labelled,
        named,
        networks,
        makers,
        varied,
        seeds,
        length.budget.map(time -> time.toMillis() / 1e3),
        length.iterations,
        pretraining,
        alsoTest,
        plan,
        score,
        precision,
        common.device(),
        jobs,
        common.threads(),
        common.seed());
  }

  private List<List<PlanSetting>> varied() {
    List<List<PlanSetting>> varied = new ArrayList<>();
    variations.forEach(text -> varied.addAll(parsed(() -> PlanSetting.variations(text))));
    if (varied.stream().flatMap(List::stream).anyMatch(s -> s.field().equals("updates"))) {
      throw new ParameterException(
          spec.commandLine(), "all cells have as many updates; choose them by --iterations");
    }
    return varied;
  }

  private <T> void requireDistinct(String option, List<T> values) {
    Set<Object> seen = new HashSet<>();
    for (T value : values) {
      if (!seen.add(value)) {
        throw new ParameterException(
            spec.commandLine(), "%s names %s twice".formatted(option, value));
      }
    }
  }

  private <T> T parsed(Callable<T> value) {
    try {
      return value.call();
    } catch (Exception e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
