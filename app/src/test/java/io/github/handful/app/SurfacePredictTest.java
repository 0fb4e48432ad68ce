package io.github.handful.app;

import static io.github.handful.app.SurfaceTrial.draw;
import static io.github.handful.app.SurfaceTrial.handful;
import static io.github.handful.app.SurfaceTrial.refused;
import static io.github.handful.app.SurfaceTrial.succeeds;
import static io.github.handful.app.SurfaceTrial.trainOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.surfaces.SurfaceFiles;
import io.github.handful.surfaces.SurfaceHeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Surfaces predicted and evaluated through the command line. */
class SurfacePredictTest {
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
  void predictionsAreSurfacesThicknessesAndPictures() throws IOException {
    Path out = folder.resolve("out");
    succeeds(captured, "predict", run, data, "--out", out, "--overlay", "--device=cpu");
    assertThat(captured.out()).contains("surfaces of 9 of 9 scans");
    SurfaceHeights found = SurfaceFiles.read(out.resolve("scan_003.csv"), 32, 128);
    assertThat(found.count()).isEqualTo(9);
    for (int i = 0; i < 9; i++) {
      assertThat(found.knownColumns(i)).isEqualTo(32);
    }
    List<String> map = Files.readAllLines(out.resolve("thickness.csv"));
    assertThat(map).hasSize(1 + 9 * 32);
    double first = Double.parseDouble(map.get(1 + 3 * 32 + 5).split(",")[2]);
    assertThat(first).isCloseTo(3.87 * (found.at(1, 5) - found.at(0, 5)), within(6e-3));
    assertThat(ImageFiles.read(out.resolve("scan_003_overlay.png")).width()).isEqualTo(32);
    refused(captured, handful(captured, "predict", run, data, "--out", out), "--overwrite");
  }

