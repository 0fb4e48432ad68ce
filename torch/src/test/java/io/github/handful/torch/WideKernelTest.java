package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels that reach beyond both borders of a picture at once. */
class WideKernelTest {
  /** Only the middle of such a kernel meets a pixel; its gradient is told by hand for one pixel. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void gradientsInBfloat16AreThoseOfFloat32(int side) {
    Ops.seed(1);
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.normal(1, 2, 64, side, side);
      Tensor weight = Ops.normal(0.05, 64, 64, 7, 7).requires_grad_(true);
      Tensor exact = gradient(Compute.REFERENCE, x, weight);
      Tensor rough = gradient(new Compute(false, Precision.BFLOAT16), x, weight);
      assertThat(Ops.allFinite(rough)).isTrue();
      double largest = Ops.value(exact.abs().max());
      assertThat(Ops.value(rough.sub(exact).abs().max())).isLessThan(0.05 * largest);
      if (side == 1) {
        assertThat(Ops.value(exact.narrow(2, 0, 3).abs().max())).isZero();
      }
    }
  }

  private static Tensor gradient(Compute compute, Tensor x, Tensor weight) {
    Tensor y =
        compute.run(
            () ->
                Ops.toFloat(
                    Functional.convolution(
                        compute.batch(x),
                        weight,
                        Optional.empty(),
                        Convolution.Kernel.of(2, 7, 1, 3))));
    return Autograd.gradients(y.square().sum(), List.of(weight)).get(0);
  }
}
