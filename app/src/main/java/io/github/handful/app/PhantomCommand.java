package io.github.handful.app;

import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.VolumePhantom;
import io.github.handful.surfaces.SurfacePhantom;
import java.io.IOException;
import java.nio.file.Path;
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

/** Draws synthetic data with exact truth. */
@Command(
    name = "phantom",
    description = "Draw synthetic images with exact truth, to try things out on.",
    footer = {
      "  handful phantom lesion --out lesions",
      "  handful phantom lesion --out lesions --count 60 --classes 3 --seed 7",
      "  handful phantom volume --out volumes --slices 12",
      "  handful phantom oct --out scans --count 60 --train 40 --noise high"
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
      description = "Folder for images, truth and split.csv; made where it is missing.")
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
      paramLabel = "N",
      converter = CountConverter.class,
      description =
          "Width and height in pixels (default: 128), of volumes in voxels over 96 mm (default:"
              + " 48), of B-scans in columns over 5.9 mm (default: 256).")
  private int size;

  @Option(
      names = "--slices",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Slices of a volume over 96 mm (default: as many as --size).")
  private int slices;

  @Option(
      names = "--rows",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Of B-scans: rows of 3.87 um (default: 256).")
  private int rows;

  @Option(
      names = "--noise",
      paramLabel = "LEVEL",
      description = "Speckle of B-scans: low, medium or high (default: medium).")
  private Optional<SurfacePhantom.Noise> noise = Optional.empty();

  @Option(
      names = "--channels",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Of lesions: 1 for grey, 3 for colour (default: 3).")
  private int channels;

  @Option(
      names = "--classes",
      paramLabel = "N",
      converter = CountConverter.class,
      description =
          "Of lesions: classes with the background, 2, or 3 for two kinds of lesions (default: 2).")
  private int classes;

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
        "%d images with %s in %s: %d for training, %d for validation, %d for testing."
            .formatted(
                count,
                files.drawing().truth(),
                out,
                files.train(),
                files.validation(),
                files.test()));
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
      return new PhantomFiles(drawing(), common.seed(), count, train, validation);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private PhantomDrawing drawing() {
    refuse("--channels", channels > 0, PhantomKind.LESION);
    refuse("--classes", classes > 0, PhantomKind.LESION);
    refuse("--slices", slices > 0, PhantomKind.VOLUME);
    refuse("--rows", rows > 0, PhantomKind.OCT);
    refuse("--noise", noise.isPresent(), PhantomKind.OCT);
    return switch (kind) {
      case LESION -> lesions();
      case VOLUME -> {
        int across = given(size, 48);
        yield new VolumeDrawing(new VolumePhantom(across, given(slices, across)));
      }
      case OCT ->
          new OctDrawing(
              new SurfacePhantom(
                  given(size, 256), given(rows, 256), noise.orElse(SurfacePhantom.Noise.MEDIUM)));
    };
  }

  private PhantomDrawing lesions() {
    int all = given(classes, 2);
    if (all != 2 && all != 3) {
      throw new IllegalArgumentException("--classes must be 2 or 3");
    }
    return new LesionDrawing(new LesionPhantom(given(size, 128), given(channels, 3), all - 1));
  }

  private static int given(int value, int otherwise) {
    return value == 0 ? otherwise : value;
  }

  private void refuse(String option, boolean given, PhantomKind meant) {
    if (given && kind != meant) {
      throw new ParameterException(
          spec.commandLine(), "%s is not for phantoms of the kind %s".formatted(option, kind));
    }
  }
}
