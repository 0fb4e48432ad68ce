package io.github.handful.app;

import static io.github.handful.app.SurfaceTrial.copy;
import static io.github.handful.app.SurfaceTrial.draw;
import static io.github.handful.app.SurfaceTrial.edit;
import static io.github.handful.app.SurfaceTrial.handful;
import static io.github.handful.app.SurfaceTrial.refused;
import static io.github.handful.app.SurfaceTrial.setFirst;
import static io.github.handful.app.SurfaceTrial.succeeds;
import static io.github.handful.app.SurfaceTrial.train;
import static io.github.handful.app.SurfaceTrial.trainOnce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on surfaces through the command line, and what it refuses. */
class SurfaceTrainTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path run = Path.of("");

  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();

  @BeforeAll
  static void drawOnce() {
    data = draw(shared.resolve("data"));
    run = trainOnce(data, shared.resolve("run"));
  }

  @Test
  void theRunHoldsModelScoresReportAndRecord() throws IOException {
    JsonNode record = new ObjectMapper().readTree(run.resolve("run.json").toFile());
    assertThat(record.at("/plan/method").asText()).isEqualTo("DDP");
    assertThat(record.at("/data/training")).hasSize(3);
    assertThat(record.at("/data/validation")).hasSize(1);
    assertThat(record.at("/data/scored").asText()).isEqualTo("test");
    double rows = record.at("/result/distance/mean").asDouble();
    assertThat(rows).isPositive();
    assertThat(record.at("/result/micrometres/mean").asDouble()).isEqualTo(3.87 * rows);
    assertThat(Files.readAllLines(run.resolve("scores.csv"))).hasSize(1 + 2 * 9);
    assertThat(Files.readString(run.resolve("log.jsonl"))).contains("\"closeness\"");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains(
            "from 4 annotated scans", "Validation distance", "Best, middle and worst", "µm", "px");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipm", "unet"})
  void theOtherMethodsTrainToo(String method) {
    Path other = folder.resolve(method);
    assertThat(train(captured, data, other, "--method=" + method, "--labelled=2", "--json"))
        .as(captured.err())
        .isZero();
    assertThat(captured.out()).contains("\"distance\"", "\"micrometres\"");
  }

  @Test
  void theLossByWhichTheInteriorPointLayerWasPublishedTellsLayersToo() throws IOException {
    Path other = folder.resolve("published");
    assertThat(train(captured, data, other, "--method=ipm", "--loss=divergence"))
        .as(captured.err())
        .isZero();
    assertThat(Files.readString(other.resolve("log.jsonl"))).contains("\"layers\":");
    succeeds(captured, "predict", other, data.resolve("images"), "--out", folder.resolve("found"));
  }

  @Test
  void aRunResumedFromItsRecordEndsWithTheSameBits() throws IOException {
    Path stopped = folder.resolve("stopped");
    assertThat(train(captured, data, stopped)).as(captured.err()).isZero();
    assertThat(stopped.resolve("model/weights.safetensors"))
        .hasSameBinaryContentAs(run.resolve("model/weights.safetensors"));
    for (String part :
        List.of("checkpoint/latest.safetensors", "model/weights.safetensors", "report.html")) {
      Files.delete(stopped.resolve(part));
    }
    succeeds(captured, "train", "--resume", stopped);
    assertThat(stopped.resolve("report.html")).isNotEmptyFile();
    assertThat(stopped.resolve("model/weights.safetensors"))
        .hasSameBinaryContentAs(run.resolve("model/weights.safetensors"));
  }

  @Test
  void aResumedRunNeedsTheScansItBeganWith() throws IOException {
    Path copy = copy(data, folder);
    Path other = folder.resolve("other");
    assertThat(train(captured, copy, other)).as(captured.err()).isZero();
    edit(copy.resolve("surfaces/scan_000.csv"), "0,", "0,1");
    refused(
        captured, handful(captured, "train", "--resume", other), "have changed", "train a new run");
  }

  @Test
  void aBudgetEndsTheTraining() throws IOException {
    Path timed = folder.resolve("timed");
    assertThat(train(captured, data, timed, "--budget=6s")).as(captured.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(timed.resolve("run.json").toFile());
    assertThat(record.at("/budgetSeconds").asDouble()).isBetween(0.0, 6.0);
    assertThat(record.at("/result/updates").asInt()).isPositive();
  }

  @Test
  void surfacesWithoutTheirTaskAreRefusedWithItsName() {
    refused(
        captured,
        handful(captured, "train", data, "--out", folder.resolve("run")),
        "--task surfaces");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--folds=2",
        "--baseline",
        "--no-augment-real",
        "--plan=plan.yaml",
        "--generator=spade",
        "--precision=float32"
      })
  void optionsOfMasksAreRefused(String option) {
    refused(
        captured,
        train(captured, data, folder.resolve("run"), option),
        option.replaceFirst("=.*", ""),
        "is not for the task surfaces");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void methodsOfMasksAreRefused() {
    refused(
        captured,
        train(captured, data, folder.resolve("run"), "--method=joint"),
        "unet, ddp or ipm");
  }

  @ParameterizedTest
  @CsvSource({
    "--labelled=5, 'has 4 annotated scans to train on, and 5 are needed'",
    "--labelled=1, 'and 2 are needed'",
    "--score=night, 'no split called night'",
    "--score=train, 'scans that the model is trained on'"
  })
  void whatTheDataDoNotHaveIsRefused(String option, String part) {
    refused(captured, train(captured, data, folder.resolve("run"), option), part);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "5, 120, surface 2, must not cross",
    "0, -3, outside the 128 rows, row -3.0000",
    "0, nought, line 2, where a number should be"
  })
  void rowsThatCannotBeAreRefused(int column, String row, String part, String another)
      throws IOException {
    Path copy = copy(data, folder);
    setFirst(copy.resolve("surfaces/scan_001.csv"), column, row);
    refused(captured, train(captured, copy, folder.resolve("run")), "scan_001.csv", part, another);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void columnsOutsideTheImageAreRefused() throws IOException {
    Path copy = copy(data, folder);
    edit(copy.resolve("surfaces/scan_001.csv"), "5,", "55,");
    refused(
        captured,
        train(captured, copy, folder.resolve("run")),
        "scan_001.csv has column 55",
        "columns of its image are 0 to 31");
  }

  @Test
  void aScanWithoutAnyAnnotationIsRefused() throws IOException {
    Path copy = copy(data, folder);
    Files.writeString(copy.resolve("surfaces/scan_002.csv"), "column,a,b,c\n1,,,\n");
    refused(
        captured, train(captured, copy, folder.resolve("run")), "scan_002.csv annotates no column");
  }
}
