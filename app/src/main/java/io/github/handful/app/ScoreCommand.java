package io.github.handful.app;

import io.github.handful.imaging.DataSet;
import io.github.handful.segment.Model;
import io.github.handful.segment.metrics.EvaluationCsv;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores a finished run on another data set in a process of its own. */
@Command(name = "score", hidden = true, description = "Score a run on a data set, for compare.")
final class ScoreCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "RUN")
  private Path run = Path.of("");

  @Parameters(index = "1", paramLabel = "DATA")
  private Path data = Path.of("");

  @Option(names = "--split", defaultValue = "")
  private String split = "";

  @Option(names = "--precision", defaultValue = "auto")
  private String precision = "auto";

  @Option(names = "--out", required = true)
  private Path out = Path.of("");

  /** Where the scores are. */
  private record Result(Path scores, int images) {}

  ScoreCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    DataSet set = DataSet.open(data);
    Compute compute =
        PreparedRun.compute(
            common.device().toString(), Precision.parse(precision), common.threads());
    try (Model model = Model.read(new RunFolder(run).model(), compute)) {
      Scoring scoring = Scoring.of(model, set, ScoredSet.pairs(set, split), compute);
      EvaluationCsv.writeCases(scoring.evaluation(), out);
      console.result(common, new Result(out, scoring.predictions().size()), out.toString());
    }
    return ExitCode.OK;
  }
}
