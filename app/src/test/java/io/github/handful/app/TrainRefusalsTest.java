package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the verb train refuses, in one sentence and with nothing written. */
class TrainRefusalsTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path plan = Path.of("");

  @TempDir private Path folder;
  private TrainTrial trial = new TrainTrial(Path.of(""), Path.of(""), Path.of(""));

  @BeforeAll
  static void writeData() throws IOException {
    data = TinyTraining.data(shared.resolve("data"), 6);
    plan = TinyTraining.plan(shared.resolve("plan.yaml"), data);
  }

  @BeforeEach
  void begin() {
    trial = new TrainTrial(data, plan, folder.resolve("run"));
  }

  @Test
  void segmentersAndWeightsThatDoNotExistAreRefused() throws IOException {
    trial.assertWrongUsage(
        trial.train("--segmenter=transunet"),
        "the segmenter must be one of unet, deeplabv3, swin-unet, got transunet");
    trial.captured = new CapturedConsole();
    trial.assertRefused(trial.train("--weights=" + folder.resolve("none")), "none is no file");
    trial.captured = new CapturedConsole();
    Path other = Files.writeString(folder.resolve("other.safetensors"), "no weights");
    trial.assertRefused(trial.train("--weights=" + other), "other.safetensors cannot be used");
  }

  @Test
  void generatorsThatDoNotExistOrDoNothingAreRefused() {
    trial.assertWrongUsage(
        trial.train("--generator=stylegan"), "the generator must be one of pix2pix, spade");
    trial.captured = new CapturedConsole();
    trial.assertWrongUsage(
        trial.train("--generator=spade", "--method=augment"),
        "the method augment has no generator; leave --generator out");
  }

  @Test
  void folderInAFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "mine");
    trial.run = file.resolve("run");
    trial.assertSentence(trial.train(), 1, file.toString(), "--out");
    assertThat(file).hasContent("mine");
  }

  @Test
  void neitherDataNorRunIsWrongUsage() {
    trial.assertWrongUsage(TinyTraining.train(trial.captured), "DATA", "--out", "--resume");
    trial.captured = new CapturedConsole();
    trial.assertWrongUsage(TinyTraining.train(trial.captured, data.toString()), "--out");
  }

  @ParameterizedTest
  @CsvSource({
    "--labelled=0, whole number",
    "--labelled=-3, whole number",
    "--iterations=0, whole number",
    "--iterations=many, whole number",
    "--iterations=99999999999, whole number",
    "--pretraining=0, whole number",
    "--threads=0, whole number",
    "--budget=0s, not a time",
    "--budget=soon, not a time",
    "--budget=-5m, not a time",
    "--checkpoint-every=0s, not a time",
    "--method=magic, genseg",
    "--precision=half, bfloat16",
    "--device=tpu, CUDA"
  })
  void absurdValueIsWrongUsage(String option, String part) {
    trial.assertWrongUsage(trial.train(option), part);
  }

  @Test
  void budgetAndIterationsContradictEachOther() {
    trial.assertWrongUsage(
        trial.train("--budget=1m", "--iterations=9"), "--budget", "--iterations");
  }

  @Test
  void missingDataIsNamed() {
    trial.assertRefused(trial.train(folder.resolve("nowhere"), plan), "nowhere");
  }

  @Test
  void imagesWithoutMasksAreRefused() throws IOException {
    Path images = unlabelled("images-only");
    trial.assertRefused(trial.train(images, plan), images.toString(), "mask");
  }

  @Test
  void masksOfOtherNamesAreRefused() throws IOException {
    Path images = unlabelled("misnamed");
    TestPictures.grey(images.resolve("masks/heart.png"), 32, 32, (x, y) -> x < 9 ? 255 : 0);
    trial.assertRefused(trial.train(images, plan), images.toString(), "name");
  }

  @Test
  void oneLabelledImageIsTooFew() throws IOException {
    trial.assertRefused(trial.train("--labelled=1"), "at least two");
    Path images = unlabelled("one");
    TestPictures.grey(images.resolve("masks/1.png"), 32, 32, (x, y) -> x < 9 ? 255 : 0);
    trial.captured = new CapturedConsole();
    trial.assertRefused(trial.train(images, plan), images.toString(), "at least two");
  }

  @Test
  void moreLabelledImagesThanThereAreCannotBeUsed() {
    trial.assertRefused(trial.train("--labelled=7"), "6 labelled images", "7");
  }

  @Test
  void masksWithoutForegroundAreRefused() throws IOException {
    Path images = unlabelled("empty");
    for (int i = 0; i < 3; i++) {
      TestPictures.grey(images.resolve("masks/" + i + ".png"), 32, 32, (x, y) -> 0);
    }
    trial.assertRefused(trial.train(images, plan), images.toString(), "foreground");
  }

  @Test
  void damagedImageIsNamed() throws IOException {
    Path damaged = TinyTraining.data(folder.resolve("damaged"), 3);
    Path image = DataSet.open(damaged).pairs().get(1).image();
    Files.writeString(image, "no image");
    trial.assertRefused(trial.train(damaged, plan), image.toString());
  }

  @Test
  void fileInPlaceOfTheRunOrOfItsParentIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    trial.run = file;
    trial.assertSentence(trial.train(), 1, file.toString());
    trial.run = file.resolve("run");
    trial.captured = new CapturedConsole();
    trial.assertSentence(trial.train(), 1, file.toString());
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @CsvSource({"'image: [', not YAML", "'a: 1', image", "'', no plan"})
  void foreignPlanIsRefused(String text, String part) throws IOException {
    Path foreign = Files.writeString(folder.resolve("foreign.yaml"), text);
    trial.assertRefused(trial.train(data, foreign), foreign.toString(), part);
  }

  @Test
  void planForOtherClassesIsRefused() throws IOException {
    Path other = Files.copy(plan, folder.resolve("other.yaml"));
    TinyTraining.edit(other, "classes: 2", "classes: 3");
    TinyTraining.edit(other, "inputs: 1", "inputs: 3");
    trial.assertRefused(trial.train(data, other), other.toString(), "3 classes", "have 2");
  }

  @Test
  void methodWithoutValidationNeedsTestImages() throws IOException {
    Path undivided = TinyTraining.data(folder.resolve("undivided"), 3);
    Files.delete(undivided.resolve("split.csv"));
    trial.assertRefused(
        trial.train(undivided, plan, "--method=augment-all"), undivided.toString(), "split.csv");
    trial.captured = new CapturedConsole();
    trial.assertWrongUsage(
        trial.train("--method=augment-all", "--baseline"), "--baseline", "augment-all");
  }

  @Test
  void baselineOfTheBaselineIsRefused() {
    trial.assertWrongUsage(trial.train("--method=augment", "--baseline"), "--baseline");
  }

  @Test
  void missingPlanIsNamed() {
    trial.assertRefused(
        trial.train(data, folder.resolve("nowhere.yaml")), "nowhere.yaml", "--write-plan");
  }

  @Test
  void splitThatTheDataLacksCannotBeScored() {
    trial.assertRefused(
        trial.train("--score=holdout"), "no split called holdout", "test, train, val");
  }

  @Test
  void dataWithoutSplitsHasNoneToScore() throws IOException {
    Path plain = TinyTraining.data(folder.resolve("plain"), 3);
    Files.delete(plain.resolve("split.csv"));
    trial.assertRefused(
        trial.train(plain, plan, "--score=val"), "no split called val", "--score", "split.csv");
  }

  @Test
  void splitThatIsTrainedOnCannotBeScored() {
    trial.assertRefused(trial.train("--score=train"), "train", "score");
  }

  @Test
  void lossThatIsNoNumberEndsTheRunWithoutAModel() throws IOException {
    Path steep = TinyTraining.edit(Files.copy(plan, folder.resolve("steep.yaml")), "0.002", "1e30");
    assertThat(trial.train(data, steep, "--method=augment")).isEqualTo(1);
    assertThat(trial.captured.out()).isEmpty();
    assertThat(trial.told()).singleElement().asString().contains("loss became", "rate");
    assertThat(trial.record().result()).isEmpty();
    assertThat(trial.run.resolve("model")).doesNotExist();
    assertThat(trial.run.resolve("report.html")).doesNotExist();
  }

  private Path unlabelled(String name) throws IOException {
    Path copy = folder.resolve(name);
    for (int i = 0; i < 3; i++) {
      TestPictures.grey(copy.resolve("images/" + i + ".png"), 32, 32, (x, y) -> x * y % 251);
    }
    return copy;
  }
}
