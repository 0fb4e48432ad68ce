package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.surfaces.PixelSize;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfaceFiles;
import io.github.handful.surfaces.SurfaceHeights;
import io.github.handful.surfaces.SurfacePhantom;
import io.github.handful.surfaces.SurfaceScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B-scans with surfaces through every verb, from the phantom to the evaluation. */
class SurfaceCommandsTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path run = Path.of("");

  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();

  private static int handful(CapturedConsole captured, Object... args) {
    return Main.run(
        captured.console(), Arrays.stream(args).map(Object::toString).toArray(String[]::new));
  }

  private void succeeds(Object... args) {
    assertThat(handful(captured, args)).as(captured.err()).isZero();
  }

  @BeforeAll
  static void drawOnce() {
    CapturedConsole captured = new CapturedConsole();
    data = shared.resolve("data");
    assertThat(
            handful(
                captured,
                "phantom",
                "oct",
                "--out",
                data,
                "--size=32",
                "--rows=128",
                "--count=9",
                "--train=4",
                "--noise=high",
                "--seed=7"))
        .as(captured.err())
        .isZero();
    run = shared.resolve("run");
    assertThat(train(captured, data, run)).as(captured.err()).isZero();
  }

  private static int train(CapturedConsole captured, Path data, Path run, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("train", data, "--out", run, "--task=surfaces", "--device=cpu", "--threads=1"));
    args.addAll(List.of(more));
    if (Arrays.stream(more).noneMatch(a -> a.toString().startsWith("--budget"))) {
      args.add("--iterations=3");
    }
    return handful(captured, args.toArray());
  }

  private void refused(int code, String... parts) {
    assertThat(code).as(captured.err()).isNotZero();
    assertThat(captured.err().lines().filter(line -> line.startsWith("handful: ")).toList())
        .hasSize(1)
        .first()
        .asString()
        .contains(parts);
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
    succeeds("predict", other, data.resolve("images"), "--out", folder.resolve("found"));
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
    succeeds("train", "--resume", stopped);
    assertThat(stopped.resolve("report.html")).isNotEmptyFile();
    assertThat(stopped.resolve("model/weights.safetensors"))
        .hasSameBinaryContentAs(run.resolve("model/weights.safetensors"));
  }

  @Test
  void aResumedRunNeedsTheScansItBeganWith() throws IOException {
    Path copy = copy();
    Path other = folder.resolve("other");
    assertThat(train(captured, copy, other)).as(captured.err()).isZero();
    edit(copy.resolve("surfaces/scan_000.csv"), "0,", "0,1");
    refused(handful(captured, "train", "--resume", other), "have changed", "train a new run");
  }

  @Test
  void aBudgetEndsTheTraining() throws IOException {
    Path timed = folder.resolve("timed");
    assertThat(train(captured, data, timed, "--budget=2s")).as(captured.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(timed.resolve("run.json").toFile());
    assertThat(record.at("/budgetSeconds").asDouble()).isBetween(0.0, 2.0);
    assertThat(record.at("/result/updates").asInt()).isPositive();
  }

  private static void edit(Path file, String begins, String instead) throws IOException {
    List<String> lines =
        Files.readAllLines(file).stream()
            .map(line -> line.startsWith(begins) ? instead + line.substring(begins.length()) : line)
            .toList();
    Files.write(file, lines);
  }

  private Path copy() throws IOException {
    Path to = folder.resolve("copy");
    try (var files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(data.relativize(file).toString()));
      }
    }
    return to;
  }

  @Test
  void surfacesWithoutTheirTaskAreRefusedWithItsName() {
    refused(handful(captured, "train", data, "--out", folder.resolve("run")), "--task surfaces");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--folds=2",
        "--baseline",
        "--no-augment-real",
        "--plan=plan.yaml",
        "--precision=float32"
      })
  void optionsOfMasksAreRefused(String option) {
    refused(
        train(captured, data, folder.resolve("run"), option),
        option.replaceFirst("=.*", ""),
        "is not for the task surfaces");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void methodsOfMasksAreRefused() {
    refused(train(captured, data, folder.resolve("run"), "--method=joint"), "unet, ddp or ipm");
  }

  @ParameterizedTest
  @CsvSource({
    "--labelled=5, 'has 4 annotated scans to train on, and 5 are needed'",
    "--labelled=1, 'and 2 are needed'",
    "--score=night, 'no split called night'",
    "--score=train, 'scans that the model is trained on'"
  })
  void whatTheDataDoNotHaveIsRefused(String option, String part) {
    refused(train(captured, data, folder.resolve("run"), option), part);
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
    Path copy = copy();
    setFirst(copy.resolve("surfaces/scan_001.csv"), column, row);
    refused(train(captured, copy, folder.resolve("run")), "scan_001.csv", part, another);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /** Moves the first surface in one column. */
  private static void setFirst(Path file, int column, String row) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(column + 1, lines.get(column + 1).replaceFirst(",[^,]*", "," + row));
    Files.write(file, lines);
  }

  @Test
  void columnsOutsideTheImageAreRefused() throws IOException {
    Path copy = copy();
    edit(copy.resolve("surfaces/scan_001.csv"), "5,", "55,");
    refused(
        train(captured, copy, folder.resolve("run")),
        "scan_001.csv has column 55",
        "columns of its image are 0 to 31");
  }

  @Test
  void aScanWithoutAnyAnnotationIsRefused() throws IOException {
    Path copy = copy();
    Files.writeString(copy.resolve("surfaces/scan_002.csv"), "column,a,b,c\n1,,,\n");
    refused(train(captured, copy, folder.resolve("run")), "scan_002.csv annotates no column");
  }

  @Test
  void predictionsAreSurfacesThicknessesAndPictures() throws IOException {
    Path out = folder.resolve("out");
    succeeds("predict", run, data, "--out", out, "--overlay", "--device=cpu");
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
    refused(handful(captured, "predict", run, data, "--out", out), "--overwrite");
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
    succeeds("predict", run, table, "--out", out);
    assertThat(out.resolve("left.csv")).isNotEmptyFile();
    succeeds("evaluate", out, table, "--out", folder.resolve("evaluation"));
    assertThat(captured.out()).contains("Mean distance");
    assertThat(captured.err()).contains("The size of a pixel is not known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"columns", "programme", "best-path", "graph-search"})
  void everyReadOutKeepsTheOrder(String readOut) {
    Path scan = data.resolve("images/scan_005.png");
    succeeds("predict", run, scan, "--out", folder, "--read-out", readOut, "--json");
    assertThat(captured.out()).contains("\"readOut\" : \"" + readOut + "\"");
    // Reading refuses surfaces that cross or leave the image.
    assertThat(SurfaceFiles.read(folder.resolve("scan_005.csv"), 32, 128).count()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--probabilities", "--mirror", "--precision=float32"})
  void predictionRefusesOptionsOfMasks(String option) {
    refused(
        handful(captured, "predict", run, data, "--out", folder.resolve("out"), option),
        option.replaceFirst("=.*", ""),
        "is not for a model of surfaces");
  }

  @Test
  void unknownReadOutsAreRefusedWithTheKnownOnes() {
    refused(
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
    refused(handful(captured, "generate", run, "--count=1", "--out", out), "a run on surfaces");
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
    succeeds("evaluate", moved, data, "--split", "test", "--out", out, "--json");
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
    succeeds("predict", run, data.resolve("images/scan_008.png"), "--out", out, "--overlay");
    succeeds("evaluate", out, data, "--out", folder.resolve("evaluation"));
    assertThat(captured.out()).contains("Mean distance", "Spike rate", "1 scan,");
    assertThat(captured.err()).contains("8 scans have no prediction, among them scan_000");
  }

  @Test
  void predictionsThatDoNotFitAreRefused() throws IOException {
    Path out = folder.resolve("evaluation");
    Path wrong = Files.createDirectories(folder.resolve("wrong"));
    Files.writeString(wrong.resolve("scan_008.csv"), "column,a,b\n0,5,6\n");
    refused(handful(captured, "evaluate", wrong, data, "--out", out), "has 2 surfaces");
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

  @Test
  void inspectionCountsScansAndProposesLimits() {
    succeeds("inspect", data);
    assertThat(captured.out())
        .contains("scans      9", "train (4)", "val (3)", "test (2)", "32 x 128 (9)")
        .contains("surfaces   9", "3.87 um between rows", "layers may have from");
  }

  @Test
  void inspectionNamesGapsAndFaults() throws IOException {
    Path copy = copy();
    Files.delete(copy.resolve("pixel_size.csv"));
    // Half of the columns of the first scan, and surfaces of the second that cross.
    List<String> lines = Files.readAllLines(copy.resolve("surfaces/scan_000.csv"));
    Files.write(copy.resolve("surfaces/scan_000.csv"), lines.subList(0, 17));
    setFirst(copy.resolve("surfaces/scan_001.csv"), 5, "120");
    assertThat(handful(captured, "inspect", copy)).isEqualTo(1);
    assertThat(captured.out())
        .contains("scan_000: 50.0 % of the columns", "no pixel_size.csv")
        .containsOnlyOnce("in column 5;");
    assertThat(captured.err()).contains("training would stop");
  }

  @Test
  void inspectionOfSurfacesWritesNoPlan() {
    Path plan = folder.resolve("plan.yaml");
    assertThat(handful(captured, "inspect", data, "--write-plan", plan)).isEqualTo(2);
    assertThat(captured.err()).contains("--write-plan is not for surfaces");
    assertThat(plan).doesNotExist();
  }

  @Test
  void thePhantomIsADataSetOfExactSurfaces() {
    SurfaceDataSet set = SurfaceDataSet.open(data);
    assertThat(set.entries()).hasSize(9);
    assertThat(set.trainingEntries()).hasSize(4);
    assertThat(set.entriesOf("test")).hasSize(2);
    SurfacePhantom phantom = new SurfacePhantom(32, 128, SurfacePhantom.Noise.HIGH);
    PixelSize size = set.pixelSize().orElseThrow();
    assertThat(size.axial()).isEqualTo(3.87);
    assertThat(size.lateral()).isCloseTo(phantom.pixelSize().lateral(), within(1e-4));
    SurfaceScan drawn = phantom.draw(7, 4, 0);
    SurfaceScan read = set.read(set.entries().get(4));
    assertThat(read.image().samples()).isEqualTo(drawn.image().samples());
    assertThat(read.heights().rows())
        .usingComparatorWithPrecision(1e-4)
        .containsExactly(drawn.heights().rows());
  }

  @ParameterizedTest
  @CsvSource({
    "oct, --classes=2, --classes is not for phantoms of the kind oct",
    "lesion, --noise=low, --noise is not for phantoms of the kind lesion",
    "volume, --rows=128, --rows is not for phantoms of the kind volume",
    "oct, --rows=64, a phantom needs 16 to 4096 columns and 128 to 4096 rows"
  })
  void phantomsHaveTheOptionsOfTheirKind(String kind, String option, String part) {
    assertThat(handful(captured, "phantom", kind, "--out", folder.resolve("new"), option))
        .isEqualTo(2);
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(captured.err()).contains(part);
  }
}
