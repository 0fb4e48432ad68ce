package io.github.handful.app;

import io.github.handful.imaging.LesionPhantom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws synthetic data with exact truth. */
@Command(
    name = "phantom",
    description = "Draw synthetic images with exact masks, to try things out on.",
    footer = {
      "  handful phantom lesion --out lesions",
      "  handful phantom lesion --out lesions --count 60 --classes 3 --seed 7"
    })
final class PhantomCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "What to draw: ${COMPLETION-CANDIDATES}.")
  private PhantomKind kind = PhantomKind.LESION;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for images, masks and split.csv; made where it is missing.")
  private Path out = Path.of("");

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "24",
      converter = CountConverter.class,
      description = "Number of images (default: ${DEFAULT-VALUE}).")
  private int count = 24;

  @Option(
      names = "--train",
      paramLabel = "N",
      defaultValue = "9",
      converter = CountConverter.class,
      description =
          "Images for training (default: ${DEFAULT-VALUE}); the next 3 are for validation, the"
              + " others for testing.")
  private int train = 9;

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "128",
      description = "Width and height in pixels (default: ${DEFAULT-VALUE}).")
  private int size = 128;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "3",
      description = "1 for grey, 3 for colour (default: ${DEFAULT-VALUE}).")
  private int channels = 3;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Classes with the background: 2, or 3 for two kinds of lesions (default:"
              + " ${DEFAULT-VALUE}).")
  private int classes = 2;

  @Option(names = "--overwrite", description = "Write into a folder that is not empty.")
  private boolean overwrite;

  /** The result of the verb. */
  private record Drawn(
      PhantomKind kind, Path folder, int images, int train, int validation, int test, long seed) {}

  PhantomCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    PhantomFiles files = files();
    new OutputFolder(out, overwrite).requireEmpty().create();
    try (Progress progress = console.progress()) {
      files.write(out, progress);
    }
    console.result(
        common,
        new Drawn(kind, out, count, files.train(), files.validation(), files.test(), common.seed()),
        "%d images with masks in %s: %d for training, %d for validation, %d for testing."
            .formatted(count, out, files.train(), files.validation(), files.test()));
    return ExitCode.OK;
  }

  private PhantomFiles files() {
    int validation = 3;
    if (train + validation > count) {
      throw new ParameterException(
          spec.commandLine(),
          "--train %d and %d for validation are more than --count %d"
              .formatted(train, validation, count));
    }
    try {
      LesionPhantom phantom = new LesionPhantom(size, channels, classes - 1);
      return new PhantomFiles(phantom, common.seed(), count, train, validation);
    } catch (IllegalArgumentException e) {
      String message = classes == 2 || classes == 3 ? e.getMessage() : "--classes must be 2 or 3";
      throw new ParameterException(spec.commandLine(), message, e);
    }
  }
}
