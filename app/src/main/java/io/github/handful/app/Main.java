package io.github.handful.app;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The entry point of {@code handful}. The exit code is 0 for success, 1 for a failure that one
 * sentence on stderr explains, and 2 for wrong usage.
 */
@Command(
    name = "handful",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "VERB",
    description = {
      "Medical image segmentation from a handful of labelled images.",
      "Everything runs on this machine; nothing is sent anywhere."
    },
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  handful demo            the whole way on phantom data, in under five minutes",
      "  handful doctor          what this machine can do, and what to mend",
      "  handful help VERB       options and examples of a verb"
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    ChildProcess.endWithParent();
    System.exit(run(Console.system(), args));
  }

  /** Runs one command line and returns its exit code; results and messages go to the console. */
  public static int run(Console console, String... args) {
    return run(console, verbs(console), args);
  }

  /** The verbs in the order of a project: look, train, use, judge. */
  static List<Callable<Integer>> verbs(Console console) {
    return List.of(
        new DemoCommand(console),
        new DoctorCommand(console, List.of(SelfTestCheck::run)),
        new InspectCommand(console),
        new TrainCommand(console),
        new CompareCommand(console),
        new PredictCommand(console),
        new EvaluateCommand(console),
        new GenerateCommand(console),
        new AdaptCommand(console),
        new ConvertCommand(console),
        new PhantomCommand(console),
        new PaceCommand(console),
        new ScoreCommand(console));
  }

  static int run(Console console, List<? extends Callable<Integer>> verbs, String... args) {
    boolean debug = Arrays.asList(args).contains("--debug");
    try {
      CommandLine line = commandLine(console, verbs);
      line.setParameterExceptionHandler(
          (failure, given) -> ErrorReport.of(failure).print(console, false));
      line.setExecutionExceptionHandler(
          (failure, command, result) -> ErrorReport.of(failure).print(console, debug));
      if (args.length == 0) {
        line.usage(console.errWriter());
        return CommandLine.ExitCode.USAGE;
      }
      return line.execute(args);
    } catch (Throwable failure) { // an Error passes picocli's handlers by: OutOfMemoryError, links
      return ErrorReport.of(failure).print(console, debug);
    }
  }

  static CommandLine commandLine(Console console, List<? extends Callable<Integer>> verbs) {
    CommandLine line = new CommandLine(new Main());
    verbs.forEach(line::addSubcommand);
    line.addSubcommand(new CommandLine.HelpCommand());
    return line.setOut(console.outWriter())
        .setErr(console.errWriter())
        .setUsageHelpWidth(console.helpWidth())
        .setUsageHelpLongOptionsMaxWidth(28)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
