package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {
  private static final double[][] GRADIENTS = {{0.5, -2, 0}, {0.1, 3, -1e-4}, {-0.7, 0.25, 4}};
  private static final double RATE = 0.05;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1})
  void followsThePublishedUpdateWithDecoupledDecay(double decay) {
    Adam.Settings settings = new Adam.Settings(0.9, 0.99, decay, 1e-8);
    double[] expected = {1, -0.5, 2};
    double[] mean = new double[3];
    double[] square = new double[3];
    try (ParameterSet set = parameters(expected);
        Adam adam = new Adam(set, settings)) {
      for (int t = 1; t <= GRADIENTS.length; t++) {
        step(adam, GRADIENTS[t - 1]);
        for (int i = 0; i < 3; i++) {
          double g = GRADIENTS[t - 1][i];
          mean[i] = 0.9 * mean[i] + 0.1 * g;
          square[i] = 0.99 * square[i] + 0.01 * g * g;
          double m = mean[i] / (1 - Math.pow(0.9, t));
          double v = square[i] / (1 - Math.pow(0.99, t));
          expected[i] -= RATE * decay * expected[i] + RATE * m / (Math.sqrt(v) + 1e-8);
        }
        assertThat(Ops.doubles(set.get("w"))).containsExactly(expected, within(1e-12));
      }
    }
  }

  @Test
  void thePreconditionerTimesTheGradientIsTheStepWithoutMomentum() {
    Adam.Settings settings = new Adam.Settings(0, 0.9, 0, 1e-8);
    try (ParameterSet set = parameters(1, -0.5, 2);
        Adam adam = new Adam(set, settings)) {
      for (double[] gradient : GRADIENTS) {
        double[] before = Ops.doubles(set.get("w"));
        step(adam, gradient);
        double[] after = Ops.doubles(set.get("w"));
        try (Scope scope = Scope.open()) {
          double[] scale = Ops.doubles(adam.preconditioner(RATE).get(0));
          for (int i = 0; i < 3; i++) {
            assertThat(before[i] - scale[i] * gradient[i]).isCloseTo(after[i], within(1e-12));
          }
        }
      }
    }
  }

  @Test
  void goesOnFromItsSavedStateAsIfItHadNotStopped() {
    try (ParameterSet whole = parameters(1, -0.5, 2);
        ParameterSet halves = parameters(1, -0.5, 2);
        Adam adam = new Adam(whole, Adam.Settings.standard());
        Adam first = new Adam(halves, Adam.Settings.standard());
        Adam second = new Adam(halves, Adam.Settings.standard())) {
      for (double[] gradient : GRADIENTS) {
        step(adam, gradient);
      }
      step(first, GRADIENTS[0]);
      second.state().assign(first.state());
      step(second, GRADIENTS[1]);
      step(second, GRADIENTS[2]);
      assertThat(Ops.doubles(halves.get("w"))).isEqualTo(Ops.doubles(whole.get("w")));
    }
  }

  @Test
  void plainDescentMovesByTheRateTimesTheGradient() {
    try (ParameterSet set = parameters(1, -0.5, 2);
        Sgd sgd = new Sgd(set);
        Scope scope = Scope.open()) {
      sgd.step(List.of(Ops.tensor(new double[] {1, 2, -4}, 3)), 0.25);
      assertThat(Ops.doubles(set.get("w"))).containsExactly(0.75, -1, 3);
      assertThat(Ops.doubles(sgd.preconditioner(0.25).get(0))).containsExactly(0.25, 0.25, 0.25);
    }
  }

  private static void step(Optimizer optimiser, double... gradient) {
    try (Scope scope = Scope.open()) {
      Tensor g = Ops.tensor(gradient, gradient.length);
      optimiser.step(List.of(g), RATE);
    }
  }

  private static ParameterSet parameters(double... values) {
    try (Scope scope = Scope.open()) {
      ParameterSet set = new ParameterSet();
      set.add("w", Ops.tensor(values, values.length));
      return set.requireGradients();
    }
  }
}
