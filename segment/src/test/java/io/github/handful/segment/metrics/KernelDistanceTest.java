package io.github.handful.segment.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KernelDistanceTest {
  private static double[][] numbers(double... values) {
    double[][] vectors = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      vectors[i] = new double[] {values[i]};
    }
    return vectors;
  }

  /** Independent normal vectors with this mean in every number. */
  private static double[][] normal(int count, int numbers, double mean, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] vectors = new double[count][numbers];
    for (double[] vector : vectors) {
      for (int k = 0; k < numbers; k++) {
        vector[k] = mean + random.nextGaussian();
      }
    }
    return vectors;
  }

  @Test
  void agreesWithTheSumsWrittenOut() {
    // (1·2+1)³ + (0·3+1)³ − 2 · mean of (1·0+1)³, (1·3+1)³, (2·0+1)³, (2·3+1)³
    assertThat(KernelDistance.squared(numbers(1, 2), numbers(0, 3)))
        .isCloseTo(27 + 1 - 2 * (1 + 64 + 1 + 343) / 4.0, within(1e-12));
    // x·y is divided by the two numbers of a vector: (1/2 + 1)³ + 1 − 2 · (1 + 1.5³ + 1 + 1.5³)/4.
    double[][] first = {{1, 0}, {1, 0}};
    double[][] second = {{0, 1}, {1, 0}};
    assertThat(KernelDistance.squared(first, second))
        .isCloseTo(3.375 + 1 - 2 * (1 + 1 + 3.375 + 3.375) / 4, within(1e-12));
  }

  /** Over all samples of two the mean is 3·1² + 3·0² + 1² by the moments of the distributions. */
  @Test
  void meanOverAllSamplesIsTheDistanceOfTheDistributions() {
    double sum = 0;
    for (double a : new double[] {-1, 1}) {
      for (double b : new double[] {-1, 1}) {
        sum += KernelDistance.squared(numbers(a, b), numbers(1, 1));
      }
    }
    assertThat(sum / 4).isCloseTo(4, within(1e-12));
  }

  @Test
  void meanOverAllDivisionsOfOneSetIsZero() {
    double sum =
        KernelDistance.squared(numbers(0, 1), numbers(2, 5))
            + KernelDistance.squared(numbers(0, 2), numbers(1, 5))
            + KernelDistance.squared(numbers(0, 5), numbers(1, 2));
    assertThat(sum).isCloseTo(0, within(1e-9));
  }

  @Test
  void setsOfOneDistributionLieWithinChanceAndShiftedOnesBeyond() {
    KernelDistance distance = KernelDistance.standard();
    double[][] real = normal(40, 8, 0.5, 1);
    KernelDistance.Spread chance = distance.within(real, 20);
    KernelDistance.Spread same = distance.between(normal(40, 8, 0.5, 2), real, 20);
    KernelDistance.Spread shifted = distance.between(normal(40, 8, 1.5, 3), real, 20);

    assertThat(chance.lower()).isNegative();
    assertThat(chance.upper()).isPositive();
    assertThat(same.mean()).isBetween(chance.lower(), chance.upper());
    assertThat(shifted.lower()).isGreaterThan(chance.upper());
  }

  @Test
  void spreadOfAllVectorsIsTheEstimateItself() {
    double[][] first = normal(5, 3, 0, 4);
    double[][] second = normal(5, 3, 1, 5);
    KernelDistance.Spread spread = new KernelDistance(7, 1).between(first, second, 5);
    double all = KernelDistance.squared(first, second);
    assertThat(spread.mean()).isCloseTo(all, within(1e-9));
    assertThat(spread.lower()).isCloseTo(all, within(1e-9));
    assertThat(spread.upper()).isCloseTo(all, within(1e-9));
  }

  @Test
  void theSameSeedGivesTheSameSpread() {
    double[][] set = normal(9, 3, 0, 4);
    assertThat(new KernelDistance(50, 3).within(set, 4))
        .isEqualTo(new KernelDistance(50, 3).within(set, 4))
        .isNotEqualTo(new KernelDistance(50, 4).within(set, 4));
  }

  @Test
  void setsThatAreTooSmallAreRefused() {
    KernelDistance distance = KernelDistance.standard();
    assertThatThrownBy(() -> KernelDistance.squared(numbers(1), numbers(1, 2)))
        .hasMessageContaining("two vectors");
    assertThatThrownBy(() -> distance.within(numbers(1, 2, 3), 2)).hasMessageContaining("got 2");
    assertThatThrownBy(() -> distance.between(numbers(1, 2), numbers(1), 2))
        .hasMessageContaining("got 2");
  }
}
