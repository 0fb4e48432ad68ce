package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskPng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  private static final int SIDE = 10;

  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();
  private Path predictions = Path.of("");
  private Path truth = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void nameFolders() {
    predictions = folder.resolve("predictions");
    truth = folder.resolve("truth");
    out = folder.resolve("out");
  }

  private int evaluate(String... options) {
    List<String> args = new ArrayList<>(List.of("evaluate", predictions.toString()));
    args.addAll(List.of(truth.toString(), "--out", out.toString(), "--threads", "2"));
    args.addAll(List.of(options));
    return Main.run(captured.console(), args.toArray(String[]::new));
  }

  private JsonNode evaluation() throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(out.resolve("evaluation.json")));
  }

  private double dice(int label) throws IOException {
    return evaluation().at("/results/classes/" + label + "/dice/mean").asDouble();
  }

  private void assertRefused(int exitCode, String... parts) {
    assertThat(exitCode).isEqualTo(1);
    assertThat(captured.err().lines().filter(line -> line.startsWith("handful: "))).hasSize(1);
    assertThat(captured.err()).contains(parts);
    assertThat(captured.out()).isEmpty();
    assertThat(out.resolve("evaluation.json")).doesNotExist();
  }

  private void grey(Path root, String name, IntBinaryOperator value) throws IOException {
    TestPictures.grey(root.resolve(name), SIDE, SIDE, value);
  }

  /** A prediction as {@code predict} writes it for a model of so many classes. */
  private void predict(String name, int classes, IntBinaryOperator label) throws IOException {
    byte[] labels = new byte[SIDE * SIDE];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) label.applyAsInt(i % SIDE, i / SIDE);
    }
    Files.createDirectories(predictions);
    MaskPng.write(predictions.resolve(name), new LabelMap(SIDE, SIDE, labels), classes);
  }

  /** Foreground in the first columns. */
  private static IntBinaryOperator columns(int count, int value) {
    return (x, y) -> x < count ? value : 0;
  }

  @Test
  void diceIsTwiceTheCommonAreaOverBothAreas() throws IOException {
    grey(truth, "a.png", columns(4, 1));
    grey(truth, "b.png", columns(5, 1));
    predict("a.png", 2, columns(6, 1));
    predict("b.png", 2, columns(5, 1));
    assertThat(evaluate()).isZero();
    // a: 2 * 40 / (40 + 60) = 0.8; b: 1
    assertThat(dice(1)).isCloseTo(0.9, within(1e-12));
    assertThat(evaluation().at("/results/cases/0/area_difference").asDouble()).isEqualTo(20);
    // two columns apart along the one edge that differs
    assertThat(evaluation().at("/results/cases/0/hausdorff_95").asDouble()).isEqualTo(2);
    assertThat(captured.out()).contains("Dice", "0.900", "2 cases", out + "/evaluation.html");
  }

  @Test
  void allFilesAreWrittenAndExplainThemselves() throws IOException {
    grey(truth, "a.png", columns(4, 255));
    predict("a.png", 2, columns(4, 1));
    assertThat(evaluate("--spacing", "0.5,2", "--tolerance", "1.5")).isZero();
    assertThat(Files.readString(out.resolve("cases.csv"))).startsWith("case,class,dice,");
    assertThat(Files.readString(out.resolve("summary.csv"))).contains("1,dice,1.000000");
    assertThat(Files.readString(out.resolve("evaluation.html")))
        .contains("Evaluation of 1 predictions", "handful evaluate", "Surface Dice");
    JsonNode json = evaluation();
    assertThat(json.at("/definitions/normalised_surface_distance").asText()).contains("1.5");
    assertThat(json.get("emptyMasks").asText()).contains("neither mask");
    assertThat(json.at("/surfaces/spacingX").asDouble()).isEqualTo(0.5);
  }

  @Test
  void spacingScalesAreas() throws IOException {
    grey(truth, "a.png", columns(4, 255));
    predict("a.png", 2, columns(5, 1));
    assertThat(evaluate("--spacing", "0.5,2")).isZero();
    // 10 pixels of 0.5 x 2
    assertThat(evaluation().at("/results/cases/0/area_difference").asDouble()).isEqualTo(10);
  }

  @Test
  void paletteIndexOfAPredictionIsTheClassWhateverValuesTheTruthUses() throws IOException {
    grey(truth, "a.png", (x, y) -> x < 3 ? 128 : x < 5 ? 255 : 0);
    // class 2 alone occurs: its index, not its rank, is what counts
    predict("a.png", 3, (x, y) -> x >= 3 && x < 5 ? 2 : 0);
    assertThat(evaluate()).isZero();
    assertThat(dice(1)).isZero();
    assertThat(dice(2)).isEqualTo(1);
    assertThat(captured.err()).contains("No prediction has the class 'class 1'");
  }

  @Test
  void greyPredictionsMayUseTheValuesOfTheTruth() throws IOException {
    IntBinaryOperator values = (x, y) -> x < 3 ? 128 : x < 5 ? 255 : 0;
    grey(truth, "a.png", values);
    grey(predictions, "a.png", columns(5, 255));
    assertThat(evaluate()).isZero();
    // class 2 is 255: 2 * 20 / (20 + 50)
    assertThat(dice(2)).isCloseTo(4 / 7.0, within(1e-12));
    assertThat(dice(1)).isZero();
  }

  @Test
  void greyPredictionsMayUseTheNumbersOfTheClasses() throws IOException {
    grey(truth, "a.png", (x, y) -> x < 3 ? 128 : x < 5 ? 255 : 0);
    grey(predictions, "a.png", (x, y) -> x < 3 ? 1 : x < 5 ? 2 : 0);
    assertThat(evaluate()).isZero();
    assertThat(List.of(dice(1), dice(2))).containsExactly(1.0, 1.0);
  }

  @Test
  void predictionsOfOtherClassesAreRefused() throws IOException {
    grey(truth, "a.png", columns(4, 255));
    predict("a.png", 3, (x, y) -> x % 3);
    assertRefused(evaluate(), "do not fit the 2 classes of the truth");
  }

  @Test
  void masksMayHaveASuffixAndByProductsOfAPredictionAreNotMasks() throws IOException {
    grey(truth, "a_mask.png", columns(4, 255));
    grey(truth, "b_mask.png", columns(4, 255));
    predict("a.png", 2, columns(4, 1));
    predict("b.png", 2, columns(4, 1));
    grey(predictions, "a_probability.png", (x, y) -> x * y);
    grey(predictions, "a_overlay.png", (x, y) -> x * y);
    assertThat(evaluate()).isZero();
    assertThat(dice(1)).isEqualTo(1);
    assertThat(evaluation().get("predictionsWithoutTruth")).isEmpty();
  }

  @Test
  void predictionsMayHaveASuffixToo() throws IOException {
    grey(truth, "a.png", columns(4, 255));
    predict("a_pred.png", 2, columns(4, 1));
    assertThat(evaluate()).isZero();
    assertThat(evaluation().at("/results/cases/0/case").asText()).isEqualTo("a");
  }

  @Test
  void whatHasNoPartnerIsReportedByName() throws IOException {
    grey(truth, "a.png", columns(4, 255));
    grey(truth, "lost.png", columns(4, 255));
    predict("a.png", 2, columns(4, 1));
    predict("extra.png", 2, columns(4, 1));
    assertThat(evaluate()).isZero();
    assertThat(captured.err())
        .contains(
            "1 of 2 truths have no prediction", "lost", "1 predictions have no truth", "extra");
    assertThat(evaluation().get("truthsWithoutPrediction").get(0).asText()).isEqualTo("lost");
    assertThat(Files.readString(out.resolve("evaluation.html"))).contains("lost", "extra");
  }

  @Test
  void splitOfADataSetIsKeptToAndItsImagesAreShown() throws IOException {
    writeDataSet();
    predict("a.png", 2, columns(4, 1));
    predict("b.png", 2, columns(0, 1));
    assertThat(evaluate("--split", "test")).isZero();
    assertThat(evaluation().at("/results/cases")).hasSize(1);
    assertThat(evaluation().at("/results/cases/0/case").asText()).isEqualTo("a");
    assertThat(evaluation().get("warnings")).isEmpty();
    assertThat(Files.readString(out.resolve("evaluation.html")))
        .contains("prediction and truth of a", "best, Dice 1.000");
  }

  @Test
  void splitThatIsNotThereIsRefusedWithThoseThatAre() throws IOException {
    writeDataSet();
    predict("a.png", 2, columns(4, 1));
    assertRefused(evaluate("--split", "final"), "no split called 'final'", "test, train");
  }

  private void writeDataSet() throws IOException {
    for (String id : List.of("a", "b")) {
      grey(truth.resolve("masks"), id + ".png", columns(4, 255));
      grey(truth.resolve("images"), id + ".png", (x, y) -> 20 * x + y);
    }
    Files.writeString(truth.resolve("split.csv"), "id,split\na,test\nb,train\n");
  }

  @Test
  void sizesThatDifferAreNamedBoth() throws IOException {
    grey(truth, "a.png", columns(4, 255));
    TestPictures.grey(predictions.resolve("a.png"), 5, 20, columns(4, 255));
    assertRefused(evaluate(), "case a", "5 x 20", "10 x 10");
  }

  @Test
  void namesThatDoNotMatchAreShown() throws IOException {
    grey(truth, "a.png", columns(4, 255));
    predict("17.png", 2, columns(4, 1));
    assertRefused(evaluate(), "'17'", "'a'");
  }

  @Test
  void damagedPredictionIsNamed() throws IOException {
    grey(truth, "a.png", columns(4, 255));
    Files.createDirectories(predictions);
    Files.writeString(predictions.resolve("a.png"), "no image");
    assertRefused(evaluate(), predictions.resolve("a.png").toString());
  }

  @Test
  void missingFoldersAreNamed() throws IOException {
    assertRefused(evaluate(), predictions + " does not exist");
  }

  @Test
  void missingTruthIsNamed() throws IOException {
    predict("a.png", 2, columns(4, 1));
    assertRefused(evaluate(), truth + " does not exist");
  }

  @Test
  void emptyTruthIsNamed() throws IOException {
    predict("a.png", 2, columns(4, 1));
    Files.createDirectories(truth);
    assertRefused(evaluate(), truth.toString());
  }

  @Test
  void existingResultsAreKeptUnlessToldOtherwise() throws IOException {
    grey(truth, "a.png", columns(4, 255));
    predict("a.png", 2, columns(4, 1));
    Files.createDirectories(out);
    Files.writeString(out.resolve("cases.csv"), "mine");
    assertRefused(evaluate(), "cases.csv is there already");
    assertThat(out.resolve("cases.csv")).hasContent("mine");
    assertThat(evaluate("--overwrite")).isZero();
  }

  @Test
  void numbersOutOfRangeAreWrongUsage() {
    assertThat(evaluate("--tolerance", "-1")).isEqualTo(2);
    assertThat(evaluate("--spacing", "1")).isEqualTo(2);
    assertThat(evaluate("--spacing", "0,1")).isEqualTo(2);
    assertThat(captured.err().lines()).hasSize(3).allMatch(line -> line.startsWith("handful: "));
  }
}
