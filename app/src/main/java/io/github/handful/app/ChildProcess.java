package io.github.handful.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A verb of handful in a JVM of its own with this one's class path and options: what fails there,
 * even natively or for want of memory, leaves this process alone. The child ends with this process,
 * however that ends.
 */
record ChildProcess(Process process) implements AutoCloseable {
  private static final String PROPERTY = "handful.child";
  private static final String PREFIX = "handful: ";

  /** Exit code of a process that the signal 9 ended. */
  private static final int KILLED = 128 + 9;

  /**
   * How a child ended.
   *
   * @param out what it wrote to stdout
   * @param lastLine of stderr that tells something
   */
  record Outcome(int exitCode, String out, String lastLine) {

    /** What happened in one sentence; empty if all went well. */
    Optional<String> failure() {
      if (exitCode == 0) {
        return Optional.empty();
      }
      if (lastLine.startsWith(PREFIX)) {
        return Optional.of(lastLine.substring(PREFIX.length()));
      }
      if (exitCode == KILLED) {
        return Optional.of(
            "the process was killed, most often because memory ran out; give fewer --jobs or close"
                + " other programs");
      }
      return Optional.of(
          "the process ended with exit code %d%s"
              .formatted(exitCode, lastLine.isEmpty() ? "" : " (" + lastLine + ")"));
    }
  }

  static ChildProcess start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // A child draws no bars: its lines are read.
    command.addAll(List.of("-D" + PROPERTY + "=true", "-Dhandful.columns=0"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return new ChildProcess(new ProcessBuilder(command).start());
  }

  /** Waits for the end; each line of stderr goes to {@code lines} as it comes. */
  Outcome await(Consumer<String> lines) throws IOException, InterruptedException {
    String last = "";
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (Optional<String> line = next(err); line.isPresent(); line = next(err)) {
        lines.accept(line.get());
        if (!line.get().isBlank() && !last.startsWith(PREFIX)) {
          last = line.get().strip();
        }
      }
    }
    // A result is short enough to wait in the pipe.
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, last);
  }

  private static Optional<String> next(BufferedReader reader) throws IOException {
    return Optional.ofNullable(reader.readLine());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /**
   * In a child, waits beside the work for the parent's end of the pipe to close, and ends the
   * process then; elsewhere does nothing.
   */
  static void endWithParent() {
    if (!Boolean.getBoolean(PROPERTY)) {
      return;
    }
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  continue;
                }
              } catch (IOException e) {
                // closed in another way
              }
              Runtime.getRuntime().halt(KILLED);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }
}
