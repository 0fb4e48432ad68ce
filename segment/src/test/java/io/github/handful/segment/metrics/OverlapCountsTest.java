package io.github.handful.segment.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.LabelMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OverlapCountsTest {

  @Test
  void shiftedSquaresHaveTheRatiosCountedByHand() {
    // Two 4x4 squares in 10x10, one column apart: 12 pixels in common.
    OverlapCounts counts =
        OverlapCounts.of(Masks.rectangle(10, 2, 2, 4, 4), Masks.rectangle(10, 3, 2, 4, 4), 1);
    assertThat(counts).isEqualTo(new OverlapCounts(12, 4, 4, 100 - 12 - 4 - 4));
    assertThat(counts.dice()).isEqualTo(2 * 12 / (16.0 + 16));
    assertThat(counts.jaccard()).isEqualTo(12 / (16.0 + 16 - 12));
    assertThat(counts.sensitivity()).isEqualTo(12 / 16.0);
    assertThat(counts.precision()).isEqualTo(12 / 16.0);
    assertThat(counts.specificity()).isEqualTo(80 / 84.0);
  }

  @Test
  void sensitivityDividesByTheTruthAndPrecisionByThePrediction() {
    OverlapCounts counts =
        OverlapCounts.of(Masks.rectangle(8, 1, 1, 2, 2), Masks.rectangle(8, 1, 1, 4, 5), 1);
    assertThat(counts.sensitivity()).isEqualTo(4 / 20.0);
    assertThat(counts.precision()).isEqualTo(4 / 4.0);
  }

  @Test
  void eachClassIsCountedOnItsOwn() {
    LabelMap prediction = new LabelMap(4, 1, new byte[] {0, 1, 2, (byte) 200});
    LabelMap truth = new LabelMap(4, 1, new byte[] {0, 2, 2, (byte) 200});
    assertThat(OverlapCounts.of(prediction, truth, 1)).isEqualTo(new OverlapCounts(0, 1, 0, 3));
    assertThat(OverlapCounts.of(prediction, truth, 2)).isEqualTo(new OverlapCounts(1, 0, 1, 2));
    assertThat(OverlapCounts.of(prediction, truth, 200)).isEqualTo(new OverlapCounts(1, 0, 0, 3));
  }

  @Test
  void twoEmptyMasksAgree() {
    OverlapCounts counts = OverlapCounts.of(Masks.empty(3, 3), Masks.empty(3, 3), 1);
    assertThat(counts.dice()).isEqualTo(1);
    assertThat(counts.jaccard()).isEqualTo(1);
    assertThat(counts.sensitivity()).isEqualTo(1);
    assertThat(counts.precision()).isEqualTo(1);
    assertThat(counts.specificity()).isEqualTo(1);
  }

  @Test
  void oneEmptyMaskLeavesTheRatioOfItsSizeUndefined() {
    LabelMap square = Masks.rectangle(3, 0, 0, 2, 2);
    OverlapCounts invented = OverlapCounts.of(square, Masks.empty(3, 3), 1);
    assertThat(invented.dice()).isZero();
    assertThat(invented.jaccard()).isZero();
    assertThat(invented.precision()).isZero();
    assertThat(invented.sensitivity()).isNaN();
    OverlapCounts missed = OverlapCounts.of(Masks.empty(3, 3), square, 1);
    assertThat(missed.dice()).isZero();
    assertThat(missed.sensitivity()).isZero();
    assertThat(missed.precision()).isNaN();
    LabelMap full = Masks.rectangle(3, 0, 0, 3, 3);
    assertThat(OverlapCounts.of(square, full, 1).specificity()).isNaN();
  }

  @Test
  void diceAndJaccardDetermineEachOther() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 100; trial++) {
      OverlapCounts counts =
          OverlapCounts.of(Masks.random(random, 6, 5, 0.4), Masks.random(random, 6, 5, 0.4), 1);
      double jaccard = counts.jaccard();
      assertThat(counts.dice()).isCloseTo(2 * jaccard / (1 + jaccard), within(1e-12));
    }
  }

  @Test
  void masksOfDifferentSizesAreRefused() {
    assertThatThrownBy(() -> OverlapCounts.of(Masks.empty(3, 2), Masks.empty(2, 3), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 x 2")
        .hasMessageContaining("2 x 3");
  }
}
