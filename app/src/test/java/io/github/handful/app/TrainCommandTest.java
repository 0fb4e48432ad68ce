package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Pair;
import io.github.handful.segment.Model;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path plan = Path.of("");

  @TempDir private Path folder;
  private CapturedConsole captured = new CapturedConsole();
  private Path run = Path.of("");

  @BeforeAll
  static void writeData() throws IOException {
    data = TinyTraining.data(shared.resolve("data"), 6);
    plan = TinyTraining.plan(shared.resolve("plan.yaml"), data);
  }

  @BeforeEach
  void nameRun() {
    run = folder.resolve("run");
  }

  private int train(String... options) {
    return train(data, plan, options);
  }

  private int train(Path images, Path settings, String... options) {
    List<String> args =
        new ArrayList<>(List.of(images.toString(), "--out=" + run, "--plan=" + settings));
    args.addAll(List.of("--device=cpu", "--threads=1"));
    args.addAll(List.of(options));
    return TinyTraining.train(captured, args.toArray(String[]::new));
  }

  private int resume() {
    captured = new CapturedConsole();
    return TinyTraining.train(captured, "--resume", run.toString());
  }

  private void trained(String... options) {
    assertThat(train(options)).as(captured.err()).isZero();
  }

  private RunRecord record() throws IOException {
    return new RunFolder(run).read();
  }

  private RunRecord.Result result() throws IOException {
    return record().result().orElseThrow();
  }

  private void assertSentence(int exitCode, int expected, String... parts) {
    assertThat(exitCode).as(captured.err()).isEqualTo(expected);
    assertThat(captured.err()).startsWith("handful: ").contains(parts);
    assertThat(captured.err()).doesNotContain("internal error");
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(captured.out()).isEmpty();
  }

  private void assertRefused(int exitCode, String... parts) {
    assertSentence(exitCode, 1, parts);
    assertThat(run).doesNotExist();
  }

  private void assertWrongUsage(int exitCode, String... parts) {
    assertSentence(exitCode, 2, parts);
    assertThat(captured.err()).endsWith("(see handful train --help)" + System.lineSeparator());
    assertThat(run).doesNotExist();
  }

  /** What stands on stderr beside the progress. */
  private List<String> told() {
    return captured
        .err()
        .lines()
        .filter(line -> !line.matches("\\w+ (pretrain|train) \\d+/\\d+ .*"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "deeplabv3, DeepLabV3 on a ResNet-50 of width 16",
    "swin-unet, Swin-Unet of width 48"
  })
  void otherSegmentersAreTrainedFromScratchAndSaySo(String segmenter, String words)
      throws IOException {
    trained("--segmenter=" + segmenter, "--iterations=2", "--pretraining=1", "--method=separate");
    assertThat(captured.out()).contains(words).contains(", from scratch");
    assertThat(record().plan().segmenter().describe()).startsWith(words);
    try (Model model = Model.read(run.resolve("model"), Compute.REFERENCE)) {
      assertThat(model.segmenter().spec()).isEqualTo(record().plan().segmenter());
    }
  }

  @Test
  void weightsOfAnEarlierRunAreFirstWeights() throws IOException {
    trained("--method=plain", "--iterations=1");
    Path first = folder.resolve("first.safetensors");
    Files.copy(run.resolve("model/weights.safetensors"), first);
    captured = new CapturedConsole();
    trained("--method=plain", "--iterations=1", "--overwrite", "--weights=" + first);
    assertThat(captured.out()).contains(first + ": ").contains("; 0 begin from scratch; 0 in the");
    assertThat(record().weights()).isPresent();
    assertThat(record().weights().get().file()).isEqualTo(first.toString());
  }

  @Test
  void recordsOfEarlierVersionsBeganFromScratch() throws IOException {
    trained("--method=plain", "--iterations=1");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(run.resolve("run.json").toFile());
    json.remove("weights");
    Files.writeString(run.resolve("run.json"), json.toString());
    assertThat(record().weights()).isEmpty();
    assertThat(record().segmenter()).endsWith(", from scratch");
  }

  @Test
  void segmentersAndWeightsThatDoNotExistAreRefused() throws IOException {
    assertWrongUsage(
        train("--segmenter=transunet"),
        "the segmenter must be one of unet, deeplabv3, swin-unet, got transunet");
    captured = new CapturedConsole();
    assertRefused(train("--weights=" + folder.resolve("none")), "none is no file");
    captured = new CapturedConsole();
    Path other = Files.writeString(folder.resolve("other.safetensors"), "no weights");
    assertRefused(train("--weights=" + other), "other.safetensors cannot be used");
  }

  /** Takes the run back to where its result was not written yet. */
  private void forgetResult() throws IOException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(run.resolve("run.json").toFile());
    json.putNull("result");
    Files.writeString(run.resolve("run.json"), json.toString());
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        contents.put(folder.relativize(file).toString(), bytes);
      }
    }
    return contents;
  }

  private Path unlabelled(String name) throws IOException {
    Path copy = folder.resolve(name);
    for (int i = 0; i < 3; i++) {
      TestPictures.grey(copy.resolve("images/" + i + ".png"), 32, 32, (x, y) -> x * y % 251);
    }
    return copy;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "augment", "augment-all", "separate", "joint", "genseg"})
  void everyMethodMakesAModelWithTheSameNumberOfUpdates(String method) throws IOException {
    trained("--method", method, "--labelled", "4");
    boolean paints = List.of("separate", "joint", "genseg").contains(method);
    assertThat(result().updates()).isEqualTo(TinyTraining.UPDATES);
    assertThat(record().method()).isEqualTo(method);
    assertThat(Model.describe(run.resolve("model")).training())
        .containsEntry("method", method)
        .containsEntry("updates", TinyTraining.UPDATES);
    assertThat(Files.exists(run.resolve("generator"))).isEqualTo(paints);
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    assertThat(Files.readAllLines(run.resolve("scores.csv")))
        .satisfiesExactly(
            header -> assertThat(header).startsWith("case,class,dice,"),
            row -> assertThat(row).startsWith("lesion_009,1,"),
            row -> assertThat(row).startsWith("lesion_010,1,"));
    assertThat(captured.out())
        .contains(
            run + ": 4 updates",
            "model in " + run.resolve("model"),
            "report in " + run.resolve("report.html"));
  }

  @Test
  void labelledTakesTheFirstImagesOfTheTrainingSplit() throws IOException {
    trained("--method=plain", "--labelled=5");
    assertThat(record().data().training())
        .containsExactly("lesion_000", "lesion_001", "lesion_002", "lesion_003");
    assertThat(record().data().validation()).containsExactly("lesion_004");
  }

  @Test
  void imagesBeyondTheLabelledOnesAreNotEvenRead() throws IOException {
    Path partly = TinyTraining.data(folder.resolve("partly"), 4);
    for (Pair pair : DataSet.open(partly).pairs()) {
      boolean unused = List.of("lesion_003", "lesion_004").contains(pair.id());
      if (unused) {
        Files.writeString(pair.image(), "no image");
      }
    }
    assertThat(train(partly, plan, "--method=plain", "--labelled=3")).as(captured.err()).isZero();
    assertThat(result().score().split()).isEqualTo("test");
  }

  @Test
  void lengthsOnTheCommandLineWinOverThePlan() throws IOException {
    trained("--method=separate", "--iterations=3", "--pretraining=1");
    assertThat(record().totals()).containsExactly(1, 3);
    assertThat(result().updates()).isEqualTo(3);
  }

  @Test
  void budgetIsTurnedIntoLengthsThatTheRunObeys() throws IOException {
    trained("--method=separate", "--budget=3s");
    assertThat(record().budget().orElseThrow().seconds()).isPositive().isLessThanOrEqualTo(3);
    assertThat(record().totals())
        .containsExactly(record().plan().pretraining(), record().plan().updates());
    assertThat(result().updates()).isPositive();
    assertThat(result().bestUpdate()).isPositive();
    assertThat(result().end()).isNotEmpty();
  }

  @Test
  void modelIsScoredOnTheTestSplitUnlessToldOtherwise() throws IOException {
    trained("--method=plain");
    assertThat(List.of(result().score().split(), result().score().images()))
        .containsExactly("test", 2);
    trained("--method=plain", "--overwrite", "--score=val");
    assertThat(List.of(result().score().split(), result().score().images()))
        .containsExactly("val", 3);
    assertThat(captured.out()).contains("on 3 images: val");
  }

  @Test
  void baselineIsTrainedAsLongAndItsDifferenceHasAnInterval() throws IOException {
    trained("--method=separate", "--baseline");
    RunRecord inner = new RunFolder(run).baseline().read();
    assertThat(inner.method()).isEqualTo("augment");
    assertThat(inner.data()).isEqualTo(record().data());
    assertThat(inner.result().orElseThrow().updates()).isEqualTo(TinyTraining.UPDATES);
    assertThat(captured.out())
        .containsPattern("augmentation alone \\d\\.\\d{3} ")
        .containsPattern(
            "difference [+-]\\d\\.\\d{3} \\(95 % interval [+-]\\d\\.\\d{3} to [+-]\\d\\.\\d{3}\\)");
  }

  @Test
  void repeatedRunHasTheSameWeightsAndAnotherSeedHasOthers() throws IOException {
    Path weights = run.resolve("model/weights.safetensors");
    trained("--method=genseg");
    byte[] first = Files.readAllBytes(weights);
    trained("--method=genseg", "--overwrite");
    assertThat(weights).hasBinaryContent(first);
    trained("--method=genseg", "--overwrite", "--seed=2");
    assertThat(Files.readAllBytes(weights)).isNotEqualTo(first);
  }

  @Test
  void runThatIsThereIsKeptUnlessToldOtherwise() throws IOException {
    trained("--method=plain");
    Map<String, String> before = contents(run);
    captured = new CapturedConsole();
    assertSentence(train("--method=augment"), 1, run.toString(), "--resume", "--overwrite");
    assertThat(contents(run)).isEqualTo(before);
  }

  @Test
  void overwriteLeavesNothingOfTheOldRun() throws IOException {
    trained("--method=separate", "--baseline");
    trained("--method=plain", "--overwrite");
    assertThat(run.resolve("baseline")).doesNotExist();
    assertThat(run.resolve("generator")).doesNotExist();
    assertThat(record().method()).isEqualTo("plain");
  }

  @Test
  void folderInAFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "mine");
    run = file.resolve("run");
    assertSentence(train(), 1, file.toString(), "--out");
    assertThat(file).hasContent("mine");
  }

  @Test
  void timeOfEarlierStartsCounts() throws IOException {
    trained("--method=plain");
    forgetResult();
    assertThat(resume()).as(captured.err()).isZero();
    assertThat(result().wallSeconds()).isGreaterThanOrEqualTo(result().trainingSeconds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--labelled=4", "--overwrite"})
  void folderOfOtherFilesIsNeverTouched(String option) throws IOException {
    Files.createDirectories(run);
    Files.writeString(run.resolve("thesis.txt"), "mine");
    assertSentence(train(option), 1, run.toString(), "no run");
    assertThat(contents(run)).isEqualTo(Map.of("thesis.txt", "mine"));
  }

  @Test
  void overwriteKeepsOtherFilesInTheFolder() throws IOException {
    trained("--method=plain");
    Path inside = TinyTraining.data(run.resolve("data"), 3);
    Path settings = Files.copy(plan, run.resolve("plan.yaml"));
    Map<String, String> before = contents(inside);
    assertThat(train(inside, settings, "--method=augment", "--overwrite"))
        .as(captured.err())
        .isZero();
    assertThat(contents(inside)).isEqualTo(before);
    assertThat(settings).hasSameTextualContentAs(plan);
    assertThat(record().method()).isEqualTo("augment");
  }

  @Test
  void finishedRunIsNotTrainedOnAndKeepsItsResult() throws IOException {
    trained("--method=genseg", "--baseline");
    Map<String, String> before = contents(run);
    assertThat(resume()).as(captured.err()).isZero();
    Map<String, String> after = contents(run);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.keySet().removeIf(name -> name.endsWith("report.html"));
    for (String name : before.keySet()) {
      assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
    }
  }

  @Test
  void runThatWasStoppedBeforeItsFirstCheckpointStartsAgain() throws IOException {
    trained("--method=separate");
    byte[] weights = Files.readAllBytes(run.resolve("model/weights.safetensors"));
    forgetResult();
    Files.delete(run.resolve("checkpoint/latest.safetensors"));
    Files.delete(run.resolve("model/model.json"));
    Files.delete(run.resolve("model/weights.safetensors"));
    List<String> log = Files.readAllLines(run.resolve("log.jsonl"));
    assertThat(resume()).as(captured.err()).isZero();
    assertThat(run.resolve("model/weights.safetensors")).hasBinaryContent(weights);
    assertThat(Files.readAllLines(run.resolve("log.jsonl"))).isEqualTo(log);
  }

  /** A device that is always full stands in place of the file that is written next. */
  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"log.jsonl", "checkpoint/.latest.safetensors.partial"})
  void fullDiskIsOneSentenceAndTheRunCanGoOn(String file) throws IOException {
    trained("--method=plain");
    byte[] weights = Files.readAllBytes(run.resolve("model/weights.safetensors"));
    forgetResult();
    Files.delete(run.resolve("checkpoint/latest.safetensors"));
    Files.deleteIfExists(run.resolve(file));
    Files.createSymbolicLink(run.resolve(file), Path.of("/dev/full"));
    assertThat(resume()).isEqualTo(1);
    assertThat(told()).singleElement().asString().contains("the disk is full");
    assertThat(record().result()).isEmpty();
    Files.deleteIfExists(run.resolve(file));
    assertThat(resume()).as(captured.err()).isZero();
    assertThat(run.resolve("model/weights.safetensors")).hasBinaryContent(weights);
  }

  @Test
  void folderThatIsNoRunCannotGoOn() throws IOException {
    run = Files.createDirectories(folder.resolve("empty"));
    assertSentence(resume(), 1, run.toString(), "no run");
    assertThat(run).isEmptyDirectory();
    run = folder.resolve("nowhere");
    assertSentence(resume(), 1, run.toString(), "no run");
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "{}", "null", "[]", "{\"method\": \"genseg\"}"})
  void damagedRecordIsNoRun(String json) throws IOException {
    Files.createDirectories(run);
    Files.writeString(run.resolve("run.json"), json);
    assertSentence(resume(), 1, "run.json", "damaged");
    assertThat(contents(run)).isEqualTo(Map.of("run.json", json));
  }

  @Test
  void damagedCheckpointCannotGoOn() throws IOException {
    trained("--method=plain");
    Path checkpoint = run.resolve("checkpoint/latest.safetensors");
    byte[] bytes = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertSentence(resume(), 1, checkpoint.toString());
  }

  @Test
  void runOnChangedImagesCannotGoOn() throws IOException {
    Path changing = TinyTraining.data(folder.resolve("changing"), 3);
    assertThat(train(changing, plan, "--method=plain")).as(captured.err()).isZero();
    TestPictures.grey(DataSet.open(changing).pairs().get(0).image(), 32, 32, (x, y) -> x + y);
    assertSentence(resume(), 1, changing.toString(), "have changed");
    Files.delete(DataSet.open(changing).pairs().get(0).image());
    assertSentence(resume(), 1, changing.toString(), "lesion_000");
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
    assertWrongUsage(
        TinyTraining.train(captured, "--resume", run.toString(), other),
        "--resume",
        other.replaceFirst("=.*", ""));
  }

  @Test
  void neitherDataNorRunIsWrongUsage() {
    assertWrongUsage(TinyTraining.train(captured), "DATA", "--out", "--resume");
    captured = new CapturedConsole();
    assertWrongUsage(TinyTraining.train(captured, data.toString()), "--out");
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
    assertWrongUsage(train(option), part);
  }

  @Test
  void budgetAndIterationsContradictEachOther() {
    assertWrongUsage(train("--budget=1m", "--iterations=9"), "--budget", "--iterations");
  }

  @Test
  void missingDataIsNamed() {
    assertRefused(train(folder.resolve("nowhere"), plan), "nowhere");
  }

  @Test
  void imagesWithoutMasksAreRefused() throws IOException {
    Path images = unlabelled("images-only");
    assertRefused(train(images, plan), images.toString(), "mask");
  }

  @Test
  void masksOfOtherNamesAreRefused() throws IOException {
    Path images = unlabelled("misnamed");
    TestPictures.grey(images.resolve("masks/heart.png"), 32, 32, (x, y) -> x < 9 ? 255 : 0);
    assertRefused(train(images, plan), images.toString(), "name");
  }

  @Test
  void oneLabelledImageIsTooFew() throws IOException {
    assertRefused(train("--labelled=1"), "at least two");
    Path images = unlabelled("one");
    TestPictures.grey(images.resolve("masks/1.png"), 32, 32, (x, y) -> x < 9 ? 255 : 0);
    captured = new CapturedConsole();
    assertRefused(train(images, plan), images.toString(), "at least two");
  }

  @Test
  void moreLabelledImagesThanThereAreCannotBeUsed() {
    assertRefused(train("--labelled=7"), "6 labelled images", "7");
  }

  @Test
  void masksWithoutForegroundAreRefused() throws IOException {
    Path images = unlabelled("empty");
    for (int i = 0; i < 3; i++) {
      TestPictures.grey(images.resolve("masks/" + i + ".png"), 32, 32, (x, y) -> 0);
    }
    assertRefused(train(images, plan), images.toString(), "foreground");
  }

  @Test
  void damagedImageIsNamed() throws IOException {
    Path damaged = TinyTraining.data(folder.resolve("damaged"), 3);
    Path image = DataSet.open(damaged).pairs().get(1).image();
    Files.writeString(image, "no image");
    assertRefused(train(damaged, plan), image.toString());
  }

  @Test
  void fileInPlaceOfTheRunOrOfItsParentIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    run = file;
    assertSentence(train(), 1, file.toString());
    run = file.resolve("run");
    captured = new CapturedConsole();
    assertSentence(train(), 1, file.toString());
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @CsvSource({"'image: [', not YAML", "'a: 1', image", "'', no plan"})
  void foreignPlanIsRefused(String text, String part) throws IOException {
    Path foreign = Files.writeString(folder.resolve("foreign.yaml"), text);
    assertRefused(train(data, foreign), foreign.toString(), part);
  }

  @Test
  void planForOtherClassesIsRefused() throws IOException {
    Path other = Files.copy(plan, folder.resolve("other.yaml"));
    TinyTraining.edit(other, "classes: 2", "classes: 3");
    TinyTraining.edit(other, "inputs: 1", "inputs: 3");
    assertRefused(train(data, other), other.toString(), "3 classes", "have 2");
  }

  @Test
  void methodWithoutValidationTrainsOnAllLabelledImagesAndKeepsItsLastWeights() throws IOException {
    trained("--method=augment-all", "--labelled=5", "--iterations=21");
    assertThat(record().data().training()).hasSize(5).contains("lesion_004");
    assertThat(record().data().validation()).isEmpty();
    assertThat(result().bestUpdate()).isEqualTo(21);
    assertThat(result().validationDice()).isNaN();
    assertThat(captured.out()).contains("the last weights are kept");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("No image validated them")
        .doesNotContain("NaN", "Validation Dice");
    byte[] weights = Files.readAllBytes(run.resolve("model/weights.safetensors"));
    forgetResult();
    assertThat(resume()).as(captured.err()).isZero();
    assertThat(run.resolve("model/weights.safetensors")).hasBinaryContent(weights);
  }

  @Test
  void methodWithoutValidationNeedsTestImages() throws IOException {
    Path undivided = TinyTraining.data(folder.resolve("undivided"), 3);
    Files.delete(undivided.resolve("split.csv"));
    assertRefused(
        train(undivided, plan, "--method=augment-all"), undivided.toString(), "split.csv");
    captured = new CapturedConsole();
    assertWrongUsage(train("--method=augment-all", "--baseline"), "--baseline", "augment-all");
  }

  @Test
  void baselineOfTheBaselineIsRefused() {
    assertWrongUsage(train("--method=augment", "--baseline"), "--baseline");
  }

  @Test
  void missingPlanIsNamed() {
    assertRefused(train(data, folder.resolve("nowhere.yaml")), "nowhere.yaml", "--write-plan");
  }

  @Test
  void splitThatTheDataLacksCannotBeScored() {
    assertRefused(train("--score=holdout"), "no split called holdout", "test, train, val");
  }

  @Test
  void dataWithoutSplitsHasNoneToScore() throws IOException {
    Path plain = TinyTraining.data(folder.resolve("plain"), 3);
    Files.delete(plain.resolve("split.csv"));
    assertRefused(train(plain, plan, "--score=val"), "no split called val", "--score", "split.csv");
  }

  @Test
  void splitThatIsTrainedOnCannotBeScored() {
    assertRefused(train("--score=train"), "train", "score");
  }

  @Test
  void lossThatIsNoNumberEndsTheRunWithoutAModel() throws IOException {
    Path steep = TinyTraining.edit(Files.copy(plan, folder.resolve("steep.yaml")), "0.002", "1e30");
    assertThat(train(data, steep, "--method=augment")).isEqualTo(1);
    assertThat(captured.out()).isEmpty();
    assertThat(told()).singleElement().asString().contains("loss became", "rate");
    assertThat(record().result()).isEmpty();
    assertThat(run.resolve("model")).doesNotExist();
    assertThat(run.resolve("report.html")).doesNotExist();
  }
}
