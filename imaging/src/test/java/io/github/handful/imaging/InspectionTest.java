package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.Finding.Severity;
import io.github.handful.imaging.Inspection.ClassShare;
import io.github.handful.imaging.Inspection.Duplicates;
import io.github.handful.imaging.Inspection.Extent;
import io.github.handful.imaging.Inspection.Intensity;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
  @TempDir Path root;

  @Test
  void countsSizesAndSharesAreExact() {
    pair("a", 2, new int[] {10, 20}, new int[] {0, 255});
    pair("b", 3, new int[] {30, 40, 50}, new int[] {0, 0, 0});
    pair("c", 1, new int[] {60, 70, 80}, new int[] {255, 255, 0});
    text("split.csv", "id,split\na,train\nb,test\nc,train\n");
    List<String> progress = new ArrayList<>();

    Inspection inspection =
        Inspection.of(DataSet.open(root), (done, total) -> progress.add(done + "/" + total));

    assertThat(inspection.pairs()).isEqualTo(3);
    assertThat(inspection.pairsPerSplit()).isEqualTo(Map.of("train", 2, "test", 1));
    assertThat(inspection.width()).isEqualTo(new Extent(1, 2, 3));
    assertThat(inspection.height()).isEqualTo(new Extent(1, 1, 3));
    assertThat(inspection.channels()).isEqualTo(Map.of("grey", 3));
    assertThat(inspection.sampleTypes()).isEqualTo(Map.of("8 bit", 3));
    assertThat(inspection.intensities()).containsExactly(new Intensity("grey", 10, 10, 80, 80));
    assertThat(inspection.classes())
        .containsExactly(
            new ClassShare("background", 5 / 8.0, 3), new ClassShare("foreground", 3 / 8.0, 2));
    assertThat(inspection.emptyMasks()).isEqualTo(1);
    assertThat(messages(inspection, Severity.ERROR)).isEmpty();
    assertThat(messages(inspection, Severity.WARNING)).isEmpty();
    assertThat(progress).containsExactly("1/3", "2/3", "3/3");
  }

  @Test
  void percentilesLeaveOutTheOutermostPixels() {
    int[] values = new int[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < 3 ? 0 : i >= 997 ? 255 : 100;
    }
    int[] mask = new int[1000];
    mask[0] = 1;
    pair("a", 100, values, mask);

    Inspection inspection = Inspection.of(DataSet.open(root), (done, total) -> {});

    assertThat(inspection.intensities()).containsExactly(new Intensity("grey", 0, 100, 100, 255));
  }

  @Test
  void coloursAndGreyStoredAsRgbAreTold() {
    colours("a", 0x010203, 0x040506);
    colours("b", 0x070707, 0x080808);

    Inspection inspection = Inspection.of(DataSet.open(root), (done, total) -> {});

    assertThat(inspection.channels()).isEqualTo(Map.of("RGB", 1, "grey stored as RGB", 1));
    assertThat(inspection.intensities())
        .containsExactly(
            new Intensity("red", 1, 1, 8, 8),
            new Intensity("green", 2, 2, 8, 8),
            new Intensity("blue", 3, 3, 8, 8));
    assertThat(messages(inspection, Severity.WARNING)).anyMatch(text -> text.contains("mixed"));
  }

  @Test
  void duplicatesAcrossSplitsAreWorseThanWithinOne() {
    int[] mask = {0, 255};
    pair("a", 2, new int[] {1, 2}, mask);
    pair("b", 2, new int[] {1, 2}, mask);
    pair("c", 2, new int[] {3, 4}, mask);
    pair("d", 2, new int[] {3, 4}, mask);
    text("split.csv", "id,split\na,train\nb,train\nc,train\nd,test\n");

    Inspection inspection = Inspection.of(DataSet.open(root), (done, total) -> {});

    assertThat(inspection.duplicates())
        .containsExactly(
            new Duplicates(List.of("a", "b"), List.of("train")),
            new Duplicates(List.of("c", "d"), List.of("test", "train")));
    assertThat(messages(inspection, Severity.WARNING)).singleElement().asString().contains("a, b");
    assertThat(messages(inspection, Severity.ERROR)).singleElement().asString().contains("c, d");
  }

  @Test
  void oneBrokenFileDoesNotStopTheInspection() {
    pair("a", 2, new int[] {1, 2}, new int[] {0, 255});
    pair("b", 2, new int[] {3, 4}, new int[] {0, 255});
    pair("c", 2, new int[] {5, 6}, new int[] {0, 255});
    pair("d", 2, new int[] {7, 8}, new int[] {0, 255, 0, 255});
    text("images/b.png", "");
    text("masks/c.png", "<html>");

    assertThatThrownBy(() -> DataSet.open(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("c.png");
    Inspection inspection = Inspection.of(DataSet.openReadable(root), (done, total) -> {});

    assertThat(inspection.pairs()).isEqualTo(3);
    assertThat(messages(inspection, Severity.ERROR))
        .hasSize(3)
        .anyMatch(text -> text.contains("b.png is empty"))
        .anyMatch(text -> text.contains("c.png is a web page"))
        .anyMatch(text -> text.contains("2 x 1") && text.contains("2 x 2"));
  }

  @Test
  void aClassThatTrainingLacksIsReported() {
    pair("a", 3, new int[] {1, 2, 3}, new int[] {0, 1, 1});
    pair("b", 3, new int[] {4, 5, 6}, new int[] {0, 1, 2});
    text("split.csv", "id,split\na,train\nb,test\n");

    Inspection inspection = Inspection.of(DataSet.open(root), (done, total) -> {});

    assertThat(messages(inspection, Severity.WARNING))
        .singleElement()
        .asString()
        .contains("'class 2' occurs in no training mask");
  }

  @Test
  void turnedImagesAreReportedAndMatchMasksOfTheTurnedSize() {
    Path image = SmallFiles.write(root.resolve("images/a.jpg"), "jpeg", SmallFiles.grey(2, 1, 2));
    SmallFiles.withOrientation(image, 8, ByteOrder.BIG_ENDIAN);
    SmallFiles.greyPng(root.resolve("masks/a.png"), 1, 0, 255);

    Inspection inspection = Inspection.of(DataSet.open(root), (done, total) -> {});

    assertThat(messages(inspection, Severity.ERROR)).isEmpty();
    assertThat(messages(inspection, Severity.INFO))
        .anyMatch(
            text -> text.equals("Orientation tags are applied, as viewers do (1 of 1 images)."));
  }

  @Test
  void jacksonPrintsEveryField() {
    pair("a", 2, new int[] {1, 2}, new int[] {0, 255});

    JsonNode json =
        new ObjectMapper().valueToTree(Inspection.of(DataSet.open(root), (done, total) -> {}));

    assertThat(json.path("classes").path(1).path("pixelShare").asDouble()).isEqualTo(0.5);
    assertThat(json.path("width").path("median").asInt()).isEqualTo(2);
    assertThat(json.path("findings").path(0).path("severity").asText()).isEqualTo("INFO");
  }

  private void pair(String id, int width, int[] image, int[] mask) {
    SmallFiles.greyPng(root.resolve("images/" + id + ".png"), width, image);
    SmallFiles.greyPng(root.resolve("masks/" + id + ".png"), width, mask);
  }

  private void colours(String id, int... colours) {
    SmallFiles.write(
        root.resolve("images/" + id + ".png"), "png", SmallFiles.rgb(colours.length, colours));
    SmallFiles.greyPng(root.resolve("masks/" + id + ".png"), 2, 0, 255);
  }

  private void text(String path, String content) {
    SmallFiles.write(root.resolve(path), content.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> messages(Inspection inspection, Severity severity) {
    return inspection.findings().stream()
        .filter(finding -> finding.severity() == severity)
        .map(Finding::message)
        .toList();
  }
}
