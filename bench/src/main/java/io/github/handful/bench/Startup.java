package io.github.handful.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How long the command line takes to answer. */
final class Startup {
  private Startup() {}

  /** Nothing where handful's launcher has not been built, as under Windows. */
  static List<Measurement> measurements() {
    Path home = Path.of(System.getProperty("handful.home", ".")).toAbsolutePath().normalize();
    Path launcher = home.resolve("handful");
    if (!Files.isExecutable(launcher) || !Files.exists(home.resolve("app/target/handful.jar"))) {
      return List.of();
    }
    return List.of(
        new Measurement(
            Suite.STARTUP.key(),
            "handful --help",
            "s",
            effort -> effort.seconds(2, 10, () -> start(launcher)),
            "peak GB is that of the measuring process"));
  }

  private static void start(Path launcher) {
    try {
      int code =
          new ProcessBuilder(launcher.toString(), "--help")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException(launcher + " --help ended with exit code " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
