package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.GeneratorSpec;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Pair;
import io.github.handful.segment.Model;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verb train trains, keeps and says. */
class TrainCommandTest {
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

  @ParameterizedTest
  @CsvSource({
    "deeplabv3, DeepLabV3 on a ResNet-50 of width 16",
    "swin-unet, Swin-Unet of width 48"
  })
  void otherSegmentersAreTrainedFromScratchAndSaySo(String segmenter, String words)
      throws IOException {
    trial.trained(
        "--segmenter=" + segmenter, "--iterations=2", "--pretraining=1", "--method=separate");
    assertThat(trial.captured.out()).contains(words).contains(", from scratch");
    assertThat(trial.record().plan().segmenter().describe()).startsWith(words);
    try (Model model = Model.read(trial.run.resolve("model"), Compute.REFERENCE)) {
      assertThat(model.segmenter().spec()).isEqualTo(trial.record().plan().segmenter());
    }
  }

  @ParameterizedTest
  @EnumSource(GeneratorKind.class)
  void everyGeneratorIsTrainedAndWritesPairs(GeneratorKind kind) throws IOException {
    trial.trained("--generator=" + kind.key(), "--iterations=2", "--pretraining=1");
    GeneratorSpec spec = trial.record().plan().generator();
    assertThat(GeneratorKind.of(spec)).isEqualTo(kind);
    // The planner's own stays as it is.
    assertThat(trial.record().plan().reasons().stream().anyMatch(r -> r.contains(spec.describe())))
        .isEqualTo(kind != GeneratorKind.PIX2PIX);
    Path pairs = folder.resolve("pairs");
    CapturedConsole captured = new CapturedConsole();
    String[] generate = {"generate", trial.run.toString(), "--out=" + pairs, "--count=2"};
    assertThat(Main.run(captured.console(), generate)).as(captured.err()).isZero();
    assertThat(captured.out().contains("needed no masks")).isEqualTo(!spec.conditional());
    assertThat(DataSet.open(pairs).pairs()).hasSize(2);
    assertThat(Files.readAllLines(pairs.resolve("pairs.csv")).get(1).contains("lesion_00"))
        .isEqualTo(spec.conditional());
    try (Stream<String> report = Files.lines(trial.run.resolve("report.html"))) {
      assertThat(report).anyMatch(line -> line.contains("Generated pairs"));
    }
  }

  @Test
  void weightsOfAnEarlierRunAreFirstWeights() throws IOException {
    trial.trained("--method=plain", "--iterations=1");
    Path first = folder.resolve("first.safetensors");
    Files.copy(trial.run.resolve("model/weights.safetensors"), first);
    trial.captured = new CapturedConsole();
    trial.trained("--method=plain", "--iterations=1", "--overwrite", "--weights=" + first);
    assertThat(trial.captured.out())
        .contains(first + ": ")
        .contains("; 0 begin from scratch; 0 in the");
    assertThat(trial.record().weights()).isPresent();
    assertThat(trial.record().weights().get().file()).isEqualTo(first.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "augment", "augment-all", "separate", "joint", "genseg"})
  void everyMethodMakesAModelWithTheSameNumberOfUpdates(String method) throws IOException {
    trial.trained("--method", method, "--labelled", "4");
    boolean paints = List.of("separate", "joint", "genseg").contains(method);
    assertThat(trial.result().updates()).isEqualTo(TinyTraining.UPDATES);
    assertThat(trial.record().method()).isEqualTo(method);
    assertThat(Model.describe(trial.run.resolve("model")).training())
        .containsEntry("method", method)
        .containsEntry("updates", TinyTraining.UPDATES);
    assertThat(Files.exists(trial.run.resolve("generator"))).isEqualTo(paints);
    assertThat(trial.run.resolve("report.html")).isNotEmptyFile();
    assertThat(Files.readAllLines(trial.run.resolve("scores.csv")))
        .satisfiesExactly(
            header -> assertThat(header).startsWith("case,class,dice,"),
            row -> assertThat(row).startsWith("lesion_009,1,"),
            row -> assertThat(row).startsWith("lesion_010,1,"));
    assertThat(trial.captured.out())
        .contains(
            trial.run + ": 4 updates",
            "model in " + trial.run.resolve("model"),
            "report in " + trial.run.resolve("report.html"));
  }

