package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.Placement;
import io.github.handful.imaging.VolumeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptCommandTest {
  @TempDir private static Path models;
  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();
  private Path images = Path.of("");
  private Path out = Path.of("");

  @BeforeAll
  static void writeModels() throws IOException {
    TinyModel.write(models.resolve("colour/model"), 3, 2);
    TinyModel.write(models.resolve("grey/model"), 1, 3);
  }

  @BeforeEach
  void writeImages() throws IOException {
    images = folder.resolve("images");
    out = folder.resolve("out");
    TestPictures.colour(images.resolve("a.png"), 50, 40, (x, y) -> 0x010305 * (x + y));
    TestPictures.colour(images.resolve("b.png"), 32, 32, (x, y) -> x * y % 251 << 8);
  }

  private int adapt(String model, Path input, String... options) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("adapt", models.resolve(model).toString(), input.toString(), "--out"));
    args.add(out.toString());
    args.addAll(List.of("--device", "cpu", "--threads", "1", "--precision", "float32"));
    if (!List.of(options).contains("--budget")) {
      args.addAll(List.of("--iterations", "4"));
    }
    args.addAll(List.of(options));
    return Main.run(captured.console(), args.toArray(String[]::new));
  }

  private void assertRefused(int exitCode, String... parts) {
    assertThat(exitCode).isEqualTo(1);
    assertThat(captured.err()).startsWith("handful: ").contains(parts);
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(captured.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), TargetInputs.fingerprint(List.of(file)));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bn", "tent", "pseudo", "target", "ttsfuda"})
  void everyMethodGivesARunThatPredictTakes(String method) throws IOException {
    Map<String, String> before = contents(models.resolve("colour"));
    assertThat(adapt("colour", images, "--method", method, "--json")).as(captured.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(captured.out());
    assertThat(json.get("result").get("before").get("shares")).hasSize(2);
    assertThat(json.get("result").get("end").asText()).isNotEmpty();
    JsonNode record = new ObjectMapper().readTree(out.resolve("run.json").toFile());
    assertThat(record.get("verb").asText()).isEqualTo("adapt");
    assertThat(record.get("method").asText()).isEqualTo(method);
    assertThat(record.get("rule").asText()).contains("agree most");
    assertThat(record.get("target").get("images")).hasSize(2);
    assertThat(record.get("result").get("adapted").isBoolean()).isTrue();
    assertThat(Files.readAllLines(out.resolve("log.jsonl"))).hasSizeGreaterThan(2);
    Path masks = folder.resolve("masks");
    int code =
        Main.run(
            captured.console(), "predict", out.toString(), images.toString(), "--out=" + masks);
    assertThat(code).as(captured.err()).isZero();
    assertThat(masks.resolve("b.png")).exists();
    assertThat(contents(models.resolve("colour"))).isEqualTo(before);
  }

  /** Whoever opened a mask here, or looked for the source's images, would fail. */
  @Test
  void neitherMasksNorTheImagesOfTheSourceAreOpened() throws IOException {
    String description = Files.readString(models.resolve("colour/model/model.json"));
    assertThat(description).doesNotContain(images.toString());
    for (String mask : List.of("masks/a.png", "masks/b.png", "labels/a.png")) {
      Path file = folder.resolve(mask);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "no image");
    }
    Files.writeString(images.resolve("a_mask.png"), "no image");
    Files.writeString(images.resolve("b_seg.png"), "no image");
    assertThat(adapt("colour", folder)).as(captured.err()).isZero();
    assertThat(captured.err()).doesNotContain("Left out");
    JsonNode record = new ObjectMapper().readTree(out.resolve("run.json").toFile());
    assertThat(record.get("target").get("images")).hasSize(2);
  }

  @Test
  void runAdaptsAfterItsTrainingImagesAreGone() throws IOException {
    Path data = TinyTraining.data(folder.resolve("data"), 4);
    Path plan = TinyTraining.plan(folder.resolve("plan.yaml"), data);
    Path run = folder.resolve("run");
    int trained =
        TinyTraining.train(
            captured, data.toString(), "--out=" + run, "--plan=" + plan, "--threads=1");
    assertThat(trained).as(captured.err()).isZero();
    Files.move(data, folder.resolve("gone"));
    assertThat(adapt(run.toString(), folder.resolve("gone/images"))).as(captured.err()).isZero();
    JsonNode model = new ObjectMapper().readTree(out.resolve("model/model.json").toFile());
    assertThat(model.get("training").get("method").asText()).isEqualTo("genseg");
    assertThat(model.get("training").get("adapted by").asText()).isEqualTo("ttsfuda");
  }

  @Test
  void sameSeedGivesTheSameModel() throws IOException {
    assertThat(adapt("grey", images.resolve("a.png"))).isZero();
    Map<String, String> first = contents(out.resolve("model"));
    assertThat(adapt("grey", images.resolve("a.png"), "--overwrite")).isZero();
    assertThat(contents(out.resolve("model"))).isEqualTo(first);
    assertThat(captured.err()).contains("in colour; their channels were averaged");
  }

  @Test
  void reportShowsBeforeAndAfterEntropyAndPseudoLabels() throws IOException {
    assertThat(adapt("grey", images, "--report")).as(captured.err()).isZero();
    assertThat(out.resolve("report.html"))
        .content()
        .contains("Before and after", "entropy before", "Pseudo-labels", "voted", "agree most")
        .contains("Losses of the stage: target-specific", "Losses of the stage: task-specific");
  }

  @Test
  void reportOfVolumesShowsSlices() throws IOException {
    Path volumes = modelAndImageOfVolumes();
    assertThat(adapt("volumes", volumes, "--report")).as(captured.err()).isZero();
    String report = Files.readString(out.resolve("report.html"));
    assertThat(report)
        .contains("voxels changed their class", "Axial slices", "slice of which most is voted for");
    assertThat(report.split("data:image/png")).hasSizeGreaterThanOrEqualTo(1 + 4 + 4);
  }

  @Test
  void statisticsThatANetworkDoesNotHaveAreNotAligned() throws IOException {
    assertRefused(
        adapt("volumes", modelAndImageOfVolumes(), "--method", "bn"),
        "volumes normalises each image by itself",
        "take another method");
  }

  private Path modelAndImageOfVolumes() throws IOException {
    TinyModel.writeForVolumes(models.resolve("volumes/model"));
    Path volumes = Files.createDirectories(folder.resolve("volumes"));
    float[] ramp = new float[20 * 18 * 17];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (float) i % 97 / 97;
    }
    VolumeFiles.write(
        volumes.resolve("a.nii.gz"), new Image(new Grid(20, 18, 17, Placement.NONE), 1, 1, ramp));
    return volumes;
  }

  @Test
  void sourceThatDiffersFromItsMasksIsSaidToFail() throws IOException {
    assertThat(adapt("colour", images)).as(captured.err()).isZero();
    assertThat(captured.out()).doesNotContain("taken to fail");
    ObjectMapper json = new ObjectMapper();
    double background =
        json.readTree(out.resolve("run.json").toFile())
            .at("/result/before/shares/0")
            .asDouble(Double.NaN);
    Path copy = Files.createDirectories(folder.resolve("informed"));
    Files.copy(
        models.resolve("colour/model/weights.safetensors"), copy.resolve("weights.safetensors"));
    String shares = background > 0.5 ? "[ 0.0, 1.0 ]" : "[ 1.0, 0.0 ]";
    String description = Files.readString(models.resolve("colour/model/model.json"));
    Files.writeString(
        copy.resolve("model.json"),
        description.replace(
            "\"training\" : { }", "\"training\" : { \"class shares\" : " + shares + " }"));
    assertThat(adapt(copy.toString(), images, "--overwrite", "--report"))
        .as(captured.err())
        .isZero();
    assertThat(captured.out()).contains("the source was taken to fail: the source gives class 0");
    assertThat(out.resolve("report.html")).content().contains("The source was taken to fail");
    assertThat(json.readTree(out.resolve("model/model.json").toFile()).at("/training/class shares"))
        .hasSize(2);
  }

  @Test
  void timeBecomesACountThatIsRecorded() throws IOException {
    assertThat(adapt("grey", images, "--budget", "8s", "--method", "pseudo"))
        .as(captured.err())
        .isZero();
    JsonNode record = new ObjectMapper().readTree(out.resolve("run.json").toFile());
    assertThat(record.get("budgetSeconds").asDouble()).isEqualTo(8);
    assertThat(record.get("iterations").asInt()).isPositive();
  }

  @Test
  void unreadableImageIsLeftOutAndAllUnreadableAreRefused() throws IOException {
    Files.writeString(images.resolve("broken.png"), "no image");
    assertThat(adapt("colour", images)).isZero();
    assertThat(captured.err()).contains("Left out").contains("broken.png");
  }

  @Test
  void imagesThatAreNoneAreRefused() throws IOException {
    Path broken = folder.resolve("broken");
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("x.png"), "no image");
    assertRefused(adapt("colour", broken), "none of the 1 images", "x.png");
  }

  @Test
  void emptyFolderAndMissingFolderAreNamed() throws IOException {
    assertRefused(adapt("colour", Files.createDirectories(folder.resolve("e"))), "e is empty");
  }

  @Test
  void folderWithoutASegmenterIsNamed() throws IOException {
    Path run = Files.createDirectories(folder.resolve("norun"));
    assertRefused(adapt(run.toString(), images), "norun holds no model");
  }

  @Test
  void cutWeightsAreRefusedBeforeAnythingIsWritten() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    for (String name : List.of("model.json", "weights.safetensors")) {
      Files.copy(models.resolve("grey/model").resolve(name), copy.resolve(name));
    }
    byte[] bytes = Files.readAllBytes(copy.resolve("weights.safetensors"));
    Files.write(copy.resolve("weights.safetensors"), Arrays.copyOf(bytes, bytes.length - 9));
    assertThat(adapt(copy.toString(), images)).isEqualTo(1);
    assertThat(captured.err()).contains("weights.safetensors");
    assertThat(out).doesNotExist();
  }

  @Test
  void runIsNeverReplacedByItsOwnAdaptation() throws IOException {
    out = models.resolve("colour");
    assertThat(adapt("colour", images, "--overwrite")).isEqualTo(1);
    assertThat(captured.err()).contains("holds the model to adapt");
    assertThat(models.resolve("colour/model/model.json")).exists();
  }

  @Test
  void folderThatHoldsOtherFilesIsLeftAlone() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("mine.txt"), "mine");
    assertThat(adapt("colour", images)).isEqualTo(1);
    assertThat(captured.err()).contains("is not empty");
    assertThat(adapt("colour", images, "--overwrite")).isEqualTo(1);
    assertThat(out.resolve("mine.txt")).hasContent("mine");
  }

  @Test
  void wrongUsageIsTold() {
    assertThat(adapt("colour", images, "--method", "magic")).isEqualTo(2);
    assertThat(captured.err()).contains("there are bn, tent, pseudo, target, ttsfuda");
  }
}
