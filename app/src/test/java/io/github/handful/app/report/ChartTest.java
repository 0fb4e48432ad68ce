package io.github.handful.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
  private static final double NAN = Double.NaN;

  private static String drawn(Axis yAxis, double[] x, double[] y, LineChart.Marker... markers) {
    LineChart chart =
        new LineChart(
            "t",
            "",
            Axis.linear("x"),
            yAxis,
            List.of(new LineChart.Series("s", x, y, false)),
            List.of(markers));
    return chart.drawings().get(0);
  }

  @Test
  void lineRunsThroughItsPoints() {
    // The inner part of the drawing spans 56 to 464 across and 242 up to 32.
    String svg = drawn(Axis.linear("y", 0, 1), new double[] {0, 1, 2}, new double[] {0, 1, 0.5});
    assertThat(svg).contains("d=\"M56 242L260 32L464 137\"");
    assertThat(svg).contains("cx=\"260\" cy=\"32\"");
  }

  @Test
  void logarithmicAxisGivesEachDecadeTheSameHeight() {
    String svg = drawn(Axis.log("y"), new double[] {0, 1, 2}, new double[] {1, 10, 100});
    assertThat(svg).contains("d=\"M56 242L260 137L464 32\"");
  }

  @Test
  void valuesThatCannotBeShownLeaveAGap() {
    double[] x = {0, 1, 2, 3, 4};
    assertThat(drawn(Axis.linear("y", 0, 1), x, new double[] {0, 1, NAN, 1, 0}))
        .contains("d=\"M56 242L158 32M362 32L464 242\"");
    assertThat(drawn(Axis.log("y"), x, new double[] {1, 100, 0, 100, 1}))
        .contains("d=\"M56 242L158 32M362 32L464 242\"");
  }

  @Test
  void valuesBeyondTheBoundsAreDrawnOnTheBorder() {
    assertThat(drawn(Axis.linear("y", 0, 1), new double[] {0, 1}, new double[] {-3, 7}))
        .contains("d=\"M56 242L464 32\"");
  }

  @Test
  void repetitionsAreDotsAroundTheLineOfTheirMeans() {
    ReplicatesChart chart =
        new ReplicatesChart(
            "t",
            "",
            Axis.linear("x", 0, 2),
            Axis.linear("y", 0, 1),
            List.of(
                new ReplicatesChart.Series(
                    "s",
                    List.of(
                        new ReplicatesChart.Point(0, new double[] {0}),
                        new ReplicatesChart.Point(1, new double[] {0.25, 0.75})))));
    // The inner part of the drawing spans 56 to 464 across and 242 up to 32.
    assertThat(chart.drawings().get(0))
        .contains("d=\"M56 242L260 137\"")
        .contains("class=\"dot faint s0\" cx=\"260\" cy=\"189.5\"")
        .contains("class=\"dot faint s0\" cx=\"260\" cy=\"84.5\"")
        .contains("s 0.000 at 0.000, 0.5000 at 1.000");
    assertThat(chart.legend()).containsExactly("s");
  }

  @Test
  void differencesStandBelowEachOtherAroundZero() {
    ForestChart chart =
        new ForestChart(
            "t",
            "",
            "difference",
            List.of(
                new ForestChart.Row("aaaa", 1, 0.1, -0.1, 0.3),
                new ForestChart.Row("b", 2, -0.1, -0.1, -0.1)));
    String svg = chart.drawings().get(0);
    // Labels of 4 letters take 44 units on the left, numbers 60 on the right: 376 for -0.1 to 0.3.
    assertThat(svg)
        .contains("<line class=\"axis\" x1=\"138\"")
        .contains("<line class=\"line solid s1\" x1=\"44\" y1=\"21\" x2=\"420\" y2=\"21\"/>")
        .contains("<circle class=\"dot s1\" cx=\"232\" cy=\"21\" r=\"4\"/>")
        .contains("<circle class=\"dot s2\" cx=\"44\" cy=\"47\" r=\"4\"/>")
        .contains("+0.100", "−0.100");
    assertThat(chart.legend()).isEmpty();
  }

  @Test
  void wideLabelsOfAForestStandAboveTheirRowsWithinThePicture() {
    String wide = "genseg (genseg.masks.operators=[HORIZONTAL_FLIP, ROTATE])";
    ForestChart chart =
        new ForestChart("t", "", "d", List.of(new ForestChart.Row(wide, 0, 0.5, 0, 1)));
    assertThat(chart.drawings().get(0))
        .contains("<text class=\"label\" x=\"12\" y=\"27.2\">genseg (genseg.masks")
        .contains("<line class=\"line solid s0\" x1=\"12\" y1=\"40.2\" x2=\"420\" y2=\"40.2\"/>");
  }

  @Test
  void differencesThatAreAllZeroHaveAnAxisToo() {
    ForestChart chart =
        new ForestChart("t", "", "d", List.of(new ForestChart.Row("a", 0, 0, 0, 0)));
    assertThat(chart.drawings().get(0)).doesNotContain("NaN").contains("+0.000");
  }

  @Test
  void markerStandsAtItsPosition() {
    LineChart.Marker best = new LineChart.Marker("best", 1);
    assertThat(drawn(Axis.linear("y"), new double[] {0, 2}, new double[] {0, 1}, best))
        .contains("class=\"marker\" x1=\"260\" y1=\"32\" x2=\"260\" y2=\"242\"", ">best</text>");
  }

  @Test
  void chartWithoutDataStillHasItsFrame() {
    assertThat(drawn(Axis.linear("y"), new double[0], new double[0])).contains("d=\"\"", ">0.4<");
    assertThat(drawn(Axis.log("y"), new double[] {1}, new double[] {NAN})).contains("d=\"\"");
  }

  @Test
  void constantSeriesIsDrawnInTheMiddle() {
    assertThat(drawn(Axis.linear("y"), new double[] {0, 1}, new double[] {4, 4}))
        .contains("d=\"M56 137L464 137\"");
  }

  @Test
  void descriptionTellsWhatTheCurveDoes() {
    assertThat(drawn(Axis.linear("loss"), new double[] {0, 1, 2}, new double[] {3, 0.25, 1}))
        .contains("aria-label=\"t: loss over x; s from 3.000 to 1.000, between 0.2500 and 3.000\"");
  }

  @Test
  void smoothedSeriesIsDrawnTwice() {
    double[] x = IntStream.range(0, 100).asDoubleStream().toArray();
    LineChart chart =
        new LineChart(
            "t",
            "",
            Axis.linear("x"),
            Axis.linear("y"),
            List.of(new LineChart.Series("s", x, x, true)),
            List.of());
    assertThat(chart.drawings().get(0)).contains("\"line faint s0\"", "\"line s0\"");
  }

  @Test
  void movingAverageIsTheMeanOfACentredStretchCutAtTheEnds() {
    double[] values = new double[80]; // 5 % of 80 is 4: two to each side
    values[40] = 10;
    values[1] = 6;
    values[60] = NAN;
    values[61] = 8;
    double[] smooth = Smoothing.movingAverage(values);
    assertThat(Arrays.copyOfRange(smooth, 37, 44)).containsExactly(0, 2, 2, 2, 2, 2, 0);
    assertThat(Arrays.copyOfRange(smooth, 0, 4)).containsExactly(2, 1.5, 1.2, 1.2);
    assertThat(smooth[60]).isNaN();
    assertThat(smooth[61]).isEqualTo(8.0 / 4);
  }

  @Test
  void straightLineIsNotBentBySmoothing() {
    double[] line = IntStream.range(0, 200).mapToDouble(i -> 3 + 0.5 * i).toArray();
    double[] smooth = Smoothing.movingAverage(line);
    assertThat(Arrays.copyOfRange(smooth, 5, 195))
        .containsExactly(Arrays.copyOfRange(line, 5, 195), within(1e-9));
  }

  @Test
  void thinningKeepsTheEndsAndEveryExtreme() {
    double[] values = new double[100_000];
    values[12_345] = 1;
    values[77_777] = -1;
    values[5] = NAN;
    int[] kept = Smoothing.thinned(values);
    assertThat(kept).isSorted().doesNotHaveDuplicates().hasSizeLessThan(1003);
    assertThat(kept).contains(0, 12_345, 77_777, 99_999);
    assertThat(Smoothing.thinned(new double[4])).containsExactly(0, 1, 2, 3);
  }

  @Test
  void areasLieOnOneAnother() {
    StackedAreaChart chart =
        new StackedAreaChart(
            "t",
            "",
            Axis.linear("x"),
            List.of("a", "b"),
            List.of(
                new StackedAreaChart.Panel(
                    "p", new double[] {0, 1}, new double[][] {{0.25, 0.75}, {0.5, 0.5}})));
    // The inner part spans 34 to 226 across and 140 up to 28.
    assertThat(chart.drawings()).hasSize(1);
    assertThat(chart.drawings().get(0))
        .contains(
            "class=\"area s0\" d=\"M34 112L226 84L226 140L34 140Z\"",
            "class=\"area s1\" d=\"M34 28L226 28L226 84L34 112Z\"",
            "p, shares at the end: a 0.5000, b 0.5000");
  }

  @Test
  void sharesMustBeAWhole() {
    assertThatThrownBy(
            () ->
                new StackedAreaChart(
                    "t",
                    "",
                    Axis.linear("x"),
                    List.of("a", "b"),
                    List.of(
                        new StackedAreaChart.Panel(
                            "p", new double[] {0}, new double[][] {{0.5, 0.4}}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sum to 1");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 5, 0.0 0.2 0.4 0.6 0.8 1.0",
    "0, 1200, 5, 0 500 1000",
    "-0.03, 0.02, 5, −0.03 −0.02 −0.01 0.00 0.01 0.02",
    "0, 60000, 3, 0 20 k 40 k 60 k",
    "0, 3000000, 3, 0 1 M 2 M 3 M",
    "7, 9, 2, 7 8 9"
  })
  void linearTicksAreRound(double from, double to, int wanted, String labels) {
    assertThat(String.join(" ", Ticks.linear(from, to, wanted).labels())).isEqualTo(labels);
  }

  @ParameterizedTest
  @CsvSource({
    "0.01, 10, 0.01 0.1 1 10",
    "0.02, 0.5, 0.02 0.05 0.1 0.2 0.5",
    "1e-8, 1e-4, 10⁻⁸ 10⁻⁷ 10⁻⁶ 10⁻⁵ 10⁻⁴",
    "1e-5, 2e-5, 10⁻⁵ 2·10⁻⁵",
    "1e-12, 1, 10⁻¹² 10⁻¹⁰ 10⁻⁸ 10⁻⁶ 10⁻⁴ 0.01 1"
  })
  void logarithmicTicksAreDecadesOrRoundPartsOfThem(double from, double to, String labels) {
    assertThat(String.join(" ", Ticks.log(from, to).labels())).isEqualTo(labels);
  }
}
