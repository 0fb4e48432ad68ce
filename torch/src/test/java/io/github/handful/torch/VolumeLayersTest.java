package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Convolution.Kernel;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeLayersTest {
  private static final Kernel FLAT =
      new Kernel(List.of(1, 3, 4), List.of(1, 2, 2), List.of(0, 1, 1));

  @Test
  void aConvolutionHasItsOwnSizeStrideAndPaddingAlongEachAxis() {
    try (Scope scope = Scope.open()) {
      Ops.seed(1);
      Tensor x = Ops.normal(1, 1, 2, 3, 5, 6);
      Tensor w = Ops.normal(1, 1, 2, 1, 3, 4);
      Tensor y = Functional.convolution(x, w, Optional.empty(), FLAT);
      assertThat(Shapes.of(y)).containsExactly(1, 1, 3, 3, 3);
      double[] in = Ops.doubles(x);
      double[] weights = Ops.doubles(w);
      double[] out = Ops.doubles(y);
      for (int i = 0; i < out.length; i++) {
        assertThat(out[i]).isCloseTo(directly(in, weights, i), within(1e-5));
      }
    }
  }

  /** The sum over both channels and the taps of {@link #FLAT}, with zeros outside. */
  private static double directly(double[] in, double[] weights, int i) {
    int z = i / 9;
    int top = i / 3 % 3 * 2 - 1;
    int left = i % 3 * 2 - 1;
    double sum = 0;
    for (int c = 0; c < 2; c++) {
      for (int ky = 0; ky < 3; ky++) {
        for (int kx = 0; kx < 4; kx++) {
          int y = top + ky;
          int x = left + kx;
          if (y >= 0 && y < 5 && x >= 0 && x < 6) {
            sum += weights[(c * 3 + ky) * 4 + kx] * in[((c * 3 + z) * 5 + y) * 6 + x];
          }
        }
      }
    }
    return sum;
  }

  @Test
  void theTransposedConvolutionIsTheAdjointOfThePlainOne() {
    try (Scope scope = Scope.open()) {
      Ops.seed(2);
      Tensor w = Ops.normal(1, 3, 2, 1, 3, 4);
      Tensor x = Ops.normal(1, 1, 2, 3, 5, 6);
      Tensor y = Ops.normal(1, 1, 3, 3, 3, 3);
      double there =
          Ops.dot(List.of(Functional.convolution(x, w, Optional.empty(), FLAT)), List.of(y));
      double back =
          Ops.dot(
              List.of(x), List.of(Functional.transposedConvolution(y, w, Optional.empty(), FLAT)));
      assertThat(back).isCloseTo(there, within(1e-4));
    }
  }

  /** A volume of one slice under a kernel of one slice is a picture. */
  @Test
  void oneSliceGivesWhatThePictureGives() {
    try (Scope scope = Scope.open()) {
      Ops.seed(3);
      Tensor x = Ops.normal(1, 2, 3, 8, 8);
      Tensor w = Ops.normal(1, 4, 3, 3, 3);
      Tensor picture = Functional.convolution(x, w, Optional.empty(), Kernel.of(2, 3, 1, 1));
      Kernel slice = new Kernel(List.of(1, 3, 3), List.of(1, 1, 1), List.of(0, 1, 1));
      Tensor volume =
          Functional.convolution(x.unsqueeze(2), w.unsqueeze(2), Optional.empty(), slice);
      assertThat(Ops.value(volume.squeeze(2).sub(picture).abs().max())).isLessThan(1e-5);
    }
  }

  /**
   * Sizes for which oneDNN's gradients are wrong, left to itself: depths of 4, 6 and 8 under a
   * kernel of 8, one voxel under kernels of 3 and 4.
   */
  @ParameterizedTest
  @CsvSource({
    "8, 2, 3, 8, 10",
    "8, 2, 3, 6, 6",
    "8, 2, 3, 4, 4",
    "6, 2, 2, 2, 2",
    "4, 2, 1, 2, 6",
    "3, 1, 1, 1, 1",
    "3, 2, 1, 6, 8"
  })
  void gradientsOfSmallVolumesAreThoseOfFloat64(
      int size, int stride, int padding, int depth, int width) {
    Kernel kernel = Kernel.of(3, size, stride, padding);
    for (boolean transposed : new boolean[] {false, true}) {
      for (Compute compute : List.of(Compute.REFERENCE, new Compute(false, Precision.BFLOAT16))) {
        try (Scope scope = Scope.open()) {
          Ops.seed(5);
          int fine = transposed ? stride : 1;
          Tensor x = compute.batch(Ops.normal(1, 1, 16, depth / fine, 8 / fine, width / fine));
          Tensor w = Ops.normal(0.1, 16, 16, size, size, size);
          List<Tensor> fast = compute.run(() -> gradients(x, w, kernel, transposed));
          List<Tensor> exact =
              gradients(
                  x.to(ScalarType.Double).contiguous(),
                  w.to(ScalarType.Double),
                  kernel,
                  transposed);
          for (int i = 0; i < 2; i++) {
            Tensor error = fast.get(i).to(ScalarType.Double).sub(exact.get(i));
            assertThat(Ops.value(error.norm()) / Ops.value(exact.get(i).norm())).isLessThan(0.02);
          }
        }
      }
    }
  }

  private static List<Tensor> gradients(Tensor x, Tensor w, Kernel kernel, boolean transposed) {
    List<Tensor> variables =
        List.of(x.detach().requires_grad_(true), w.detach().requires_grad_(true));
    Tensor y =
        transposed
            ? Functional.transposedConvolution(
                variables.get(0), variables.get(1), Optional.empty(), kernel)
            : Functional.convolution(variables.get(0), variables.get(1), Optional.empty(), kernel);
    return Autograd.gradients(y.square().sum(), variables);
  }

  @Test
  void poolingTakesTheGreatestOfEightVoxels() {
    try (Scope scope = Scope.open()) {
      float[] values = new float[16];
      for (int i = 0; i < 16; i++) {
        values[i] = i * 7 % 16;
      }
      // Columns 0 and 1 of all four rows: 0 7 | 12 3 | 8 15 | 4 11; then columns 2 and 3.
      assertThat(Ops.floats(Functional.maxPool2(Ops.tensor(values, 1, 1, 2, 2, 4))))
          .containsExactly(15, 14);
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "3"})
  void upsamplingIsLinearBetweenTheCentresOfThePixels(int dimensions) {
    try (Scope scope = Scope.open()) {
      Tensor row = Ops.tensor(new float[] {0, 4}, 1, 1, 1, 2);
      Tensor x = dimensions == 2 ? row : row.unsqueeze(2);
      long[] factors = dimensions == 2 ? new long[] {1, 2} : new long[] {2, 1, 2};
      float[] fine = Ops.floats(Functional.upsample(x, factors));
      assertThat(fine).startsWith(0, 1, 3, 4).hasSize(dimensions == 2 ? 4 : 8);
      assertThat(fine).endsWith(0, 1, 3, 4);
    }
  }

  @Test
  void volumesAreConvolvedInBfloat16UnderAutocast() {
    Compute bfloat16 = new Compute(false, Precision.BFLOAT16);
    try (Scope scope = Scope.open()) {
      Ops.seed(4);
      Tensor x = Ops.normal(1, 1, 4, 6, 6, 6);
      Tensor w = Ops.normal(0.1, 4, 4, 3, 3, 3);
      Kernel three = Kernel.of(3, 3, 1, 1);
      Tensor exact = Functional.convolution(x, w, Optional.empty(), three);
      Tensor fast =
          bfloat16.run(
              () ->
                  Functional.transposedConvolution(
                      Functional.convolution(bfloat16.batch(x), w, Optional.empty(), three),
                      w,
                      Optional.empty(),
                      three));
      assertThat(fast.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      Tensor slow = Functional.transposedConvolution(exact, w, Optional.empty(), three);
      double error = Ops.value(Ops.toFloat(fast).sub(slow).norm()) / Ops.value(slow.norm());
      assertThat(error).isBetween(1e-5, 0.03);
    }
  }

  @Test
  void instanceNormalisationTakesTheMeanOverAllVoxels() {
    try (Network network = new Network(Initialiser.FAN_IN);
        Scope scope = Scope.open()) {
      Norm norm = new Norm(network, "n", Norm.Kind.INSTANCE, 1);
      network.ready(Compute.REFERENCE);
      Tensor x = Ops.tensor(new float[] {1, 2, 3, 6}, 1, 1, 2, 1, 2);
      assertThat(Ops.doubles(norm.forward(network.training(), x))[3])
          .isCloseTo(3 / Math.sqrt(3.5 + 1e-5), within(1e-6));
    }
  }

  @Test
  void declaredWeightsAreCountedButTakeNoMemory() {
    try (Network network = new Network(Initialiser.DECLARED);
        Scope scope = Scope.open()) {
      Convolution.plain(network, "c", 4096, 4096, Kernel.of(3, 8, 2, 3), true);
      network.ready(Compute.REFERENCE);
      // 32 GiB, were they there.
      assertThat(network.parameters().count()).isEqualTo(4096L * 4096 * 512 + 4096);
    }
  }

  @Test
  void aKernelNeedsASizeAStrideAPaddingAndADilationForEachAxis() {
    assertThatThrownBy(() -> new Kernel(List.of(3, 3, 3), List.of(1, 1), List.of(1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("along each of 2 or 3 axes");
    assertThat(new Kernel(List.of(1, 3, 4), List.of(1, 1, 1), List.of(0, 0, 0)).taps())
        .isEqualTo(12);
  }
}
