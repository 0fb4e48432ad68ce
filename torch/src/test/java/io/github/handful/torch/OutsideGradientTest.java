package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class OutsideGradientTest {
  @Test
  void aScalarHasTheValueAndTheGradientsThatItWasGiven() {
    try (Scope scope = Scope.open()) {
      Tensor x = variable(3, 4);
      Tensor y = variable(5);
      Tensor value = Ops.tensor(new double[] {7}, 1).sum();
      Tensor ofX = Ops.tensor(new double[] {10, 20}, 2);
      Tensor ofY = Ops.tensor(new double[] {-1}, 1);
      Tensor outside = Autograd.scalar(value, List.of(x, y), List.of(ofX, ofY));
      assertThat(Ops.value(outside)).isEqualTo(7);
      Tensor loss = outside.add(x.square().sum());
      assertThat(Ops.value(loss)).isEqualTo(32);
      List<Tensor> gradients = Autograd.gradients(loss, List.of(x, y));
      assertThat(Ops.doubles(gradients.get(0))).containsExactly(16, 28);
      assertThat(Ops.doubles(gradients.get(1))).containsExactly(-1);
    }
  }

  @Test
  void aLossOfAnOutputIsDifferentiatedByTheOutput() {
    try (Scope scope = Scope.open()) {
      Tensor output = Ops.tensor(new double[] {2, 3}, 2);
      Autograd.ValueAndGradient loss = Autograd.of(output, y -> y.square().sum());
      assertThat(Ops.value(loss.value())).isEqualTo(13);
      assertThat(Ops.doubles(loss.gradient())).containsExactly(4, 6);
      assertThat(output.requires_grad()).isFalse();
    }
  }

  private static Tensor variable(double... values) {
    return Ops.tensor(values, values.length).requires_grad_(true);
  }
}
