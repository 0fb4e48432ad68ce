package io.github.handful.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.torch.Ops;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One measurement in a JVM of its own, started by the JVM that collects the table. */
final class Child {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Child() {}

  /** Arguments: suite, measurement, effort, threads, and the file for the row. */
  public static void main(String[] args) throws IOException {
    Measurement measurement = find(args[0], args[1]);
    Ops.threads(Integer.parseInt(args[3]));
    Row row = measurement.run(Effort.valueOf(args[2]));
    Files.write(Path.of(args[4]), JSON.writeValueAsBytes(row));
  }

  private static Measurement find(String suite, String name) {
    for (Suite s : Suite.values()) {
      if (s.key().equals(suite)) {
        return s.measurements().stream()
            .filter(m -> m.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(suite + " does not measure " + name));
      }
    }
    throw new IllegalArgumentException("no suite is called " + suite);
  }

  /**
   * Runs a measurement in a new JVM with this one's class path and options.
   *
   * @throws IOException if that JVM fails; its messages are on stderr
   */
  static Row measure(Measurement measurement, Effort effort, int threads) throws IOException {
    Path file = Files.createTempFile("handful-bench", ".json");
    try {
      List<String> command = new ArrayList<>();
      ProcessHandle.current()
          .info()
          .command()
          .ifPresentOrElse(command::add, () -> command.add("java"));
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              Child.class.getName(),
              measurement.suite(),
              measurement.name(),
              effort.name(),
              Integer.toString(threads),
              file.toString()));
      int code =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException(
            "measuring %s, %s ended with exit code %d"
                .formatted(measurement.suite(), measurement.name(), code));
      }
      return JSON.readValue(file.toFile(), Row.class);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
