package io.github.handful.app;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The options that every verb has, mixed into its command class. The mixin also gives the verb its
 * help option and the headings of its help page.
 */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    showDefaultValues = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n")
public final class CommonOptions {
  @ArgGroup(validate = false, order = 100, heading = "%nComputation:%n")
  private Computation computation = new Computation();

  @ArgGroup(validate = false, order = 101, heading = "%nOutput:%n")
  private Output output = new Output();

  private static final class Computation {
    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "Start of all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
        names = "--threads",
        paramLabel = "N",
        converter = CountConverter.class,
        description = "Processor threads to use (default: all, here ${DEFAULT-VALUE}).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
        names = "--device",
        paramLabel = "DEVICE",
        defaultValue = "auto",
        description = "Where to compute: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private DeviceChoice device = DeviceChoice.AUTO;
  }

  private static final class Output {
    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    // read by Main from the bare arguments: a failure may come before they are parsed
    @Option(names = "--debug", description = "Show the stack trace of a failure.")
    private boolean debug;
  }

  /** Start of every random stream of the verb. */
  public long seed() {
    return computation.seed;
  }

  /** Number of processor threads to use, at least 1. */
  public int threads() {
    return computation.threads;
  }

  public DeviceChoice device() {
    return computation.device;
  }

  /** True if the result is wanted as JSON. */
  public boolean json() {
    return output.json;
  }
}
