package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final Compute BFLOAT16 = new Compute(false, Precision.BFLOAT16);
  private static final Convolution.Kernel THREE = Convolution.Kernel.of(2, 3, 1, 1);
  private static final float[] PIXELS = {1, 2, 3, 6};

  @Test
  void trainingMovesTheRunningStatisticsByATenthAndProbingLeavesThemAlone() {
    try (Network network = new Network(Initialiser.FAN_IN);
        Scope scope = Scope.open()) {
      Norm norm = new Norm(network, "n", Norm.Kind.BATCH, 1);
      network.ready(Compute.REFERENCE);
      Tensor x = Ops.tensor(PIXELS, 1, 1, 2, 2);
      Tensor probed = norm.forward(network.probing(network.parameters()), x);
      assertThat(statistics(network)).containsExactly(0, 1);
      Tensor trained = norm.forward(network.training(), x);
      assertThat(Ops.identical(probed, trained)).isTrue();
      // Mean 3; squared deviations 4 + 1 + 0 + 9: 14/4 normalises, 14/3 is remembered.
      assertThat(statistics(network))
          .containsExactly(new double[] {0.3, 0.9 + 0.1 * 14 / 3}, within(1e-6));
      assertThat(Ops.doubles(trained)[3]).isCloseTo(3 / Math.sqrt(3.5 + 1e-5), within(1e-6));

      Tensor evaluated = norm.forward(network.evaluating(), x);
      double deviation = Math.sqrt(0.9 + 1.4 / 3 + 1e-5);
      assertThat(Ops.doubles(evaluated)[0]).isCloseTo((1 - 0.3) / deviation, within(1e-6));
      assertThat(statistics(network)[0]).isCloseTo(0.3, within(1e-6));
    }
  }

  @Test
  void instanceNormalisationSeesEachImageAloneInEveryMode() {
    try (Network network = new Network(Initialiser.FAN_IN);
        Scope scope = Scope.open()) {
      Norm norm = new Norm(network, "n", Norm.Kind.INSTANCE, 1);
      network.ready(Compute.REFERENCE);
      assertThat(network.statistics().names()).isEmpty();
      Tensor two = Ops.tensor(new float[] {1, 2, 3, 6, 100, 200, 300, 600}, 2, 1, 2, 2);
      double[] trained = Ops.doubles(norm.forward(network.training(), two));
      double[] evaluated = Ops.doubles(norm.forward(network.evaluating(), two));
      assertThat(evaluated).isEqualTo(trained);
      assertThat(trained[0]).isCloseTo(-2 / Math.sqrt(3.5 + 1e-5), within(1e-6));
      assertThat(trained[4]).isCloseTo(-2 / Math.sqrt(3.5), within(1e-5));
    }
  }

  @Test
  void theSameSeedDropsTheSameEntriesInEveryPrecisionAndLayout() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.ones(2, 8, 16, 16);
      Ops.seed(6);
      Tensor plain = Functional.dropout(x, 0.5);
      Ops.seed(6);
      Tensor other = Functional.dropout(BFLOAT16.batch(x).to(ScalarType.BFloat16), 0.5);
      assertThat(Ops.floats(other)).isEqualTo(Ops.floats(plain)).containsOnly(0, 2);
      assertThat(Ops.value(plain.mean())).isCloseTo(1, within(0.1));
    }
  }

  @Test
  void bfloat16ConvolutionsComeCloseToFloat32() {
    try (Scope scope = Scope.open()) {
      Ops.seed(1);
      Tensor x = Ops.normal(1, 2, 8, 16, 16);
      Tensor w = Ops.normal(0.1, 4, 8, 3, 3);
      Tensor exact = Functional.convolution(x, w, Optional.empty(), THREE);
      Tensor fast =
          BFLOAT16.run(() -> Functional.convolution(BFLOAT16.batch(x), w, Optional.empty(), THREE));
      assertThat(fast.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      Tensor error = Ops.toFloat(fast).sub(exact);
      assertThat(Ops.value(error.norm()) / Ops.value(exact.norm())).isBetween(1e-5, 0.02);
    }
  }

  @Test
  void thePrecisionIsRestoredAlsoAfterAnException() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.ones(1, 1, 4, 4);
      Tensor w = Ops.ones(1, 1, 3, 3);
      BFLOAT16.run(() -> Functional.convolution(x, w, Optional.empty(), THREE));
      assertThatThrownBy(
              () ->
                  BFLOAT16.run(
                      () -> {
                        throw new IllegalStateException("thrown");
                      }))
          .hasMessage("thrown");
      Tensor y = Functional.convolution(x, w, Optional.empty(), THREE);
      assertThat(y.scalar_type().intern()).isEqualTo(ScalarType.Float);
    }
  }

  @Test
  void unknownDevicesAndPrecisionsAreRefusedByName() {
    assertThatThrownBy(() -> Compute.on("tpu", Precision.FLOAT32))
        .isInstanceOf(NativeException.class)
        .hasMessage("device must be auto, cpu or cuda, got tpu");
    assertThatThrownBy(() -> Precision.parse("float16"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("got float16");
    assertThat(Precision.parse("BFloat16")).isEqualTo(Precision.BFLOAT16);
    assertThat(Compute.on("CPU", Precision.FLOAT32)).isEqualTo(Compute.REFERENCE);
  }

  private static double[] statistics(Network network) {
    return new double[] {
      Ops.value(network.statistics().get("n.running_mean")),
      Ops.value(network.statistics().get("n.running_var"))
    };
  }
}
