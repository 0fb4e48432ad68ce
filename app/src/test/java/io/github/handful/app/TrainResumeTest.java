package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.handful.imaging.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are there already: kept, replaced or gone on with. */
class TrainResumeTest {
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
  void recordsOfEarlierVersionsBeganFromScratch() throws IOException {
    trial.trained("--method=plain", "--iterations=1");
    ObjectNode json =
        (ObjectNode) new ObjectMapper().readTree(trial.run.resolve("run.json").toFile());
    json.remove("weights");
    Files.writeString(trial.run.resolve("run.json"), json.toString());
    assertThat(trial.record().weights()).isEmpty();
    assertThat(trial.record().segmenter()).endsWith(", from scratch");
  }

  @Test
  void repeatedRunHasTheSameWeightsAndAnotherSeedHasOthers() throws IOException {
    Path weights = trial.run.resolve("model/weights.safetensors");
    trial.trained("--method=genseg");
    byte[] first = Files.readAllBytes(weights);
    trial.trained("--method=genseg", "--overwrite");
    assertThat(weights).hasBinaryContent(first);
    trial.trained("--method=genseg", "--overwrite", "--seed=2");
    assertThat(Files.readAllBytes(weights)).isNotEqualTo(first);
  }

  @Test
  void runThatIsThereIsKeptUnlessToldOtherwise() throws IOException {
    trial.trained("--method=plain");
    Map<String, String> before = TrainTrial.contents(trial.run);
    trial.captured = new CapturedConsole();
    trial.assertSentence(
        trial.train("--method=augment"), 1, trial.run.toString(), "--resume", "--overwrite");
    assertThat(TrainTrial.contents(trial.run)).isEqualTo(before);
  }

  @Test
  void overwriteLeavesNothingOfTheOldRun() throws IOException {
    trial.trained("--method=separate", "--baseline");
    trial.trained("--method=plain", "--overwrite");
    assertThat(trial.run.resolve("baseline")).doesNotExist();
    assertThat(trial.run.resolve("generator")).doesNotExist();
    assertThat(trial.record().method()).isEqualTo("plain");
  }

  @Test
  void timeOfEarlierStartsCounts() throws IOException {
    trial.trained("--method=plain");
    trial.forgetResult();
    assertThat(trial.resume()).as(trial.captured.err()).isZero();
    assertThat(trial.result().wallSeconds())
        .isGreaterThanOrEqualTo(trial.result().trainingSeconds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--labelled=4", "--overwrite"})
  void folderOfOtherFilesIsNeverTouched(String option) throws IOException {
    Files.createDirectories(trial.run);
    Files.writeString(trial.run.resolve("thesis.txt"), "mine");
    trial.assertSentence(trial.train(option), 1, trial.run.toString(), "no run");
    assertThat(TrainTrial.contents(trial.run)).isEqualTo(Map.of("thesis.txt", "mine"));
  }

  @Test
  void overwriteKeepsOtherFilesInTheFolder() throws IOException {
    trial.trained("--method=plain");
    Path inside = TinyTraining.data(trial.run.resolve("data"), 3);
    Path settings = Files.copy(plan, trial.run.resolve("plan.yaml"));
    Map<String, String> before = TrainTrial.contents(inside);
    assertThat(trial.train(inside, settings, "--method=augment", "--overwrite"))
        .as(trial.captured.err())
        .isZero();
    assertThat(TrainTrial.contents(inside)).isEqualTo(before);
    assertThat(settings).hasSameTextualContentAs(plan);
    assertThat(trial.record().method()).isEqualTo("augment");
  }

  @Test
  void finishedRunIsNotTrainedOnAndKeepsItsResult() throws IOException {
    trial.trained("--method=genseg", "--baseline");
    Map<String, String> before = TrainTrial.contents(trial.run);
    assertThat(trial.resume()).as(trial.captured.err()).isZero();
    Map<String, String> after = TrainTrial.contents(trial.run);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.keySet().removeIf(name -> name.endsWith("report.html"));
    for (String name : before.keySet()) {
      assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
    }
  }

  @Test
  void runThatWasStoppedBeforeItsFirstCheckpointStartsAgain() throws IOException {
    trial.trained("--method=separate");
    byte[] weights = Files.readAllBytes(trial.run.resolve("model/weights.safetensors"));
    trial.forgetResult();
    Files.delete(trial.run.resolve("checkpoint/latest.safetensors"));
    Files.delete(trial.run.resolve("model/model.json"));
    Files.delete(trial.run.resolve("model/weights.safetensors"));
    List<String> log = Files.readAllLines(trial.run.resolve("log.jsonl"));
    assertThat(trial.resume()).as(trial.captured.err()).isZero();
    assertThat(trial.run.resolve("model/weights.safetensors")).hasBinaryContent(weights);
    assertThat(Files.readAllLines(trial.run.resolve("log.jsonl"))).isEqualTo(log);
  }

  /** A device that is always full stands in place of the file that is written next. */
  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"log.jsonl", "checkpoint/.latest.safetensors.partial"})
  void fullDiskIsOneSentenceAndTheRunCanGoOn(String file) throws IOException {
    trial.trained("--method=plain");
    byte[] weights = Files.readAllBytes(trial.run.resolve("model/weights.safetensors"));
    trial.forgetResult();
    Files.delete(trial.run.resolve("checkpoint/latest.safetensors"));
    Files.deleteIfExists(trial.run.resolve(file));
    Files.createSymbolicLink(trial.run.resolve(file), Path.of("/dev/full"));
    assertThat(trial.resume()).isEqualTo(1);
    assertThat(trial.told()).singleElement().asString().contains("the disk is full");
    assertThat(trial.record().result()).isEmpty();
    Files.deleteIfExists(trial.run.resolve(file));
    assertThat(trial.resume()).as(trial.captured.err()).isZero();
    assertThat(trial.run.resolve("model/weights.safetensors")).hasBinaryContent(weights);
  }

