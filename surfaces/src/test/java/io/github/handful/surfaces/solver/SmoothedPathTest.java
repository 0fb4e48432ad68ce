package io.github.handful.surfaces.solver;

import static io.github.handful.surfaces.solver.Enumeration.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmoothedPathTest {
  private static final double[] TEMPERATURES = {1, 0.1, 0.01, 0.001};

  @ParameterizedTest
  @CsvSource({"0,6", "1,340", "2,1748"})
  void allPathsOfATinyGridAreThoseOfTheSpecifiedCounts(int jump, int count) {
    assertThat(new Enumeration(new PathGrid(5, 6, jump)).paths()).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void valueAndProbabilitiesAreThoseOfAllPaths(int jump) {
    PathGrid grid = new PathGrid(5, 6, jump);
    Enumeration all = new Enumeration(grid);
    SplittableRandom random = new SplittableRandom(jump);
    for (double temperature : TEMPERATURES) {
      double[] scores = normal(random, grid.cells(), 1);
      SmoothedPath path = SmoothedPath.solve(grid, temperature, scores);
      assertThat(path.value()).isCloseTo(all.value(scores, temperature), within(1e-12));
      assertThat(path.probabilities())
          .containsExactly(all.probabilities(scores, temperature), within(1e-11));
      double best = BestPath.solve(grid, scores).score();
      double most = temperature * Math.log(all.paths().size());
      assertThat(path.value() - best).isBetween(-1e-12, most + 1e-12);
    }
  }

  @Test
  void theExpectationIsThatOfTheProbabilities() {
    PathGrid grid = new PathGrid(7, 9, 2);
    SmoothedPath path =
        SmoothedPath.solve(grid, 0.7, normal(new SplittableRandom(3), grid.cells(), 2));
    double[] probabilities = path.probabilities();
    for (int x = 0; x < grid.width(); x++) {
      double mean = 0;
      for (int z = 0; z < grid.height(); z++) {
        mean += probabilities[x * grid.height() + z] * z;
      }
      assertThat(path.expected()[x]).isCloseTo(mean, within(1e-12));
    }
  }

  @Test
  void theExpectedPathBecomesTheBestOneAsTheTemperatureFalls() {
    PathGrid grid = new PathGrid(12, 10, 1);
    double[] scores = normal(new SplittableRandom(5), grid.cells(), 1);
    int[] best = BestPath.solve(grid, scores).rows();
    double[] expected = SmoothedPath.solve(grid, 1e-3, scores).expected();
    assertThat(expected).containsExactly(doubles(best), within(1e-6));
  }

  @Test
  void withoutABoundColumnsAreSoftArgmaxesOfTheirOwn() {
    PathGrid grid = new PathGrid(4, 8, 7);
    double[] scores = normal(new SplittableRandom(6), grid.cells(), 3);
    double[] probabilities = SmoothedPath.solve(grid, 1, scores).probabilities();
    for (int x = 0; x < grid.width(); x++) {
      double sum = 0;
      for (int z = 0; z < 8; z++) {
        sum += Math.exp(scores[x * 8 + z]);
      }
      for (int z = 0; z < 8; z++) {
        assertThat(probabilities[x * 8 + z])
            .isCloseTo(Math.exp(scores[x * 8 + z]) / sum, within(1e-13));
      }
    }
  }

  @Test
  void withAJumpOfZeroEveryColumnHasTheSameRow() {
    PathGrid grid = new PathGrid(6, 40, 0);
    double[] expected =
        SmoothedPath.solve(grid, 1, normal(new SplittableRandom(7), grid.cells(), 1)).expected();
    double[] first = new double[6];
    Arrays.fill(first, expected[0]);
    assertThat(expected).containsExactly(first, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void theGradientIsThatOfFiniteDifferences(int jump) {
    PathGrid grid = new PathGrid(6, 7, jump);
    SplittableRandom random = new SplittableRandom(20 + jump);
    double temperature = 0.5;
    double[] scores = normal(random, grid.cells(), 1);
    double[] upstream = normal(random, grid.width(), 1);
    SmoothedPath path = SmoothedPath.solve(grid, temperature, scores);
    double[] gradient = path.gradient(upstream);
    double[] probabilities = path.probabilities();
    double h = 1e-5;
    for (int i = 0; i < scores.length; i++) {
      SmoothedPath up = SmoothedPath.solve(grid, temperature, shifted(scores, i, h));
      SmoothedPath down = SmoothedPath.solve(grid, temperature, shifted(scores, i, -h));
      double slope = (dot(upstream, up.expected()) - dot(upstream, down.expected())) / (2 * h);
      assertThat(gradient[i]).isCloseTo(slope, within(1e-7));
      assertThat(probabilities[i]).isCloseTo((up.value() - down.value()) / (2 * h), within(1e-9));
    }
  }

  @Test
  void theGradientOfAColumnAddsUpToNothing() {
    PathGrid grid = new PathGrid(50, 60, 3);
    SplittableRandom random = new SplittableRandom(8);
    SmoothedPath path = SmoothedPath.solve(grid, 1, normal(random, grid.cells(), 4));
    double[] gradient = path.gradient(normal(random, grid.width(), 1));
    for (int x = 0; x < grid.width(); x++) {
      double sum = Arrays.stream(gradient, x * 60, (x + 1) * 60).sum();
      assertThat(sum).isCloseTo(0, within(1e-12));
    }
    assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow()).isGreaterThan(0.01);
  }

  @Test
  void neighbouringExpectationsAreNeverFurtherApartThanTheJump() {
    SplittableRandom random = new SplittableRandom(9);
    for (int n = 0; n < 300; n++) {
      PathGrid grid =
          new PathGrid(2 + random.nextInt(30), 2 + random.nextInt(40), random.nextInt(4));
      double temperature = Math.pow(10, -2 + 3 * random.nextDouble());
      double scale = Math.pow(10, -1 + 3 * random.nextDouble());
      double[] expected =
          SmoothedPath.solve(grid, temperature, normal(random, grid.cells(), scale)).expected();
      for (int x = 1; x < grid.width(); x++) {
        assertThat(Math.abs(expected[x] - expected[x - 1])).isLessThanOrEqualTo(grid.jump() + 1e-6);
      }
    }
  }

  @Test
  void mirroringTheImageMirrorsThePath() {
    PathGrid grid = new PathGrid(9, 11, 2);
    double[] scores = normal(new SplittableRandom(10), grid.cells(), 2);
    double[] expected = SmoothedPath.solve(grid, 1, scores).expected();
    double[] turned = new double[scores.length];
    double[] flipped = new double[scores.length];
    for (int x = 0; x < 9; x++) {
      for (int z = 0; z < 11; z++) {
        turned[(8 - x) * 11 + z] = scores[x * 11 + z];
        flipped[x * 11 + 10 - z] = scores[x * 11 + z];
      }
    }
    double[] ofTurned = SmoothedPath.solve(grid, 1, turned).expected();
    double[] ofFlipped = SmoothedPath.solve(grid, 1, flipped).expected();
    for (int x = 0; x < 9; x++) {
      assertThat(ofTurned[8 - x]).isCloseTo(expected[x], within(1e-12));
      assertThat(10 - ofFlipped[x]).isCloseTo(expected[x], within(1e-12));
    }
  }

  @Test
  void aConstantForEveryColumnChangesNothing() {
    PathGrid grid = new PathGrid(5, 8, 1);
    double[] scores = normal(new SplittableRandom(11), grid.cells(), 1);
    double[] shifted = scores.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += 1000 * (i / 8);
    }
    assertThat(SmoothedPath.solve(grid, 1, shifted).expected())
        .containsExactly(SmoothedPath.solve(grid, 1, scores).expected(), within(1e-9));
  }

  @Test
  void aPathThatTrailsByThousandsStillWinsInTheEnd() {
    PathGrid grid = new PathGrid(90, 80, 0);
    double[] scores = new double[grid.cells()];
    for (int x = 0; x < 90; x++) {
      // Row 5 leads by 100 a column in the outer thirds, row 70 by 150 in the middle one.
      scores[x * 80 + (x / 30 == 1 ? 70 : 5)] = x / 30 == 1 ? 150 : 100;
    }
    SmoothedPath path = SmoothedPath.solve(grid, 1, scores);
    assertThat(path.value()).isCloseTo(6000, within(1e-9));
    assertThat(path.expected()[45]).isCloseTo(5, within(1e-12));
    assertThat(path.gradient(path.expected())).doesNotContain(Double.NaN);
  }

  @Test
  void aColumnWithoutInformationIsInterpolated() {
    PathGrid grid = new PathGrid(3, 9, 1);
    double[] scores = new double[27];
    scores[2] = 60;
    scores[18 + 4] = 60;
    // Only one path leads from row 2 over one column to row 4.
    assertThat(SmoothedPath.solve(grid, 1, scores).expected()[1]).isCloseTo(3, within(1e-9));
  }

  @Test
  void slidingSumsAreThoseOfEachWindow() {
    SplittableRandom random = new SplittableRandom(12);
    for (int reach = 0; reach <= 8; reach++) {
      for (int count : new int[] {1, 5, 31, 33, 100}) {
        double[] in = normal(random, count, 900);
        double[] out = new double[count];
        SlidingWindow.Rows rows = new SlidingWindow.Rows(0, 0, count);
        new SlidingWindow(reach).logSum(in, rows, out, rows);
        for (int z = 0; z < count; z++) {
          int low = Math.max(0, z - reach);
          int high = Math.min(count, z + reach + 1);
          double top = Arrays.stream(in, low, high).max().orElseThrow();
          double sum = Arrays.stream(in, low, high).map(v -> Math.exp(v - top)).sum();
          assertThat(out[z]).isCloseTo(top + Math.log(sum), within(1e-11));
        }
      }
    }
  }

  @Test
  void scoresThatAreNotFiniteAreRefused() {
    double[] scores = new double[6];
    scores[4] = Double.NaN;
    assertThatThrownBy(() -> SmoothedPath.solve(new PathGrid(2, 3, 1), 1, scores))
        .hasMessage("the score of column 1, row 1 is NaN; scores must be finite");
    assertThatThrownBy(() -> BestPath.solve(new PathGrid(2, 3, 1), scores))
        .hasMessageContaining("finite");
  }

  private static double[] shifted(double[] values, int i, double by) {
    double[] copy = values.clone();
    copy[i] += by;
    return copy;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] doubles(int[] rows) {
    return Arrays.stream(rows).asDoubleStream().toArray();
  }
}
