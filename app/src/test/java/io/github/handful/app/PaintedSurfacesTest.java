package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.surfaces.PaintedScans;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfaceMethod;
import io.github.handful.surfaces.SurfacePlan;
import io.github.handful.surfaces.SurfacePlanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on surfaces with scans painted beside the annotated ones. */
class PaintedSurfacesTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path run = Path.of("");

  private final CapturedConsole captured = new CapturedConsole();

  private static int handful(CapturedConsole captured, Object... args) {
    return Main.run(
        captured.console(), Arrays.stream(args).map(Object::toString).toArray(String[]::new));
  }

  private static int train(CapturedConsole captured, Path out, Object... more) {
    Object[] args =
        Stream.concat(
                Stream.of("train", data, "--out", out, "--task=surfaces", "--threads=1"),
                Arrays.stream(more))
            .toArray();
    return handful(captured, args);
  }

  @BeforeAll
  static void trainOnce() {
    CapturedConsole captured = new CapturedConsole();
    data = shared.resolve("data");
    run = shared.resolve("run");
    assertThat(
            handful(
                captured,
                "phantom",
                "oct",
                "--out",
                data,
                "--size=32",
                "--rows=136",
                "--count=7",
                "--train=4",
                "--seed=7"))
        .as(captured.err())
        .isZero();
    assertThat(train(captured, run, "--augment-with=genseg", "--pretraining=2", "--iterations=3"))
        .as(captured.err())
        .isZero();
  }

  @Test
  void theGeneratorLearnsFirstAndPaintsBesideEveryUpdate() throws IOException {
    JsonNode record = new ObjectMapper().readTree(run.resolve("run.json").toFile());
    assertThat(record.at("/plan/painted/pretraining").asInt()).isEqualTo(2);
    assertThat(record.at("/generator/inputs").asInt()).isEqualTo(10);
    List<String> log = Files.readAllLines(run.resolve("log.jsonl"));
    assertThat(log.stream().filter(line -> line.contains("\"difference\""))).hasSize(2);
    assertThat(log.stream().filter(line -> line.contains("\"painted\""))).hasSize(3);
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("Painted scans", "3 (and scans painted after them) annotated scans");
  }

  @Test
  void aResumedRunEndsWithTheSameBits() throws IOException {
    Path weights = run.resolve("model/weights.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    Files.delete(run.resolve("checkpoint/latest.safetensors"));
    Files.delete(weights);
    assertThat(handful(captured, "train", "--resume", run)).as(captured.err()).isZero();
    assertThat(weights).hasBinaryContent(whole);
  }

  @Test
  void aBudgetIsSharedByGeneratorAndNetwork() {
    SurfacePlan plan =
        SurfacePlanner.propose(
            LabelledScans.read(SurfaceDataSet.open(data), 0).all(), SurfaceMethod.IPM);
    assertThat(SurfaceBudget.pace(100, plan).phaseSeconds()).containsExactly(100.0);
    assertThat(SurfaceBudget.pace(100, plan.withPainted(PaintedScans.standard())).phaseSeconds())
        .containsExactly(30.0, 70.0);
  }

  @Test
  void whereNothingIsPaintedItsOptionsAreRefused() {
    Path other = shared.resolve("other");
    assertThat(train(captured, other, "--pretraining=3")).isNotZero();
    assertThat(captured.err()).contains("add --augment-with");
    assertThat(handful(captured, "train", data, "--out", other, "--augment-with=genseg"))
        .isNotZero();
    assertThat(other).doesNotExist();
  }

  @Test
  void scansWithoutAStretchOfAllSurfacesAreRefusedBeforeAnythingIsWritten() throws IOException {
    Path gappy = shared.resolve("gappy");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Path copy = gappy.resolve(data.relativize(file).toString());
        Files.copy(file, copy);
        if (file.startsWith(data.resolve("surfaces")) && Files.isRegularFile(file)) {
          List<String> lines = new ArrayList<>(Files.readAllLines(file));
          lines.set(9, lines.get(9).replaceFirst(",[^,]*$", ","));
          Files.write(copy, lines);
        }
      }
    }
    Path other = shared.resolve("gaps");
    int code =
        handful(
            captured, "train", gappy, "--out", other, "--task=surfaces", "--augment-with=genseg");
    assertThat(code).isNotZero();
    assertThat(captured.err()).contains("annotated in 32 neighbouring columns");
    assertThat(other).doesNotExist();
  }
}