  @Test
  void labelledTakesTheFirstImagesOfTheTrainingSplit() throws IOException {
    trial.trained("--method=plain", "--labelled=5");
    assertThat(trial.record().data().training())
        .containsExactly("lesion_000", "lesion_001", "lesion_002", "lesion_003");
    assertThat(trial.record().data().validation()).containsExactly("lesion_004");
  }

  @Test
  void modelRecordsTheSharesOfTheClassesInItsMasks() throws IOException {
    trial.trained("--method=plain", "--labelled=3");
    DataSet set = DataSet.open(data);
    double lesion = 0;
    for (Pair pair : LabelledData.pairs(set, 3)) {
      for (byte label : set.read(pair).labels().labels()) {
        lesion += label / (3.0 * set.read(pair).labels().labels().length);
      }
    }
    List<Double> shares = Model.describe(trial.run.resolve("model")).classShares().orElseThrow();
    assertThat(shares).hasSize(2);
    assertThat(shares.get(1)).isCloseTo(lesion, within(1e-9)).isPositive();
    assertThat(shares.get(0)).isCloseTo(1 - lesion, within(1e-9));
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
    assertThat(trial.train(partly, plan, "--method=plain", "--labelled=3"))
        .as(trial.captured.err())
        .isZero();
    assertThat(trial.result().score().split()).isEqualTo("test");
  }

  @Test
  void lengthsOnTheCommandLineWinOverThePlan() throws IOException {
    trial.trained("--method=separate", "--iterations=3", "--pretraining=1");
    assertThat(trial.record().totals()).containsExactly(1, 3);
    assertThat(trial.result().updates()).isEqualTo(3);
  }

  @Test
  void budgetIsTurnedIntoLengthsThatTheRunObeys() throws IOException {
    trial.trained("--method=separate", "--budget=8s");
    assertThat(trial.record().budget().orElseThrow().seconds()).isPositive().isLessThanOrEqualTo(8);
    assertThat(trial.record().totals())
        .containsExactly(trial.record().plan().pretraining(), trial.record().plan().updates());
    assertThat(trial.result().updates()).isPositive();
    assertThat(trial.result().bestUpdate()).isPositive();
    assertThat(trial.result().end()).isNotEmpty();
  }

  @Test
  void modelIsScoredOnTheTestSplitUnlessToldOtherwise() throws IOException {
    trial.trained("--method=plain");
    assertThat(List.of(trial.result().score().split(), trial.result().score().images()))
        .containsExactly("test", 2);
    trial.trained("--method=plain", "--overwrite", "--score=val");
    assertThat(List.of(trial.result().score().split(), trial.result().score().images()))
        .containsExactly("val", 3);
    assertThat(trial.captured.out()).contains("on 3 images: val");
  }

  @Test
  void baselineIsTrainedAsLongAndItsDifferenceHasAnInterval() throws IOException {
    trial.trained("--method=separate", "--baseline");
    RunRecord inner = new RunFolder(trial.run).baseline().read();
    assertThat(inner.method()).isEqualTo("augment");
    assertThat(inner.data()).isEqualTo(trial.record().data());
    assertThat(inner.result().orElseThrow().updates()).isEqualTo(TinyTraining.UPDATES);
    assertThat(trial.captured.out())
        .containsPattern("augmentation alone \\d\\.\\d{3} ")
        .containsPattern(
            "difference [+-]\\d\\.\\d{3} \\(95 % interval [+-]\\d\\.\\d{3} to [+-]\\d\\.\\d{3}\\)");
  }

  @Test
  void methodWithoutValidationTrainsOnAllLabelledImagesAndKeepsItsLastWeights() throws IOException {
    trial.trained("--method=augment-all", "--labelled=5", "--iterations=21");
    assertThat(trial.record().data().training()).hasSize(5).contains("lesion_004");
    assertThat(trial.record().data().validation()).isEmpty();
    assertThat(trial.result().bestUpdate()).isEqualTo(21);
    assertThat(trial.result().validationDice()).isNaN();
    assertThat(trial.captured.out()).contains("the last weights are kept");
    assertThat(Files.readString(trial.run.resolve("report.html")))
        .contains("No image validated them")
        .doesNotContain("NaN", "Validation Dice");
    byte[] weights = Files.readAllBytes(trial.run.resolve("model/weights.safetensors"));
    trial.forgetResult();
    assertThat(trial.resume()).as(trial.captured.err()).isZero();
    assertThat(trial.run.resolve("model/weights.safetensors")).hasBinaryContent(weights);
  }
}
