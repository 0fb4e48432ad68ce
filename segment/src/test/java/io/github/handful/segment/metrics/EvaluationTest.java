package io.github.handful.segment.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final SurfaceSettings PIXELS = SurfaceSettings.pixels();
  private static final LabelMap TRUTH = new LabelMap(4, 1, new byte[] {0, 1, 1, 2});

  /** Class 1: Dice 1 and 2 / 3 and 0; class 2: Dice 1 and 0 and, empty in both, 1. */
  private static Evaluation evaluation() {
    List<CaseMetrics> rows = new ArrayList<>();
    rows.addAll(CaseMetrics.of("a", TRUTH, TRUTH, 3, PIXELS));
    rows.addAll(CaseMetrics.of("b", new LabelMap(4, 1, new byte[] {0, 0, 1, 0}), TRUTH, 3, PIXELS));
    rows.addAll(
        CaseMetrics.of(
            "c,\"d\"",
            new LabelMap(2, 1, new byte[] {0, 0}),
            new LabelMap(2, 1, new byte[] {1, 1}),
            3,
            new SurfaceSettings(0.5, 2, 1)));
    return Evaluation.of(rows, Bootstrap.standard());
  }

  @Test
  void classesAreSummarisedOverTheCases() {
    Summary dice = evaluation().classes().get(1).get(Metric.DICE);
    double mean = (1 + 2 / 3.0 + 0) / 3;
    assertThat(dice.interval().mean()).isCloseTo(mean, within(1e-12));
    assertThat(dice.median()).isEqualTo(2 / 3.0);
    double squares = Math.pow(1 - mean, 2) + Math.pow(2 / 3.0 - mean, 2) + Math.pow(0 - mean, 2);
    assertThat(dice.deviation()).isCloseTo(Math.sqrt(squares / 2), within(1e-12));
    assertThat(dice.interval().lower()).isBetween(0.0, mean);
    assertThat(dice.interval().upper()).isBetween(mean, 1.0);
  }

  @Test
  void overallIsTheMeanOfTheClasses() {
    assertThat(evaluation().overall().get(Metric.DICE))
        .isCloseTo(((1 + 2 / 3.0 + 0) / 3 + (1 + 0 + 1) / 3.0) / 2, within(1e-12));
  }

  @Test
  void undefinedValuesAreLeftOutOfTheMeansAndCounted() {
    Summary distance = evaluation().classes().get(2).get(Metric.HAUSDORFF_95);
    assertThat(distance.interval().mean()).isZero();
    assertThat(distance.interval().used()).isEqualTo(2);
    assertThat(distance.interval().leftOut()).isEqualTo(1);
  }

  @Test
  void areaDifferenceIsSignedAndInTheUnitOfTheSpacing() {
    assertThat(evaluation().values(1, Metric.AREA_DIFFERENCE))
        .containsExactly(0, 1 - 2, (0 - 2) * 0.5 * 2);
  }

  @Test
  void theOrderOfTheCasesDoesNotChangeTheMeans() {
    List<CaseMetrics> reversed = new ArrayList<>(evaluation().rows());
    Collections.reverse(reversed);
    Evaluation other = Evaluation.of(reversed, Bootstrap.standard());
    for (Metric metric : Metric.values()) {
      assertThat(other.overall().get(metric))
          .isCloseTo(evaluation().overall().get(metric), within(1e-12));
    }
  }

  @Test
  void jsonHasNullWhereAValueIsUndefined() {
    JsonNode json = new ObjectMapper().valueToTree(evaluation().toJson());
    JsonNode row = json.get("cases").get(3);
    assertThat(row.get("case").asText()).isEqualTo("b");
    assertThat(row.get("class").asInt()).isEqualTo(2);
    assertThat(row.get("dice").asDouble(-1)).isZero();
    assertThat(row.get("precision").isNull()).isTrue();
    assertThat(row.get("hausdorff_95").isNull()).isTrue();
    JsonNode distance = json.get("classes").get("2").get("hausdorff_95");
    assertThat(distance.get("mean").asDouble(-1)).isZero();
    assertThat(distance.get("cases").asInt()).isEqualTo(2);
    assertThat(distance.get("undefined").asInt()).isEqualTo(1);
    assertThat(json.get("overall").get("dice").asDouble()).isCloseTo(0.611111, within(1e-6));
  }

  @Test
  void csvQuotesNamesAndLeavesUndefinedFieldsEmpty() {
    String[] lines = EvaluationCsv.cases(evaluation()).split("\r\n", -1);
    assertThat(lines).hasSize(1 + 3 * 2 + 1);
    assertThat(lines[0])
        .isEqualTo(
            "case,class,dice,jaccard,sensitivity,specificity,precision,hausdorff,hausdorff_95,"
                + "average_surface_distance,normalised_surface_distance,area_difference");
    // Class 1 of b: outlines {2} and {1, 2}; the percentile of {0, 1} at 0.95 is 0.95.
    assertThat(lines[3])
        .isEqualTo(
            "b,1,0.666667,0.500000,0.500000,1.000000,1.000000,1.000000,0.950000,0.333333,1.000000,"
                + "-1.000000");
    assertThat(lines[4])
        .isEqualTo("b,2,0.000000,0.000000,0.000000,1.000000,,,,,0.000000,-1.000000");
    assertThat(lines[5]).startsWith("\"c,\"\"d\"\"\",1,");
    assertThat(lines[7]).isEmpty();
  }

  @Test
  void csvIsTheSameInEveryLanguage() {
    String expected = EvaluationCsv.cases(evaluation());
    String summary = EvaluationCsv.summary(evaluation());
    Locale before = Locale.getDefault();
    try {
      for (String language : List.of("de-DE", "ar-EG-u-nu-arab", "tr-TR")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(EvaluationCsv.cases(evaluation())).isEqualTo(expected);
        assertThat(EvaluationCsv.summary(evaluation())).isEqualTo(summary);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theSummaryHasALineForEachClassAndMetricAndTheMean() {
    String[] lines = EvaluationCsv.summary(evaluation()).split("\r\n");
    assertThat(lines).hasSize(1 + 2 * 10 + 10);
    int columns = lines[0].split(",", -1).length;
    assertThat(lines).allMatch(line -> line.split(",", -1).length == columns);
    assertThat(lines[1]).startsWith("1,dice,0.555556,0.666667,0.509175,").endsWith(",3,0");
    assertThat(lines[21]).isEqualTo("all,dice,0.611111,,,,,,");
  }

  @Test
  void filesAppearCompleteAndFaultsNameTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new").resolve("cases.csv");
    EvaluationCsv.writeCases(evaluation(), file);
    EvaluationCsv.writeSummary(evaluation(), folder.resolve("summary.csv"));
    assertThat(file).hasContent(EvaluationCsv.cases(evaluation()));
    assertThat(folder.resolve("summary.csv")).hasContent(EvaluationCsv.summary(evaluation()));
    Path occupied = Files.createDirectories(folder.resolve("occupied").resolve("inner"));
    assertThatThrownBy(() -> EvaluationCsv.writeCases(evaluation(), occupied.getParent()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("occupied");
    try (var left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("new", "summary.csv", "occupied");
    }
  }

  @Test
  void aPredictionOfAnotherSizeIsExplained() {
    assertThatThrownBy(() -> CaseMetrics.of("scan7", Masks.empty(3, 2), TRUTH, 2, PIXELS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("scan7")
        .hasMessageContaining("3 x 2")
        .hasMessageContaining("4 x 1");
  }
}