  @Test
  void aTableNamesTheScansAndTheirPredictions() throws IOException {
    Path table = Files.createDirectories(folder.resolve("table"));
    String scan = data.toAbsolutePath() + "/%s/scan_008.%s";
    Files.writeString(
        table.resolve("manifest.csv"),
        "id,image,surfaces\nleft,%s,%s\n"
            .formatted(scan.formatted("images", "png"), scan.formatted("surfaces", "csv")));
    Path out = folder.resolve("out");
    succeeds(captured, "predict", run, table, "--out", out);
    assertThat(out.resolve("left.csv")).isNotEmptyFile();
    succeeds(captured, "evaluate", out, table, "--out", folder.resolve("evaluation"));
    assertThat(captured.out()).contains("Mean distance");
    assertThat(captured.err()).contains("The size of a pixel is not known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"columns", "programme", "best-path", "graph-search"})
  void everyReadOutKeepsTheOrder(String readOut) {
    Path scan = data.resolve("images/scan_005.png");
    succeeds(captured, "predict", run, scan, "--out", folder, "--read-out", readOut, "--json");
    assertThat(captured.out()).contains("\"readOut\" : \"" + readOut + "\"");
    // Reading refuses surfaces that cross or leave the image.
    assertThat(SurfaceFiles.read(folder.resolve("scan_005.csv"), 32, 128).count()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--probabilities", "--mirror", "--precision=float32"})
  void predictionRefusesOptionsOfMasks(String option) {
    refused(
        captured,
        handful(captured, "predict", run, data, "--out", folder.resolve("out"), option),
        option.replaceFirst("=.*", ""),
        "is not for a model of surfaces");
  }

  @Test
  void unknownReadOutsAreRefusedWithTheKnownOnes() {
    refused(
        captured,
        handful(captured, "predict", run, data, "--out", folder, "--read-out=fast"),
        "'fast'",
        "best-path");
  }

  @Test
  void aScanTooLowForTheLayersStopsNoOther() throws IOException {
    Path scans = Files.createDirectories(folder.resolve("scans"));
    Files.copy(data.resolve("images/scan_000.png"), scans.resolve("a.png"));
    TestPictures.colour(scans.resolve("b.png"), 32, 4, (x, y) -> 0x010101 * x);
    Path out = folder.resolve("out");
    assertThat(handful(captured, "predict", run, scans, "--out", out)).isEqualTo(1);
    assertThat(captured.err()).contains("b.png has 4 rows, too few");
    assertThat(out.resolve("a.csv")).isNotEmptyFile();
    assertThat(out.resolve("b.csv")).doesNotExist();
  }

  @Test
  void verbsForMasksSayThatTheRunIsOfSurfaces() {
    Path out = folder.resolve("out");
    refused(
        captured,
        handful(captured, "generate", run, "--count=1", "--out", out),
        "a run on surfaces");
    CapturedConsole other = new CapturedConsole();
    assertThat(handful(other, "adapt", run, data, "--out", out)).isEqualTo(1);
    assertThat(other.err()).contains("is a model of surfaces");
  }

  @Test
  void surfacesMovedByARowAreAPixelAway() throws IOException {
    Path moved = Files.createDirectories(folder.resolve("moved"));
    for (String id : List.of("scan_007", "scan_008")) {
      SurfaceHeights truth = SurfaceFiles.read(data.resolve("surfaces/" + id + ".csv"), 32, 128);
      SurfaceFiles.write(moved.resolve(id + ".csv"), truth.lowered(1));
    }
    Path out = folder.resolve("evaluation");
    succeeds(captured, "evaluate", moved, data, "--split", "test", "--out", out, "--json");
    JsonNode json = new ObjectMapper().readTree(captured.out());
    assertThat(json.at("/scans").asInt()).isEqualTo(2);
    // Every length is one row of 3.87 um for every surface and all together, and nothing stands
    // out.
    for (JsonNode row : json.at("/results")) {
      double expected =
          switch (row.get("unit").asText()) {
            case "px" -> 1;
            case "µm" -> 3.87;
            default -> 0;
          };
      assertThat(row.get("mean").asDouble()).isCloseTo(expected, within(1e-9));
      assertThat(row.get("lower95").asDouble()).isCloseTo(expected, within(1e-9));
    }
    assertThat(json.at("/results")).hasSize((4 * 2 + 1) * 10);
    assertThat(Files.readAllLines(out.resolve("cases.csv"))).hasSize(1 + 2 * 9);
    assertThat(Files.readString(out.resolve("summary.csv")))
        .contains("all,mean distance,px,1.000000,1.000000,1.000000,2");
    assertThat(Files.readString(out.resolve("evaluation.html")))
        .contains("Evaluation of 2 predictions", "3.87 µm");
    assertThat(out.resolve("evaluation.json")).isNotEmptyFile();
  }

  @Test
  void predictionsWithTheirThicknessesAreEvaluated() {
    Path out = folder.resolve("out");
    succeeds(
        captured, "predict", run, data.resolve("images/scan_008.png"), "--out", out, "--overlay");
    succeeds(captured, "evaluate", out, data, "--out", folder.resolve("evaluation"));
    assertThat(captured.out()).contains("Mean distance", "Spike rate", "1 scan,");
    assertThat(captured.err()).contains("8 scans have no prediction, among them scan_000");
  }

  @Test
  void predictionsThatDoNotFitAreRefused() throws IOException {
    Path out = folder.resolve("evaluation");
    Path wrong = Files.createDirectories(folder.resolve("wrong"));
    Files.writeString(wrong.resolve("scan_008.csv"), "column,a,b\n0,5,6\n");
    refused(captured, handful(captured, "evaluate", wrong, data, "--out", out), "has 2 surfaces");
    CapturedConsole second = new CapturedConsole();
    assertThat(handful(second, "evaluate", wrong, data, "--out", out, "--split=val")).isEqualTo(1);
    assertThat(second.err()).contains("has the name of a scan");
    CapturedConsole third = new CapturedConsole();
    assertThat(handful(third, "evaluate", wrong, data, "--out", out, "--spacing=1,1")).isEqualTo(2);
    assertThat(third.err()).contains("--spacing is not for surfaces");
    CapturedConsole fourth = new CapturedConsole();
    assertThat(handful(fourth, "evaluate", wrong, data, "--out", out, "--split=x")).isEqualTo(1);
    assertThat(fourth.err()).contains("no split called 'x'");
    assertThat(out).doesNotExist();
  }
}
