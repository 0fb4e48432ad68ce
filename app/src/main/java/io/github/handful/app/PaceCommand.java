package io.github.handful.app;

import io.github.handful.genseg.Arm;
import io.github.handful.genseg.Budget;
import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.Method;
import io.github.handful.genseg.Plan;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Pair;
import io.github.handful.segment.Learner;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.SegmenterKind;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Times a method in a process of its own, as compare will run it. */
@Command(name = "pace", hidden = true, description = "Time the steps of a method, for compare.")
final class PaceCommand implements Callable<Integer> {
  private static final int TIMED_IMAGES = 3;

  private final Console console;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "DATA")
  private Path data = Path.of("");

  @Option(names = "--labelled", converter = CountConverter.class)
  private int labelled;

  @Option(names = "--method", required = true)
  private String method = "";

  @Option(names = "--plan")
  private Optional<Path> plan = Optional.empty();

  @Option(names = "--segmenter")
  private Optional<String> segmenter = Optional.empty();

  @Option(names = "--generator")
  private Optional<String> generator = Optional.empty();

  @Option(names = "--set")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--precision", defaultValue = "auto")
  private String precision = "auto";

  @Option(names = "--score", defaultValue = "")
  private String score = "";

  PaceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    DataSet set = DataSet.open(data);
    LabelledData images = LabelledData.read(set, labelled, Method.parse(method));
    Compute compute =
        PreparedRun.compute(
            common.device().toString(), Precision.parse(precision), common.threads());
    PlanChange change =
        new PlanChange(
            segmenter.map(SegmenterKind::parse),
            generator.map(GeneratorKind::parse),
            PlanSetting.parse(settings),
            compute.cuda());
    Plan planned = change.of(PreparedRun.plan(plan, images, compute), data);
    Arm arm =
        new Arm(
            Method.parse(method),
            true,
            planned,
            LabelledData.examples(images.training(), planned.image()),
            LabelledData.examples(images.validation(), planned.image()),
            common.seed());
    try (Learner learner = arm.build(compute)) {
      double start = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
      Budget.Speeds speeds = Budget.speeds(arm, learner, compute);
      Predictor predictor = new Predictor(learner.model(), planned.image(), compute);
      CellPace pace =
          new CellPace(
              start,
              speeds.pretraining(),
              speeds.update(),
              speeds.validating(),
              scoring(predictor, set, compute));
      console.result(common, pace, pace.toString());
    }
    return ExitCode.OK;
  }

  private double scoring(Predictor predictor, DataSet set, Compute compute) {
    List<Pair> all = score.isEmpty() ? LabelledData.pairs(set, labelled) : set.pairsOf(score);
    List<Pair> some = all.subList(0, Math.min(TIMED_IMAGES, all.size()));
    long before = System.nanoTime();
    Scoring.of(predictor, set, some);
    return (System.nanoTime() - before) / 1e9 / some.size();
  }
}
