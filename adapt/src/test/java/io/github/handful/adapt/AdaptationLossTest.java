package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdaptationLossTest {
  private Scope scope = Scope.open();

  @BeforeEach
  void open() {
    scope.close();
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor halfOnes() {
    return Ops.tensor(new float[] {1, 1, 0, 0}, 1, 1, 2, 2);
  }

  @Test
  void certainAndRightCostsNothing() {
    Tensor logits = Ops.tensor(new float[] {40, 40, -40, -40}, 1, 1, 2, 2);
    assertThat(Ops.value(AdaptationLoss.segmentation(logits, halfOnes()))).isLessThan(1e-4);
    Tensor none = Ops.times(Ops.ones(1, 1, 2, 2), -40);
    assertThat(Ops.value(AdaptationLoss.segmentation(none, Ops.zeros(1, 1, 2, 2))))
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void evenChanceCostsHalfOfLogTwoAndHalfOfDice() {
    double loss = Ops.value(AdaptationLoss.segmentation(Ops.zeros(3, 1, 2, 2), halfOnes()));
    assertThat(loss).isCloseTo(0.5 * Math.log(2) + 0.5, within(1e-5));
  }

  /** Uniform over 3 classes: ln 3, and for a class of 1 of 4 voxels 1 - (2/3 + .1) / (7/3 + .1). */
  @Test
  void severalClassesCostCrossEntropyAndTheMeanOfTheirDice() {
    Tensor labels = Ops.tensor(new float[] {0, 0, 0, 1}, 1, 1, 1, 2, 2);
    double present = 1 - (2 / 3.0 + 0.1) / (7 / 3.0 + 0.1);
    double absent = 1 - 0.1 / (4 / 3.0 + 0.1);
    double loss = Ops.value(AdaptationLoss.segmentation(Ops.zeros(2, 3, 1, 2, 2), labels));
    assertThat(loss).isCloseTo(Math.log(3) + (present + absent) / 2, within(1e-5));
  }

  /** Of 1 - s / (Σp + s), the slope by each p is s / (Σp + s)². */
  @Test
  void absentClassHasTheGradientOfTheSmoothedEmptyTarget() {
    Tensor p = Ops.times(Ops.ones(1, 1, 2, 2), 0.2);
    p.requires_grad_(true);
    Tensor loss = AdaptationLoss.overlap(p, Ops.zeros(1, 1, 2, 2), 0.1);
    double[] slope = Ops.doubles(Autograd.gradients(loss, List.of(p)).get(0));
    double wanted = 0.1 / (0.9 * 0.9);
    assertThat(slope)
        .hasSize(4)
        .containsExactly(new double[] {wanted, wanted, wanted, wanted}, within(1e-6));
  }

  private static List<Tensor> levels(double value, int dimensions, int count) {
    long[] shape = dimensions == 5 ? new long[] {1, 2, 2, 2, 2} : new long[] {1, 2, 2, 2};
    return IntStream.range(0, count)
        .mapToObj(i -> Ops.times(Ops.ones(shape), i == 0 ? 100 * value : value))
        .toList();
  }

  @Test
  void consistencyIsTheMeanSquareOfTheDifferenceOverTheLevelsThatCount() {
    for (int dimensions : List.of(4, 5)) {
      List<Tensor> wanted = levels(0, dimensions, 5);
      assertThat(Ops.value(AdaptationLoss.consistency(wanted, wanted))).isZero();
      for (double offset : List.of(0.5, 1.0, 2.0)) {
        assertThat(Ops.value(AdaptationLoss.consistency(levels(offset, dimensions, 5), wanted)))
            .isCloseTo(offset * offset, within(1e-6));
      }
    }
  }

  @Test
  void ofVolumesOnlyTheTwoCoarsestLevelsCount() {
    List<Tensor> wanted = levels(0, 5, 4);
    List<Tensor> given =
        List.of(
            wanted.get(0),
            Ops.plus(wanted.get(1), 7),
            Ops.plus(wanted.get(2), 1),
            Ops.plus(wanted.get(3), 3));
    assertThat(Ops.value(AdaptationLoss.consistency(given, wanted))).isCloseTo(5, within(1e-6));
  }
}
