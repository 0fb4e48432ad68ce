package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentationLossTest {
  /** A logit that is certain: its cross-entropy is below 1e-20 where it is right. */
  private static final double SURE = 50;

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void undecidedLogitsCostTheLogarithmOfTwoAndTheOverlapOfHalves() {
    Tensor logits = Ops.tensor(new double[4], 1, 1, 2, 2);
    Tensor target = target(1, 1, 0, 0);
    // Σpt = 1, Σp + Σt = 4.
    assertThat(dice(logits, target)).isCloseTo(Math.log(2) + 0.5, within(1e-6));
    // (1 + 1) / (4 − 1 + 1).
    assertThat(jaccard(logits, target)).isCloseTo(Math.log(2) + 0.5, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(SegmentationLoss.class)
  void aPerfectAndAnEmptyMaskCostNothing(SegmentationLoss loss) {
    assertThat(Ops.value(loss.of(sure(1, 0, 0, 1), target(1, 0, 0, 1)))).isLessThan(1e-6);
    assertThat(Ops.value(loss.of(sure(0, 0, 0, 0), target(0, 0, 0, 0)))).isLessThan(1e-6);
  }

  @Test
  void disjointAreasHaveASmoothedJaccardIndexOfOneOverTheirSumAndOne() {
    double entropy = SURE * 3 / 4;
    assertThat(jaccard(sure(1, 1, 0, 0), target(0, 0, 1, 0)) - entropy)
        .isCloseTo(1 - 1 / (2 + 1 + 1.0), within(1e-5));
  }

  @Test
  void theDiceOfABatchIsTakenJointlyTheJaccardOfEachImage() {
    Tensor logits = Ops.cat(List.of(sure(1, 1, 1, 0), sure(1, 0, 0, 0)), 0);
    Tensor target = Ops.cat(List.of(target(1, 1, 1, 0), target(0, 1, 0, 0)), 0);
    double entropy = SURE * 2 / 8;
    // Jointly 2·3 / (4 + 4); the mean of the images' own 1 and 0 would be 1/2.
    assertThat(dice(logits, target) - entropy).isCloseTo(1 - 6 / 8.0, within(1e-5));
    assertThat(jaccard(logits, target) - entropy).isCloseTo(1 - (1 + 1 / 3.0) / 2, within(1e-5));
  }

  @Test
  void severalClassesAverageTheirOverlapsWithoutBackground() {
    // Three classes on four pixels: the truth is 0 1 2 2, the prediction 0 1 1 2.
    Tensor logits = planes(SURE, new int[] {0, 1, 1, 2});
    Tensor target = planes(1, new int[] {0, 1, 2, 2});
    double entropy = SURE / 4;
    double one = 2 * 1 / 3.0;
    double two = 2 * 1 / 3.0;
    assertThat(dice(logits, target) - entropy).isCloseTo(1 - (one + two) / 2, within(1e-5));
    // Class 1: shared 1, sizes 2 and 1; class 2: shared 1, sizes 1 and 2.
    assertThat(jaccard(logits, target) - entropy).isCloseTo(1 - 2 / 3.0, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(SegmentationLoss.class)
  void gradientsAgreeWithDifferences(SegmentationLoss loss) {
    double[] values = {0.3, -1, 2, 0.1, -0.4, 0.9, -2, 0.5};
    Tensor target = Ops.cat(List.of(target(1, 0, 1, 0), target(0, 0, 1, 1)), 0);
    Tensor exact = Ops.tensor(values, 2, 1, 2, 2).requires_grad_(true);
    double[] gradient =
        Ops.doubles(Autograd.gradients(loss.of(exact, target), List.of(exact)).get(0));
    for (int i = 0; i < values.length; i++) {
      double[] up = values.clone();
      double[] down = values.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      double difference =
          Ops.value(loss.of(Ops.tensor(up, 2, 1, 2, 2), target))
              - Ops.value(loss.of(Ops.tensor(down, 2, 1, 2, 2), target));
      assertThat(difference / 2e-5).isCloseTo(gradient[i], within(1e-8));
    }
  }

  private static double dice(Tensor logits, Tensor target) {
    return Ops.value(SegmentationLoss.DICE.of(logits, target));
  }

  private static double jaccard(Tensor logits, Tensor target) {
    return Ops.value(SegmentationLoss.JACCARD.of(logits, target));
  }

  private static Tensor sure(int... classes) {
    double[] logits = new double[classes.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = classes[i] == 1 ? SURE : -SURE;
    }
    return Ops.tensor(logits, 1, 1, 2, 2);
  }

  private static Tensor target(int... classes) {
    double[] planes = new double[8];
    for (int i = 0; i < 4; i++) {
      planes[4 * classes[i] + i] = 1;
    }
    return Ops.tensor(planes, 1, 2, 2, 2);
  }

  private static Tensor planes(double value, int[] classes) {
    double[] planes = new double[12];
    for (int i = 0; i < 4; i++) {
      planes[4 * classes[i] + i] = value;
    }
    return Ops.tensor(planes, 1, 3, 2, 2);
  }
}
