package io.github.handful.surfaces.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnProgrammeTest {
  private static final double ENDLESS = Double.POSITIVE_INFINITY;

  /** A column of means, variances and layers' least and largest thickness. */
  private record Column(double[] mean, double[] variance, ThicknessLimits limits) {
    static Column random(SplittableRandom random, int surfaces, double minimum, double maximum) {
      double[] mean = new double[surfaces];
      double[] variance = new double[surfaces];
      for (int i = 0; i < surfaces; i++) {
        mean[i] = 50 + 4 * i + 8 * random.nextGaussian();
        variance[i] = 0.1 + 29.9 * random.nextDouble();
      }
      return new Column(mean, variance, equal(surfaces, minimum, maximum));
    }
  }

  private static ThicknessLimits equal(int surfaces, double minimum, double maximum) {
    return new ThicknessLimits(
        Collections.nCopies(surfaces - 1, minimum), Collections.nCopies(surfaces - 1, maximum));
  }

  /** The min-max formula of isotonic regression: the best of all averages of neighbours. */
  private static double[] closedForm(Column column) {
    int n = column.mean().length;
    double[] offset = new double[n];
    for (int i = 1; i < n; i++) {
      offset[i] = offset[i - 1] + column.limits().minimum().get(i - 1);
    }
    double[] rows = new double[n];
    for (int i = 0; i < n; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int a = 0; a <= i; a++) {
        double least = ENDLESS;
        for (int b = i; b < n; b++) {
          double weights = 0;
          double sum = 0;
          for (int k = a; k <= b; k++) {
            weights += 1 / column.variance()[k];
            sum += (column.mean()[k] - offset[k]) / column.variance()[k];
          }
          least = Math.min(least, sum / weights);
        }
        best = Math.max(best, least);
      }
      rows[i] = offset[i] + best;
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9, 11})
  void poolingEqualsTheClosedFormAndTheInteriorPointMethodEqualsBoth(int surfaces) {
    SplittableRandom random = new SplittableRandom(surfaces);
    for (double minimum : new double[] {0, 1.5}) {
      for (int n = 0; n < 40; n++) {
        Column column = Column.random(random, surfaces, minimum, ENDLESS);
        double[] closed = closedForm(column);
        assertThat(solve(new IsotonicProgramme(column.limits()), column).rows())
            .containsExactly(closed, within(1e-10));
        assertThat(solve(new InteriorPointProgramme(column.limits()), column).rows())
            .containsExactly(closed, within(1e-6));
      }
    }
  }

  @Test
  void aColumnInOrderKeepsItsMeans() {
    double[] mean = {3, 7.5, 7.6};
    Column column = new Column(mean, new double[] {1, 5, 2}, ThicknessLimits.orderOnly(3));
    assertThat(solve(new IsotonicProgramme(column.limits()), column).rows()).containsExactly(mean);
    assertThat(solve(new InteriorPointProgramme(column.limits()), column).rows())
        .containsExactly(mean, within(1e-7));
  }

  @Test
  void aReversedColumnBecomesItsWeightedMean() {
    // Weights 1, 1/2 and 1/4: (9 + 6/2 + 2/4) / 1.75 = 50 / 7.
    Column column =
        new Column(new double[] {9, 6, 2}, new double[] {1, 2, 4}, ThicknessLimits.orderOnly(3));
    double[] expected = {50 / 7.0, 50 / 7.0, 50 / 7.0};
    assertThat(solve(new IsotonicProgramme(column.limits()), column).rows())
        .containsExactly(expected, within(1e-12));
    assertThat(solve(new InteriorPointProgramme(column.limits()), column).rows())
        .containsExactly(expected, within(1e-7));
  }

  @Test
  void aSurfaceWithoutVarianceIsPinned() {
    Column column =
        new Column(new double[] {9, 6}, new double[] {1, 1e-9}, ThicknessLimits.orderOnly(2));
    assertThat(solve(new IsotonicProgramme(column.limits()), column).rows())
        .containsExactly(new double[] {6, 6}, within(1e-8));
  }

  @Test
  void aLayerThatIsTooThickIsDrawnTogetherByTheVariances() {
    // 10 rows apart, at most 4 allowed: 6 rows shared as 1 : 2.
    Column column = new Column(new double[] {0, 10}, new double[] {1, 2}, equal(2, 1, 4));
    assertThat(ColumnProgramme.of(column.limits())).isInstanceOf(InteriorPointProgramme.class);
    assertThat(solve(ColumnProgramme.of(column.limits()), column).rows())
        .containsExactly(new double[] {2, 6}, within(1e-7));
  }

  @Test
  void twoKindsOfLimitsAgreeWithAnIndependentSolver() {
    SplittableRandom random = new SplittableRandom(31);
    for (int n = 0; n < 5; n++) {
      Column column = Column.random(random, 5, 1, 6);
      assertThat(solve(new InteriorPointProgramme(column.limits()), column).rows())
          .containsExactly(byProjections(column), within(1e-5));
    }
  }

  /** Dykstra's alternating projections onto each limit, in the metric of the variances. */
  private static double[] byProjections(Column column) {
    int layers = column.limits().minimum().size();
    double[] s = column.mean().clone();
    double[] corrections = new double[layers];
    for (int sweep = 0; sweep < 20_000; sweep++) {
      for (int k = 0; k < layers; k++) {
        double share = column.variance()[k] + column.variance()[k + 1];
        s[k] += column.variance()[k] * corrections[k];
        s[k + 1] -= column.variance()[k + 1] * corrections[k];
        double thickness = s[k + 1] - s[k];
        double wanted =
            Math.max(
                column.limits().minimum().get(k),
                Math.min(column.limits().maximum().get(k), thickness));
        corrections[k] = (wanted - thickness) / share;
        s[k] -= column.variance()[k] * corrections[k];
        s[k + 1] += column.variance()[k + 1] * corrections[k];
      }
    }
    return s;
  }

  @Test
  void aLargestThicknessThatIsNotReachedChangesNothing() {
    SplittableRandom random = new SplittableRandom(32);
    for (int n = 0; n < 20; n++) {
      Column column = Column.random(random, 9, 0.5, 500);
      assertThat(solve(new InteriorPointProgramme(column.limits()), column).rows())
          .containsExactly(
              solve(new IsotonicProgramme(column.limits()), column).rows(), within(1e-6));
    }
  }

  @Test
  void theConditionsOfAnOptimumHoldInEveryColumn() {
    SplittableRandom random = new SplittableRandom(33);
    for (int n = 0; n < 500; n++) {
      Column column = Column.random(random, 9, n % 2, n % 3 == 0 ? ENDLESS : 8);
      var optimum =
          (InteriorPointProgramme.Optimum)
              solve(new InteriorPointProgramme(column.limits()), column);
      double[] residuals = optimum.point().residuals();
      assertThat(residuals[0]).isLessThan(1e-8);
      assertThat(residuals[1]).isLessThan(1e-8);
      assertThat(residuals[2]).isBetween(0.0, 1e-16 / 0.2);
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(34);
    for (int n = 0; n < 20; n++) {
      checkGradient(Column.random(random, 5, 0.5, ENDLESS), random, false);
      checkGradient(Column.random(random, 5, 0.5, ENDLESS), random, true);
      checkGradient(Column.random(random, 5, 0.5, 6), random, true);
    }
  }

  private static void checkGradient(Column column, SplittableRandom random, boolean interior) {
    ColumnProgramme programme =
        interior
            ? new InteriorPointProgramme(column.limits())
            : new IsotonicProgramme(column.limits());
    double[] upstream = random.doubles(column.mean().length, -1, 1).toArray();
    ColumnProgramme.Gradient gradient = solve(programme, column).gradient(upstream);
    double h = 1e-4;
    for (int i = 0; i < upstream.length; i++) {
      double[] up = column.mean().clone();
      double[] down = column.mean().clone();
      up[i] += h;
      down[i] -= h;
      assertThat(gradient.mean()[i])
          .isCloseTo(
              slope(programme, upstream, up, column.variance(), down, column.variance(), h),
              within(1e-6));
      double[] wide = column.variance().clone();
      double[] narrow = column.variance().clone();
      wide[i] += h;
      narrow[i] -= h;
      assertThat(gradient.variance()[i])
          .isCloseTo(
              slope(programme, upstream, column.mean(), wide, column.mean(), narrow, h),
              within(1e-6));
    }
  }

  private static double slope(
      ColumnProgramme programme,
      double[] upstream,
      double[] meanUp,
      double[] varianceUp,
      double[] meanDown,
      double[] varianceDown,
      double h) {
    double[] up = programme.solve(meanUp, varianceUp).rows();
    double[] down = programme.solve(meanDown, varianceDown).rows();
    double sum = 0;
    for (int i = 0; i < upstream.length; i++) {
      sum += upstream[i] * (up[i] - down[i]);
    }
    return sum / (2 * h);
  }

  @Test
  void bothSolversHaveTheSameGradientAndShiftingAllMeansShiftsAllRows() {
    SplittableRandom random = new SplittableRandom(35);
    for (int n = 0; n < 50; n++) {
      Column column = Column.random(random, 9, 0.5, ENDLESS);
      double[] upstream = random.doubles(9, -1, 1).toArray();
      var pooled = solve(new IsotonicProgramme(column.limits()), column).gradient(upstream);
      var interior = solve(new InteriorPointProgramme(column.limits()), column).gradient(upstream);
      assertThat(interior.mean()).containsExactly(pooled.mean(), within(1e-5));
      assertThat(interior.variance()).containsExactly(pooled.variance(), within(1e-5));
      double sum = DoubleStream.of(upstream).sum();
      assertThat(DoubleStream.of(pooled.mean()).sum()).isCloseTo(sum, within(1e-12));
      assertThat(DoubleStream.of(interior.mean()).sum()).isCloseTo(sum, within(1e-12));
    }
  }

  @Test
  void oneSurfaceKeepsItsMean() {
    ThicknessLimits none = new ThicknessLimits(List.of(), List.of());
    ColumnProgramme.Solution one =
        ColumnProgramme.of(none).solve(new double[] {7}, new double[] {2});
    assertThat(one.rows()).containsExactly(7);
    assertThat(one.gradient(new double[] {3}).mean()).containsExactly(3);
  }

  @Test
  void meansThatAreNotFiniteAreRefused() {
    double[] mean = {1, Double.NaN};
    assertThatThrownBy(
            () -> ColumnProgramme.of(ThicknessLimits.orderOnly(2)).solve(mean, new double[] {1, 1}))
        .hasMessageContaining("surface 2 has mean NaN");
    double[] variance = new double[2];
    Arrays.fill(mean, 0);
    assertThatThrownBy(() -> ColumnProgramme.of(ThicknessLimits.orderOnly(2)).solve(mean, variance))
        .hasMessageContaining("surface 1");
  }

  private static ColumnProgramme.Solution solve(ColumnProgramme programme, Column column) {
    return programme.solve(column.mean(), column.variance());
  }
}
