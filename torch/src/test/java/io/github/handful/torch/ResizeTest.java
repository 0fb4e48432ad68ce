package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ResizeTest {
  @Test
  void aRampKeepsItsSlopeAndItsMiddle() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.tensor(new float[] {0, 4}, 1, 1, 1, 2);
      // Pixel centres of the fine grid lie at -0.25, 0.25, 0.75 and 1.25 of the coarse one.
      assertThat(Ops.floats(Functional.resize(x, 1, 4))).containsExactly(0, 1, 3, 4);
    }
  }

  @Test
  void plainInstanceNormalisationGivesMeanZeroAndVarianceOne() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.tensor(new float[] {1, 3, 10, 30}, 1, 2, 1, 2);
      float[] normal = Ops.floats(Functional.instanceNorm(x));
      assertThat(normal).containsExactly(new float[] {-1, 1, -1, 1}, within(1e-4f));
    }
  }

  @Test
  void smoothLossesAreSquareBelowOneAndLinearAbove() {
    try (Scope scope = Scope.open()) {
      Tensor loss =
          Functional.smoothL1(
              Ops.tensor(new double[] {0.5, -3, 1}, 3), Ops.tensor(new double[] {0, 0, 1}, 3));
      assertThat(Ops.doubles(loss)).containsExactly(0.125, 2.5, 0);
    }
  }
}
