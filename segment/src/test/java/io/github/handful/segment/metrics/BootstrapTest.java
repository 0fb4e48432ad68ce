package io.github.handful.segment.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.segment.metrics.Bootstrap.Interval;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final Bootstrap BOOTSTRAP = Bootstrap.standard();

  @Test
  void equalValuesGiveAnIntervalWithoutWidth() {
    assertThat(BOOTSTRAP.mean(new double[] {0.5, 0.5, 0.5}))
        .isEqualTo(new Interval(0.5, 0.5, 0.5, 3, 0));
  }

  @Test
  void oneValueIsItsOwnIntervalAndNoneIsUndefined() {
    assertThat(BOOTSTRAP.mean(new double[] {0.7})).isEqualTo(new Interval(0.7, 0.7, 0.7, 1, 0));
    Interval none = BOOTSTRAP.mean(new double[] {Double.NaN});
    assertThat(none).isEqualTo(new Interval(Double.NaN, Double.NaN, Double.NaN, 0, 1));
  }

  @Test
  void undefinedValuesAreLeftOutAndCounted() {
    Interval interval = BOOTSTRAP.mean(new double[] {1, Double.NaN, 3});
    assertThat(interval.mean()).isEqualTo((1 + 3) / 2.0);
    assertThat(interval.used()).isEqualTo(2);
    assertThat(interval.leftOut()).isEqualTo(1);
    // The mean of two draws from {1, 3} is 1 with probability 1/4 and 3 with 1/4.
    assertThat(interval.lower()).isEqualTo(1);
    assertThat(interval.upper()).isEqualTo(3);
  }

  @Test
  void theIntervalOfManyNormalValuesIsTheOneOfTheTextbook() {
    SplittableRandom random = new SplittableRandom(2);
    double[] values = new double[400];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
      sum += values[i];
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double half = 1.96 * Math.sqrt(squares / values.length) / Math.sqrt(values.length);
    Interval interval = BOOTSTRAP.mean(values);
    assertThat(interval.mean()).isCloseTo(mean, within(1e-12));
    assertThat(interval.lower()).isCloseTo(mean - half, within(0.1 * half));
    assertThat(interval.upper()).isCloseTo(mean + half, within(0.1 * half));
  }

  @Test
  void theSeedDecidesTheInterval() {
    double[] values = {0.1, 0.35, 0.4, 0.62, 0.7, 0.91};
    assertThat(new Bootstrap(50, 1).mean(values)).isEqualTo(new Bootstrap(50, 1).mean(values));
    assertThat(new Bootstrap(50, 1).mean(values)).isNotEqualTo(new Bootstrap(50, 2).mean(values));
  }

  @Test
  void pairsCancelWhatTheCasesHaveInCommon() {
    // The cases vary much but the difference is always 1/4.
    double[] first = {0.25, 0.5, 0.75, 1};
    double[] second = {0, 0.25, 0.5, 0.75};
    assertThat(BOOTSTRAP.pairedDifference(first, second))
        .isEqualTo(new Interval(0.25, 0.25, 0.25, 4, 0));
    assertThat(
            BOOTSTRAP.pairedDifference(
                new double[] {1, Double.NaN, 3}, new double[] {Double.NaN, 2, 1}))
        .isEqualTo(new Interval(2, 2, 2, 1, 2));
  }

  @Test
  void whatMakesNoPairsOrResamplesIsRefused() {
    assertThatThrownBy(() -> BOOTSTRAP.pairedDifference(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bootstrap(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