  @Test
  void folderThatIsNoRunCannotGoOn() throws IOException {
    trial.run = Files.createDirectories(folder.resolve("empty"));
    trial.assertSentence(trial.resume(), 1, trial.run.toString(), "no run");
    assertThat(trial.run).isEmptyDirectory();
    trial.run = folder.resolve("nowhere");
    trial.assertSentence(trial.resume(), 1, trial.run.toString(), "no run");
    assertThat(trial.run).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "{}", "null", "[]", "{\"method\": \"genseg\"}"})
  void damagedRecordIsNoRun(String json) throws IOException {
    Files.createDirectories(trial.run);
    Files.writeString(trial.run.resolve("run.json"), json);
    trial.assertSentence(trial.resume(), 1, "run.json", "damaged");
    assertThat(TrainTrial.contents(trial.run)).isEqualTo(Map.of("run.json", json));
  }

  @Test
  void damagedCheckpointCannotGoOn() throws IOException {
    trial.trained("--method=plain");
    Path checkpoint = trial.run.resolve("checkpoint/latest.safetensors");
    byte[] bytes = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    trial.assertSentence(trial.resume(), 1, checkpoint.toString());
  }

  @Test
  void runOnChangedImagesCannotGoOn() throws IOException {
    Path changing = TinyTraining.data(folder.resolve("changing"), 3);
    assertThat(trial.train(changing, plan, "--method=plain")).as(trial.captured.err()).isZero();
    TestPictures.grey(DataSet.open(changing).pairs().get(0).image(), 32, 32, (x, y) -> x + y);
    trial.assertSentence(trial.resume(), 1, changing.toString(), "have changed");
    Files.delete(DataSet.open(changing).pairs().get(0).image());
    trial.assertSentence(trial.resume(), 1, changing.toString(), "lesion_000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--method=plain",
        "--iterations=9",
        "--budget=10m",
        "--labelled=4",
        "--overwrite",
        "--plan=plan.yaml",
        "--out=other",
        "--threads=1",
        "DATA"
      })
  void resumedRunKeepsItsSettings(String other) {
    trial.assertWrongUsage(
        TinyTraining.train(trial.captured, "--resume", trial.run.toString(), other),
        "--resume",
        other.replaceFirst("=.*", ""));
  }
}
