package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class AutogradTest {
  @Test
  void theSecondDerivativeOfACubeAtThreeIsEighteen() {
    try (Scope scope = Scope.open()) {
      Tensor x = variable(3);
      Tensor first = Autograd.differentiableGradients(x.mul(x).mul(x).sum(), List.of(x)).get(0);
      assertThat(Ops.value(first)).isEqualTo(27);
      assertThat(Ops.value(Autograd.gradients(first.sum(), List.of(x)).get(0))).isEqualTo(18);
    }
  }

  @Test
  void whatALossDoesNotDependOnHasAGradientOfZeros() {
    try (Scope scope = Scope.open()) {
      Tensor x = variable(3, 4);
      Tensor apart = variable(1, 2, 5);
      List<Tensor> gradients = Autograd.gradients(x.square().sum(), List.of(apart, x));
      assertThat(Ops.doubles(gradients.get(0))).containsExactly(0, 0, 0);
      assertThat(Ops.doubles(gradients.get(1))).containsExactly(6, 8);
      Tensor constant = Ops.tensor(new double[] {1}, 1);
      assertThat(Ops.doubles(Autograd.gradients(constant, List.of(x)).get(0)))
          .containsExactly(0, 0);
    }
  }

  @Test
  void aKeptGraphGivesTheSameGradientAgain() {
    try (Scope scope = Scope.open()) {
      Tensor x = variable(3);
      Tensor loss = x.square().sum();
      double first = Ops.value(Autograd.gradientsKeepingGraph(loss, List.of(x)).get(0));
      assertThat(Ops.value(Autograd.gradients(loss, List.of(x)).get(0))).isEqualTo(first);
      assertThat(x.grad().defined()).isFalse();
    }
  }

  @Test
  void recordingIsRestoredAlsoAfterAnException() {
    try (Scope scope = Scope.open()) {
      Tensor x = variable(3);
      Autograd.withoutGraph(() -> assertThat(x.square().requires_grad()).isFalse());
      assertThat(x.square().requires_grad()).isTrue();
      assertThatThrownBy(
              () ->
                  Autograd.withoutGraph(
                      () -> {
                        throw new IllegalStateException("thrown");
                      }))
          .hasMessage("thrown");
      assertThat(x.square().requires_grad()).isTrue();
    }
  }

  @Test
  void resultsOutliveTheirScopeAndNothingElseDoes() {
    try (Scope scope = Scope.open()) {
      Tensor x = variable(1, 2);
      long before = Pointer.totalCount();
      List<Tensor> results =
          Scope.returning(
              () -> {
                Tensor middle = Ops.plus(Ops.times(x, 2), 1);
                return List.of(Ops.times(middle, 10), middle.detach());
              });
      assertThat(Pointer.totalCount() - before).isLessThanOrEqualTo(2);
      assertThat(Ops.doubles(results.get(0))).containsExactly(30, 50);
      assertThat(Ops.doubles(results.get(1))).containsExactly(3, 5);
      Tensor gradient = Autograd.gradients(results.get(0).sum(), List.of(x)).get(0);
      assertThat(Ops.doubles(gradient)).containsExactly(20, 20);
    }
  }

  @Test
  void aClosedScopeFreesEverythingButWhatWasKept() {
    Scope.open().close();
    long before = Pointer.totalCount();
    Tensor kept;
    try (Scope scope = Scope.open()) {
      kept = Scope.keep(variable(1, 2));
      kept.square();
    }
    assertThat(Pointer.totalCount() - before).isLessThanOrEqualTo(1);
    assertThat(Ops.doubles(kept)).containsExactly(1, 2);
    kept.close();
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }

  private static Tensor variable(double... values) {
    return Ops.tensor(values, values.length).requires_grad_(true);
  }
}
