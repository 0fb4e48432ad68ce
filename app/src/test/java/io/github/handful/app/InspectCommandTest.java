package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.genseg.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  @TempDir private Path data;
  private final CapturedConsole captured = new CapturedConsole();

  private int inspect(String... options) {
    List<String> args = new ArrayList<>(List.of("inspect", data.toString(), "--device", "cpu"));
    args.addAll(List.of(options));
    return Main.run(captured.console(), args.toArray(String[]::new));
  }

  private void pair(String id, int width, int columns) throws IOException {
    TestPictures.grey(
        data.resolve("images/" + id + ".png"), width, 40, (x, y) -> 3 * x + id.length());
    TestPictures.grey(
        data.resolve("masks/" + id + ".png"), width, 40, (x, y) -> x < columns ? 255 : 0);
  }

  private void fourPairs() throws IOException {
    pair("a", 40, 10);
    pair("ab", 40, 20);
    pair("abc", 80, 0);
    pair("abcd", 40, 10);
    Files.writeString(
        data.resolve("split.csv"), "id,split\na,train\nab,train\nabc,val\nabcd,test\n");
  }

  @Test
  void textShowsWhatTheDataHold() throws IOException {
    fourPairs();
    assertThat(inspect()).isZero();
    assertThat(captured.out())
        .contains(
            "pairs        4",
            "splits       train 2, val 1, test 1",
            "40 to 80 x 40 to 40 pixels, in the middle",
            "channels     4 grey",
            "two values, 0 and 255: background and foreground",
            "empty masks  1",
            "duplicates   none")
        // 400 + 800 + 0 + 400 of 3 * 1600 + 3200 pixels
        .containsPattern("foreground +20\\.00 % +3")
        .containsPattern("grey +1 +\\d+ +\\d+ +240")
        .contains("Proposed plan, from 2 labelled training images", "128 x 128 pixels, 1 channel");
  }

  /** Meshes of vessels lie in folders of that name too. */
  @Test
  void aFolderOfMeshesIsNotTakenForSurfacesOfScans() throws IOException {
    fourPairs();
    Files.move(data.resolve("masks"), data.resolve("labels"));
    Files.writeString(
        Files.createDirectory(data.resolve("surfaces")).resolve("a.vtp"), "<VTKFile/>");
    assertThat(inspect()).isZero();
    assertThat(captured.out()).contains("pairs        4");
  }

  @Test
  void otherSplitsHaveNoSayInThePlan() throws IOException {
    fourPairs();
    TestPictures.colour(data.resolve("images/abcd.png"), 40, 40, (x, y) -> 0x050100 * x);
    assertThat(inspect("--json")).isZero();
    assertThat(json().at("/plan/image/channels").asInt()).isEqualTo(1);
    assertThat(json().at("/inspection/channels/RGB").asInt()).isEqualTo(1);
  }

  @Test
  void onlyTheFirstLabelledImagesArePlannedFor() throws IOException {
    pair("a", 40, 10);
    pair("b", 40, 10);
    TestPictures.colour(data.resolve("images/b.png"), 40, 40, (x, y) -> 0x050100 * x);
    assertThat(inspect("--json", "--labelled", "1")).isZero();
    assertThat(json().at("/plan/image/channels").asInt()).isEqualTo(1);
  }

  @Test
  void moreLabelledImagesThanThereAreIsRefused() throws IOException {
    fourPairs();
    assertThat(inspect("--labelled", "3")).isEqualTo(1);
    assertThat(captured.err()).contains("2 labelled images", "fewer than the 3");
  }

  @Test
  void planIsWrittenAndIsTheOneShown() throws IOException {
    fourPairs();
    Path file = data.resolve("plan.yaml");
    assertThat(inspect("--json", "--write-plan", file.toString())).isZero();
    Plan plan = PlanFile.read(file);
    assertThat(json().at("/plan/updates").asInt()).isEqualTo(plan.updates());
    assertThat(json().at("/plan/reasons")).hasSameSizeAs(plan.reasons());
    assertThat(captured.err()).contains("plan written to " + file);
  }

  @Test
  void existingPlanIsKeptUnlessToldOtherwise() throws IOException {
    fourPairs();
    Path file = Files.writeString(data.resolve("plan.yaml"), "mine");
    assertThat(inspect("--write-plan", file.toString())).isEqualTo(1);
    assertThat(file).hasContent("mine");
    assertThat(captured.out()).isEmpty();
    assertThat(inspect("--write-plan", file.toString(), "--overwrite")).isZero();
    assertThat(PlanFile.read(file).image().channels()).isEqualTo(1);
  }

  @Test
  void planThatCannotBeWrittenIsAFailure() throws IOException {
    fourPairs();
    assertThat(inspect("--write-plan", data.resolve("nowhere/plan.yaml").toString())).isEqualTo(1);
    assertThat(captured.err()).contains("nowhere", "cannot be written");
  }

  @Test
  void unreadableImageIsAnErrorAndTheRestIsStillShown() throws IOException {
    fourPairs();
    Files.writeString(data.resolve("images/ab.png"), "no image");
    assertThat(inspect()).isEqualTo(1);
    assertThat(captured.out())
        .containsPattern("error +\\S*images/ab.png")
        .contains("Proposed plan, from 1 of 2 labelled training images");
  }

  @Test
  void sizesThatDifferAreAnError() throws IOException {
    fourPairs();
    TestPictures.grey(data.resolve("masks/a.png"), 39, 40, (x, y) -> x < 9 ? 255 : 0);
    assertThat(inspect("--json")).isEqualTo(1);
    assertThat(json().get("trainable").asBoolean()).isFalse();
  }

  @Test
  void sameImageInTwoSplitsIsAnErrorThatDoesNotStopTraining() throws IOException {
    fourPairs();
    Files.copy(
        data.resolve("images/a.png"),
        data.resolve("images/abcd.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(inspect()).isZero();
    assertThat(captured.out()).containsPattern("error +The same image is in the splits");
  }

  @Test
  void dataWithoutTrainingPairsIsAFailure() throws IOException {
    fourPairs();
    Files.writeString(
        data.resolve("split.csv"), "id,split\na,test\nab,test\nabc,test\nabcd,test\n");
    assertThat(inspect()).isEqualTo(1);
    assertThat(captured.out()).contains("No pair is marked train").doesNotContain("Proposed plan");
  }

  @Test
  void missingFolderIsOneSentence() {
    data = data.resolve("nowhere");
    assertThat(inspect()).isEqualTo(1);
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(captured.err()).contains("nowhere does not exist");
  }

  @Test
  void emptyFolderIsOneSentence() {
    assertThat(inspect()).isEqualTo(1);
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(captured.err()).contains("is empty");
  }

  @Test
  void namesThatDoNotMatchAreOneSentence() throws IOException {
    TestPictures.grey(data.resolve("images/a.png"), 9, 9, (x, y) -> x);
    TestPictures.grey(data.resolve("masks/b.png"), 9, 9, (x, y) -> 0);
    assertThat(inspect()).isEqualTo(1);
    assertThat(captured.err()).contains("give both the same names");
  }

  @Test
  @Tag("realdata")
  void realUltrasoundImagesAreTrainable() {
    data = Path.of(System.getProperty("handful.data", "absent"), "breast_us_busi");
    assumeTrue(Files.isDirectory(data));
    assertThat(inspect()).isZero();
    assertThat(captured.out())
        .contains("splits       train 20, val 10, test 40", "whole images", "channels     70 grey");
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(captured.out());
  }
}
