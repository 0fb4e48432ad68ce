package io.github.handful.app;

import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole way on phantom data, by the same verbs that a user types. */
@Command(
    name = "demo",
    description = {
      "Make phantom images, train on nine of them, predict and evaluate the others.",
      "It shows each command that it runs and takes less than five minutes on two cores."
    },
    footer = {
      "  handful demo                     into the folder handful-demo",
      "  handful demo --out /tmp/demo     into another folder"
    })
final class DemoCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "handful-demo",
      description = "Folder for data, run and results (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("handful-demo");

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "200s",
      description = "Time for the training (default: ${DEFAULT-VALUE}).")
  private Duration budget = Duration.ofSeconds(200);

  @Option(names = "--overwrite", description = "Replace what an earlier demo left in the folder.")
  private boolean overwrite;

  DemoCommand(Console console) {
    this.console = console;
  }

  /** Where everything is. */
  record DemoResult(Path data, Path run, Path predictions, Path evaluation, Path report) {}

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out) && !overwrite) {
      throw new DataException(
          out + " exists already; look at its run/report.html, or run again with --overwrite");
    }
    Path data = out.resolve("data");
    Path run = out.resolve("run");
    Path predictions = out.resolve("predictions");
    Path evaluation = out.resolve("evaluation");
    List<List<String>> steps =
        List.of(
            List.of("phantom", "lesion", "--out", data.toString()),
            List.of("inspect", data.toString()),
            List.of(
                "train",
                data.toString(),
                "--out",
                run.toString(),
                "--budget",
                Math.max(1, budget.toSeconds()) + "s",
                "--baseline"),
            List.of(
                "predict",
                run.toString(),
                data.toString(),
                "--out",
                predictions.toString(),
                "--overlay"),
            List.of(
                "evaluate",
                predictions.toString(),
                data.toString(),
                "--split",
                "test",
                "--out",
                evaluation.toString()));
    // With --json the steps' own results would stand before the demo's.
    Console quiet = common.json() ? new Console(console.err(), console.err(), 0) : console;
    for (List<String> step : steps) {
      int code = run(quiet, step);
      if (code != ExitCode.OK) {
        return code;
      }
    }
    Path report = run.resolve("report.html").toAbsolutePath();
    console.result(
        common,
        new DemoResult(data, run, predictions, evaluation, report),
        "The report: " + report);
    return ExitCode.OK;
  }

  private int run(Console quiet, List<String> step) {
    console.note("\n$ handful " + ReportFooter.command(step).replaceFirst("^handful ", ""));
    List<String> arguments = new ArrayList<>(step);
    if (overwrite && !step.get(0).equals("inspect")) {
      arguments.add("--overwrite");
    }
    if (step.get(0).equals("train") || step.get(0).equals("phantom")) {
      arguments.addAll(List.of("--seed", Long.toString(common.seed())));
    }
    arguments.addAll(List.of("--threads", Integer.toString(common.threads())));
    return Main.run(quiet, arguments.toArray(String[]::new));
  }
}
