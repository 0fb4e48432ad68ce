package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tests of the verbs on surfaces do again and again. */
final class SurfaceTrial {
  private SurfaceTrial() {}

  /** Draws nine scans, four of which train. */
  static Path draw(Path data) {
    succeeds(
        new CapturedConsole(),
        "phantom",
        "oct",
        "--out",
        data,
        "--size=32",
        "--rows=128",
        "--count=9",
        "--train=4",
        "--noise=high",
        "--seed=7");
    return data;
  }

  /** A run of three updates. */
  static Path trainOnce(Path data, Path run) {
    CapturedConsole captured = new CapturedConsole();
    assertThat(train(captured, data, run)).as(captured.err()).isZero();
    return run;
  }

  static int handful(CapturedConsole captured, Object... args) {
    return Main.run(
        captured.console(), Arrays.stream(args).map(Object::toString).toArray(String[]::new));
  }

  static void succeeds(CapturedConsole captured, Object... args) {
    assertThat(handful(captured, args)).as(captured.err()).isZero();
  }

  static int train(CapturedConsole captured, Path data, Path run, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("train", data, "--out", run, "--task=surfaces", "--device=cpu", "--threads=1"));
    args.addAll(List.of(more));
    if (Arrays.stream(more).noneMatch(a -> a.toString().startsWith("--budget"))) {
      args.add("--iterations=3");
    }
    return handful(captured, args.toArray());
  }

  /** One sentence, whatever the exit code but 0. */
  static void refused(CapturedConsole captured, int code, String... parts) {
    assertThat(code).as(captured.err()).isNotZero();
    assertThat(captured.err().lines().filter(line -> line.startsWith("handful: ")).toList())
        .hasSize(1)
        .first()
        .asString()
        .contains(parts);
  }

  /** A copy of the data set that a test may change. */
  static Path copy(Path data, Path folder) throws IOException {
    Path to = folder.resolve("copy");
    try (var files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(data.relativize(file).toString()));
      }
    }
    return to;
  }

  /** Puts other words in place of those that begin a line. */
  static void edit(Path file, String begins, String instead) throws IOException {
    List<String> lines =
        Files.readAllLines(file).stream()
            .map(line -> line.startsWith(begins) ? instead + line.substring(begins.length()) : line)
            .toList();
    Files.write(file, lines);
  }

  /** Moves the first surface in one column. */
  static void setFirst(Path file, int column, String row) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(column + 1, lines.get(column + 1).replaceFirst(",[^,]*", "," + row));
    Files.write(file, lines);
  }
}
