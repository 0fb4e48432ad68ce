package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final ScoredSet SET = new ScoredSet("skin", "data/skin", "test", 3, "");

  /** A cell with the Dice of the cases a, b and c. */
  private static CellResult cell(String method, long seed, double a, double b, double c) {
    Map<String, Double> cases = new LinkedHashMap<>();
    cases.put("a", a);
    cases.put("b", b);
    cases.put("c", c);
    RunRecord.Result result =
        new RunRecord.Result(
            "done", 8, 8, 0.5, 0, 60 * seed, seed, new RunRecord.Score("test", 3, 0, 0, 0));
    return new CellResult(
        new Cell(9, method, seed),
        method,
        "trained",
        false,
        Optional.of(result),
        Map.of("skin", cases));
  }

  private static CellResult failed(String method, long seed) {
    return new CellResult(
        new Cell(9, method, seed),
        method,
        "out of memory, no more",
        true,
        Optional.empty(),
        Map.of());
  }

  private static Comparison.Row row(Comparison comparison, String arm) {
    return comparison.rows().stream().filter(r -> r.arm().equals(arm)).findFirst().orElseThrow();
  }

  private final Comparison comparison =
      new Comparison(
          List.of(SET),
          List.of(
              cell("plain", 1, 0.2, 0.4, 0.6),
              cell("plain", 2, 0.4, 0.4, 1.0),
              cell("plain", 3, 0.0, 0.0, 0.0),
              cell("genseg", 1, 0.3, 0.5, 0.4),
              cell("genseg", 2, 0.5, 0.5, 1.0),
              failed("genseg", 3),
              failed("joint", 1)));

  private static CellResult varied(
      Optional<String> segmenter, String method, List<String> settings, double dice) {
    Cell cell = new Cell(9, method, segmenter, Optional.empty(), settings, 1);
    return result(cell, cell.arm(Optional.of("unet"), Optional.empty()), dice);
  }

  private static CellResult result(Cell cell, String arm, double dice) {
    CellResult plain = cell(cell.method(), 1, dice, dice, dice);
    return new CellResult(cell, arm, "trained", false, plain.result(), plain.dice());
  }

  private static CellResult made(String generator, List<String> settings, double dice) {
    Optional<String> other =
        generator.equals("pix2pix") ? Optional.empty() : Optional.of(generator);
    Cell cell = new Cell(9, "genseg", Optional.empty(), other, settings, 1);
    return result(cell, cell.arm(Optional.empty(), Optional.of("pix2pix")), dice);
  }

  private static double difference(Comparison comparison, String arm, String reference) {
    return row(comparison, arm).minus().get(reference).interval().mean();
  }

  @Test
  void armsAreHeldAgainstThoseOfTheirOwnSegmenterAndSettings() {
    Optional<String> own = Optional.empty();
    Optional<String> swin = Optional.of("swin-unet");
    List<String> gamma = List.of("genseg.gamma=0.3");
    List<String> rate = List.of("training.rate.peak=1e-3");
    Comparison all =
        new Comparison(
            List.of(SET),
            List.of(
                varied(own, "plain", List.of(), 0.1),
                varied(own, "genseg", List.of(), 0.2),
                varied(own, "genseg", gamma, 0.5),
                varied(own, "plain", rate, 0.3),
                varied(own, "genseg", rate, 0.7),
                varied(swin, "plain", List.of(), 0.6),
                varied(swin, "genseg", List.of(), 0.9)));
    assertThat(all.arms())
        .contains("plain (unet)", "genseg (swin-unet)", "genseg (unet, genseg.gamma=0.3)");
    assertThat(all.references()).containsExactly("plain", "unvaried");
    assertThat(difference(all, "genseg (unet, genseg.gamma=0.3)", "plain")).isCloseTo(0.4, EXACT);
    assertThat(difference(all, "genseg (unet, genseg.gamma=0.3)", "unvaried"))
        .isCloseTo(0.3, EXACT);
    assertThat(difference(all, "genseg (unet, training.rate.peak=1e-3)", "plain"))
        .isCloseTo(0.4, EXACT);
    assertThat(difference(all, "plain (unet, training.rate.peak=1e-3)", "unvaried"))
        .isCloseTo(0.2, EXACT);
    assertThat(difference(all, "genseg (swin-unet)", "plain")).isCloseTo(0.3, EXACT);
    assertThat(row(all, "plain (swin-unet)").minus()).isEmpty();
    assertThat(ComparisonText.difference(row(all, "plain (swin-unet)"), "plain")).isEmpty();
    assertThat(ComparisonText.difference(row(all, "plain (swin-unet)"), "unvaried")).isEmpty();
    assertThat(ComparisonCsv.cells(all))
        .contains(",trained,swin-unet,,\r\n", ",trained,,genseg.gamma=0.3,\r\n");
  }

  @Test
  void generatorsAreHeldAgainstThatOfThePlanAndSettingsAgainstTheirOwnGenerator() {
    List<String> gamma = List.of("genseg.gamma=0.3");
    Comparison all =
        new Comparison(
            List.of(SET),
            List.of(
                cell("plain", 1, 0.1, 0.1, 0.1),
                made("pix2pix", List.of(), 0.2),
                made("spade", List.of(), 0.5),
                made("spade", gamma, 0.9)));
    assertThat(all.references()).containsExactly("plain", "unvaried");
    assertThat(row(all, "genseg (pix2pix)").minus()).containsOnlyKeys("plain");
    assertThat(difference(all, "genseg (spade)", "plain")).isCloseTo(0.4, EXACT);
    assertThat(difference(all, "genseg (spade)", "unvaried")).isCloseTo(0.3, EXACT);
    assertThat(difference(all, "genseg (spade, genseg.gamma=0.3)", "unvaried"))
        .isCloseTo(0.4, EXACT);
    assertThat(ComparisonText.difference(row(all, "genseg (pix2pix)"), "unvaried")).isEmpty();
    assertThat(ComparisonCsv.cells(all)).contains(",trained,,,spade\r\n");
  }

  @Test
  void scoresAreMeansOverSeedsWithTheDeviationOfTheSample() {
    Comparison.Row genseg = row(comparison, "genseg");
    // The seeds' means are 0.4 and 2/3; their deviation with n - 1 is their difference over √2.
    assertThat(genseg.dice()).isCloseTo((0.4 + 2 / 3.0) / 2, EXACT);
    assertThat(genseg.deviation()).isCloseTo((2 / 3.0 - 0.4) / Math.sqrt(2), EXACT);
    assertThat(genseg.interval().mean()).isCloseTo(genseg.dice(), EXACT);
    assertThat(genseg.interval().used()).isEqualTo(3);
    assertThat(List.of(genseg.seeds(), genseg.failed())).containsExactly(2, 1);
    assertThat(genseg.minutes()).isCloseTo(1.5, EXACT);
    assertThat(genseg.peakGigabytes()).isEqualTo(2);
    assertThat(List.of(genseg.budget().training(), genseg.budget().validating()))
        .containsExactly(7, 2);
  }

  @Test
  void differencesPairTheCasesOverTheSeedsThatBothHave() {
    Comparison.Difference d = row(comparison, "genseg").minus().get("plain");
    // Over seeds 1 and 2: genseg 0.4, 0.5, 0.7 and plain 0.3, 0.4, 0.8.
    assertThat(d.seeds()).isEqualTo(2);
    assertThat(d.interval().mean()).isCloseTo((0.1 + 0.1 - 0.1) / 3, EXACT);
    assertThat(d.interval().lower()).isCloseTo(-0.1, EXACT);
    assertThat(d.interval().upper()).isCloseTo(0.1, EXACT);
    assertThat(List.of(d.better(), d.worse())).containsExactly(2, 1);
    assertThat(row(comparison, "plain").minus()).isEmpty();
  }

  @Test
  void armWithoutAnyTrainingIsARowWithoutNumbers() {
    Comparison.Row joint = row(comparison, "joint");
    assertThat(List.of(joint.seeds(), joint.failed())).containsExactly(0, 1);
    assertThat(joint.dice()).isNaN();
    assertThat(joint.minus()).isEmpty();
    assertThat(ComparisonText.of(comparison, 8))
        .contains("genseg  2      0.533 ± 0.189")
        .contains("+0.033 (-0.100 to +0.100)")
        .contains("joint with 9 labelled images, seed 1: out of memory, no more")
        .doesNotContain("NaN");
  }

  @Test
  void tablesForSpreadsheetsQuoteAndLeaveUnknownFieldsEmpty() {
    assertThat(ComparisonCsv.cells(comparison).split("\r\n"))
        .hasSize(8)
        .contains(
            "labelled,method,seed,updates,data,cases,dice,lower95,upper95,minutes,peak_gb,status,segmenter,settings,generator",
            "9,joint,1,,skin,,,,,,,\"out of memory, no more\",,,")
        .anyMatch(line -> line.startsWith("9,plain,2,8,skin,3,0.600000,0.400000,1.000000,2.0"));
    assertThat(ComparisonCsv.cases(comparison).split("\r\n"))
        .hasSize(1 + 5 * 3)
        .contains("9,genseg,1,skin,b,0.500000,,,");
  }

  @Test
  void caseThatOneSeedLacksDoesNotCount() {
    Map<Long, Map<String, Double>> seeds =
        Map.of(1L, Map.of("a", 0.2, "b", 1.0), 2L, Map.of("a", 0.4));
    assertThat(Comparison.overSeeds(seeds)).hasSize(1);
    assertThat(Comparison.overSeeds(seeds).get("a")).isCloseTo(0.3, EXACT);
    assertThat(Comparison.overSeeds(Map.of())).isEmpty();
  }

  @Test
  void deviationOfOneSeedIsNotKnown() {
    assertThat(Comparison.deviation(new double[] {0.4})).isNaN();
    assertThat(Comparison.deviation(new double[] {1, 2, 3, 4}))
        .isCloseTo(Math.sqrt(5 / 3.0), EXACT);
  }
}
