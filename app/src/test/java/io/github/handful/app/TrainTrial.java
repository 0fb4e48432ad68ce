package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One use of the verb train in a test: its data, its plan, its run and what it said. */
final class TrainTrial {
  private final Path data;
  private final Path plan;

  /** The folder of the run; tests may choose another. */
  Path run;

  /** What the latest call said. */
  CapturedConsole captured = new CapturedConsole();

  TrainTrial(Path data, Path plan, Path run) {
    this.data = data;
    this.plan = plan;
    this.run = run;
  }

  int train(String... options) {
    return train(data, plan, options);
  }

  int train(Path images, Path settings, String... options) {
    List<String> args =
        new ArrayList<>(List.of(images.toString(), "--out=" + run, "--plan=" + settings));
    args.addAll(List.of("--device=cpu", "--threads=1"));
    args.addAll(List.of(options));
    return TinyTraining.train(captured, args.toArray(String[]::new));
  }

  int resume() {
    captured = new CapturedConsole();
    return TinyTraining.train(captured, "--resume", run.toString());
  }

  void trained(String... options) {
    assertThat(train(options)).as(captured.err()).isZero();
  }

  RunRecord record() throws IOException {
    return new RunFolder(run).read();
  }

  RunRecord.Result result() throws IOException {
    return record().result().orElseThrow();
  }

  void assertSentence(int exitCode, int expected, String... parts) {
    assertThat(exitCode).as(captured.err()).isEqualTo(expected);
    assertThat(captured.err()).startsWith("handful: ").contains(parts);
    assertThat(captured.err()).doesNotContain("internal error");
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(captured.out()).isEmpty();
  }

  void assertRefused(int exitCode, String... parts) {
    assertSentence(exitCode, 1, parts);
    assertThat(run).doesNotExist();
  }

  void assertWrongUsage(int exitCode, String... parts) {
    assertSentence(exitCode, 2, parts);
    assertThat(captured.err()).endsWith("(see handful train --help)" + System.lineSeparator());
    assertThat(run).doesNotExist();
  }

  /** What stands on stderr beside the progress. */
  List<String> told() {
    return captured
        .err()
        .lines()
        .filter(line -> !line.matches("\\w+ (pretrain|train) \\d+/\\d+ .*"))
        .toList();
  }

  /** Takes the run back to where its result was not written yet. */
  void forgetResult() throws IOException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(run.resolve("run.json").toFile());
    json.putNull("result");
    Files.writeString(run.resolve("run.json"), json.toString());
  }

  static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        contents.put(folder.relativize(file).toString(), bytes);
      }
    }
    return contents;
  }
}
