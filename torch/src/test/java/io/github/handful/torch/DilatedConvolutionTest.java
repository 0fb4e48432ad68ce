package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Convolution.Kernel;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DilatedConvolutionTest {
  private static final List<Compute> COMPUTES =
      List.of(Compute.REFERENCE, new Compute(false, Precision.BFLOAT16));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void tapsLieAsFarApartAsTheDilationSays(int dilation) {
    try (Scope scope = Scope.open()) {
      float[] impulse = new float[121];
      impulse[5 * 11 + 5] = 1;
      Tensor w = Ops.tensor(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
      Kernel kernel = Kernel.of(2, 3, 1, dilation).dilated(dilation);
      Tensor y =
          Functional.convolution(Ops.tensor(impulse, 1, 1, 11, 11), w, Optional.empty(), kernel);
      double[] expected = new double[121];
      for (int tap = 0; tap < 9; tap++) {
        // A tap above the centre lights what lies below the impulse.
        int row = 5 - (tap / 3 - 1) * dilation;
        int column = 5 - (tap % 3 - 1) * dilation;
        expected[row * 11 + column] = tap + 1;
      }
      assertThat(Ops.doubles(y)).containsExactly(expected, within(1e-6));
    }
  }

  /** Also where the outer taps lie beyond both borders, as they do for small pictures. */
  @ParameterizedTest
  @CsvSource({"9, 9, 2", "16, 16, 12", "16, 16, 24", "4, 6, 36", "1, 1, 12", "12, 24, 12"})
  void gradientsOfPicturesAreThoseOfFloat64(int height, int width, int dilation) {
    Kernel kernel = Kernel.of(2, 3, 1, dilation).dilated(dilation);
    for (Compute compute : COMPUTES) {
      try (Scope scope = Scope.open()) {
        Ops.seed(5);
        Tensor x = compute.batch(Ops.normal(1, 2, 16, height, width));
        Tensor w = Ops.normal(0.1, 16, 16, 3, 3);
        List<Tensor> fast = compute.run(() -> gradients(x, w, kernel));
        List<Tensor> exact =
            gradients(x.to(ScalarType.Double).contiguous(), w.to(ScalarType.Double), kernel);
        for (int i = 0; i < 2; i++) {
          Tensor error = fast.get(i).to(ScalarType.Double).sub(exact.get(i));
          assertThat(Ops.value(error.norm()) / Ops.value(exact.get(i).norm())).isLessThan(0.02);
        }
      }
    }
  }

  private static List<Tensor> gradients(Tensor x, Tensor w, Kernel kernel) {
    Tensor input = x.detach().requires_grad_(true);
    Tensor weight = w.detach().requires_grad_(true);
    Tensor y = Functional.convolution(input, weight, Optional.empty(), kernel);
    return Autograd.gradients(y.mul(y).mean(), List.of(input, weight));
  }

  @Test
  void volumesAreDilatedAlongEveryAxis() {
    try (Scope scope = Scope.open()) {
      float[] impulse = new float[125];
      impulse[62] = 1;
      Tensor w = Ops.ones(1, 1, 3, 3, 3);
      Tensor y =
          Functional.convolution(
              Ops.tensor(impulse, 1, 1, 5, 5, 5),
              w,
              Optional.empty(),
              Kernel.of(3, 3, 1, 2).dilated(2));
      double[] lit = Ops.doubles(y);
      for (int i = 0; i < 125; i++) {
        boolean corner = i % 5 % 2 == 0 && i / 5 % 5 % 2 == 0 && i / 25 % 2 == 0;
        assertThat(lit[i]).isCloseTo(corner ? 1 : 0, within(1e-6));
      }
    }
  }
}
