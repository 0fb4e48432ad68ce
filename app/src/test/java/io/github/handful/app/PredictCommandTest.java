package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.LabelEncoding.PaletteIndex;
import io.github.handful.imaging.LabelFiles;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.Model;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.Predictor.ClassProbabilities;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  @TempDir private static Path models;
  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();
  private Path images = Path.of("");
  private Path out = Path.of("");

  @BeforeAll
  static void writeModels() throws IOException {
    TinyModel.write(models.resolve("binary/model"), 3, 2);
    TinyModel.write(models.resolve("several"), 1, 3);
  }

  @BeforeEach
  void writeImages() throws IOException {
    images = folder.resolve("images");
    out = folder.resolve("out");
    TestPictures.colour(images.resolve("a.png"), 50, 40, (x, y) -> 0x010305 * (x + y));
    TestPictures.colour(images.resolve("b.png"), 32, 32, (x, y) -> x * y % 251 << 8);
  }

  private int predict(String model, Path input, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of("predict", models.resolve(model).toString(), input.toString(), "--out"));
    args.add(out.toString());
    args.addAll(List.of("--device", "cpu", "--threads", "1", "--precision", "float32"));
    args.addAll(List.of(options));
    return Main.run(captured.console(), args.toArray(String[]::new));
  }

  private void assertRefused(int exitCode, String... parts) {
    assertThat(exitCode).isEqualTo(1);
    assertThat(captured.err()).startsWith("handful: ").contains(parts);
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(captured.out()).isEmpty();
  }

  private List<String> results() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static ClassProbabilities expected(String model, Path image) throws IOException {
    try (Model read = Model.read(models.resolve(model), Compute.REFERENCE)) {
      return new Predictor(read.segmenter(), read.description().preprocessing(), Compute.REFERENCE)
          .probabilities(ImageFiles.read(image));
    }
  }

  @Test
  void masksLieOnTheGridOfTheImageAndHoldWhatThePredictorSays() throws IOException {
    assertThat(predict("binary", images)).isZero();
    assertThat(results()).containsExactly("a.png", "b.png");
    Image mask = ImageFiles.read(out.resolve("a.png"));
    LabelMap labels = expected("binary/model", images.resolve("a.png")).labels();
    assertThat(List.of(mask.width(), mask.height())).containsExactly(50, 40);
    for (int i = 0; i < mask.samples().length; i++) {
      assertThat(mask.samples()[i]).isEqualTo(255f * labels.labels()[i]);
    }
    assertThat(captured.out())
        .startsWith("2 of 2 images segmented")
        .contains("images/s on cpu in float32");
  }

  @Test
  void probabilitiesOfSeveralClassesHaveTheClassInTheirNames() throws IOException {
    assertThat(predict("several", images.resolve("a.png"), "--probabilities", "--overlay"))
        .isZero();
    assertThat(results())
        .containsExactly(
            "a.png", "a_overlay.png", "a_probability_class-1.png", "a_probability_class-2.png");
    ClassProbabilities predicted = expected("several", images.resolve("a.png"));
    Image second = ImageFiles.read(out.resolve("a_probability_class-2.png"));
    assertThat(second.samples()[1000] / 65_535)
        .isCloseTo(predicted.plane(2)[1000], within(0.5f / 65_535 + 1e-6f));
    assertThat(LabelFiles.read(out.resolve("a.png"), new PaletteIndex(List.of(0, 1, 2))).labels())
        .isEqualTo(predicted.labels().labels());
    assertThat(captured.err()).contains("in colour; their channels were averaged");
  }

  @Test
  void unreadableImageIsReportedAndTheOthersAreDone() throws IOException {
    Files.writeString(images.resolve("broken.png"), "no image");
    assertThat(predict("binary", images, "--json")).isEqualTo(1);
    assertThat(results()).containsExactly("a.png", "b.png");
    JsonNode json = new ObjectMapper().readTree(captured.out());
    assertThat(json.get("predictions")).hasSize(2);
    assertThat(json.get("predictions").get(0).get("files").get(0).asText())
        .isEqualTo(out.resolve("a.png").toString());
    assertThat(json.get("failures")).hasSize(1);
    assertThat(json.get("failures").get(0).get("image").asText()).endsWith("broken.png");
    assertThat(captured.err()).contains("not segmented: " + images.resolve("broken.png"));
  }

  @Test
  void resultOfAnEarlierRunDoesNotStandForAnImageThatCannotBeRead() throws IOException {
    assertThat(predict("binary", images)).isZero();
    Files.writeString(images.resolve("b.png"), "no image any more");
    assertThat(predict("binary", images, "--overwrite")).isEqualTo(1);
    assertThat(results()).containsExactly("a.png");
  }

  @Test
  void dataSetGivesItsImagesAndNotItsMasks() throws IOException {
    TestPictures.grey(folder.resolve("masks/a.png"), 50, 40, (x, y) -> 0);
    assertThat(predict("binary", folder)).isZero();
    assertThat(results()).containsExactly("a.png", "b.png");
  }

  @Test
  void masksBesideTheImagesAreNotSegmented() throws IOException {
    TestPictures.grey(images.resolve("a_mask.png"), 50, 40, (x, y) -> x < 9 ? 255 : 0);
    assertThat(predict("binary", images)).isZero();
    assertThat(results()).containsExactly("a.png", "b.png");
  }

  @Test
  void existingResultsAreKeptUnlessToldOtherwise() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("b.png"), "mine");
    assertRefused(predict("binary", images), "b.png is there already", "--overwrite");
    assertThat(out.resolve("b.png")).hasContent("mine");
    assertThat(results()).containsExactly("b.png");
  }

  @Test
  void imageIsNeverReplacedByItsOwnMask() throws IOException {
    byte[] before = Files.readAllBytes(images.resolve("a.png"));
    out = images;
    assertRefused(predict("binary", images, "--overwrite"), "replaced by its own result");
    assertThat(images.resolve("a.png")).hasBinaryContent(before);
  }

  @Test
  void twoImagesOfOneNameAreRefusedBeforeAnythingIsWritten() throws IOException {
    Files.copy(images.resolve("a.png"), images.resolve("a.tif"));
    assertRefused(predict("binary", images), "a.png", "a.tif", "rename one of them");
    assertThat(out).doesNotExist();
  }

  @Test
  void overlayOfOneImageMayNotTakeTheNameOfAnothersMask() throws IOException {
    Files.copy(images.resolve("a.png"), images.resolve("a_overlay.png"));
    assertRefused(predict("binary", images, "--overlay"), "a_overlay.png", "rename one of them");
    assertThat(predict("binary", images)).isZero();
  }

  @Test
  void missingOrEmptyInputsAreNamed() throws IOException {
    assertRefused(predict("binary", folder.resolve("nowhere")), "nowhere does not exist");
  }

  @Test
  void folderWithoutImagesIsNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertRefused(predict("binary", empty), empty + " holds no images");
  }

  @Test
  void folderWithoutAModelIsNamed() {
    assertRefused(predict("nothing", images), "nothing does not exist", "finished run");
  }

  @Test
  void fileAsOutputFolderIsRefused() throws IOException {
    out = images.resolve("a.png");
    assertRefused(predict("binary", images), "a.png is no folder", "--out");
  }

  @Test
  void foreignJsonIsNoModel() throws IOException {
    assertModelRefused("{\"hello\": [1, 2]}", "not a model of handful");
  }

  @Test
  void descriptionThatLacksFieldsIsNoModel() throws IOException {
    assertModelRefused("{\"format\": 1}", "damaged or not a model of handful");
  }

  @Test
  void cutDescriptionIsNoModel() throws IOException {
    String whole = Files.readString(models.resolve("several/model.json"));
    assertModelRefused(whole.substring(0, whole.length() / 2), "damaged");
  }

  @Test
  void descriptionThatContradictsItselfIsNoModel() throws IOException {
    String whole = Files.readString(models.resolve("several/model.json"));
    assertModelRefused(whole.replace("\"class 2\"", "\"class 2\", \"class 3\""), "contradicts");
  }

  @Test
  void absurdSizesAreRefusedBeforeAnythingIsAllocated() throws IOException {
    String whole = Files.readString(models.resolve("several/model.json"));
    assertModelRefused(
        whole.replaceFirst("\"width\" : 4,", "\"width\" : 2000000000,"), "contradicts itself");
  }

  @Test
  void weightsOfAnotherShapeAreRefused() throws IOException {
    String whole = Files.readString(models.resolve("several/model.json"));
    assertModelRefused(
        whole.replaceFirst("\"width\" : 4,", "\"width\" : 3,"), "weights.safetensors", "cannot");
  }

  @Test
  void cutWeightsAreRefused() throws IOException {
    Path copy = copyOfModel();
    Path weights = copy.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length - 100));
    assertRefused(predict(copy.toString(), images), "weights.safetensors");
  }

  private void assertModelRefused(String description, String... parts) throws IOException {
    Path copy = copyOfModel();
    Files.writeString(copy.resolve("model.json"), description);
    assertRefused(predict(copy.toString(), images), parts);
  }

  private Path copyOfModel() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    for (String name : List.of("model.json", "weights.safetensors")) {
      Files.copy(models.resolve("several").resolve(name), copy.resolve(name));
    }
    return copy;
  }
}
