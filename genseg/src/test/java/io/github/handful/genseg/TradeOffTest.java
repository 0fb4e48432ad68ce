package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.nested.ExactHypergradient;
import io.github.handful.nested.FiniteDifferenceHypergradient;
import io.github.handful.nested.Hypergradient;
import io.github.handful.nested.InnerStep;
import io.github.handful.nested.Level;
import io.github.handful.nested.Objective;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A learner of one weight θ, drawn to 1 by labelled and to −2 by synthetic pairs. */
class TradeOffTest {
  private static final double THETA = 0.4;
  private static final double RATE = 0.1;

  @ParameterizedTest
  @CsvSource({"1, 1, true", "0.3, 1, true", "1, -3, true", "2, 0.5, false"})
  void followsTheClosedForm(double gamma, double wanted, boolean exact) {
    try (Scope scope = Scope.open();
        TradeOff tradeOff = new TradeOff(gamma, 0.1);
        ParameterSet before = theta(THETA)) {
      // θ' = θ − r (1+γ) [(1−s)(θ−1) + s (θ+2)] with s = γ/(1+γ), and dL/dlnγ by the chain rule.
      double share = gamma / (1 + gamma);
      double after = THETA - RATE * (1 + gamma) * ((1 - share) * (THETA - 1) + share * (THETA + 2));
      double expected = (after - wanted) * -RATE * (1 + gamma) * share * (1 - share) * 3;

      Hypergradient method = exact ? new ExactHypergradient() : new FiniteDifferenceHypergradient();
      double slope = slope(tradeOff, before, after, wanted, method);

      assertThat(slope).isCloseTo(expected, within(1e-3 * Math.abs(expected)));
    }
  }

  @Test
  void theWeightsKeepTheirSum() {
    try (TradeOff tradeOff = new TradeOff(0.5, 0.1)) {
      assertThat(tradeOff.labelled()).isEqualTo(1);
      assertThat(tradeOff.synthetic()).isEqualTo(0.5);
      tradeOff.step(1e-6);
      assertThat(tradeOff.gamma()).isCloseTo(0.5 * Math.exp(-0.1), within(1e-6));
      assertThat(tradeOff.labelled() + tradeOff.synthetic()).isCloseTo(1.5, within(1e-9));
      assertThat(tradeOff.synthetic() / tradeOff.labelled())
          .isCloseTo(tradeOff.gamma(), within(1e-9));
    }
  }

  @Test
  void pairsThatHarmLoseTheirWeightAndGetItBackWhereTheyHelp() {
    assertThat(gammaAfter(40, 1)).isLessThan(0.1);
    assertThat(gammaAfter(200, 1)).isCloseTo(1e-3, within(1e-6));
    assertThat(gammaAfter(40, -2)).isEqualTo(1);
    try (TradeOff tradeOff = new TradeOff(0.5, 0.1)) {
      for (int i = 0; i < 10; i++) {
        tradeOff.step(1);
      }
      assertThat(tradeOff.gamma()).isLessThan(0.25);
      for (int i = 0; i < 30; i++) {
        tradeOff.step(-1);
      }
      assertThat(tradeOff.gamma()).isEqualTo(0.5);
    }
  }

  @Test
  void aWeightOfZeroStays() {
    try (TradeOff tradeOff = new TradeOff(0, 0.1)) {
      assertThat(tradeOff.learns()).isFalse();
      assertThat(tradeOff.labelled()).isEqualTo(1);
      assertThat(tradeOff.synthetic()).isZero();
    }
  }

  private static double gammaAfter(int steps, double wanted) {
    try (Scope scope = Scope.open();
        TradeOff tradeOff = new TradeOff(1, 0.1);
        ParameterSet before = theta(-0.5)) {
      for (int i = 0; i < steps; i++) {
        tradeOff.step(slope(tradeOff, before, -0.5, wanted, new ExactHypergradient()));
      }
      return tradeOff.gamma();
    }
  }

  private static double slope(
      TradeOff tradeOff, ParameterSet before, double after, double wanted, Hypergradient method) {
    Level learner = new Level("segmenter", before);
    Objective loss =
        at ->
            tradeOff.weighted(
                squared(at.of(learner), 1), squared(at.of(learner), -2), at.of(tradeOff.level()));
    Supplier<List<Tensor>> rate = () -> List.of(Ops.tensor(new float[] {(float) RATE}, 1));
    InnerStep step =
        new InnerStep(learner, loss, before.copy().tensors(), theta(after).tensors(), rate, 0);
    return tradeOff.direction(step, at -> squared(at.of(learner), wanted), method);
  }

  /** Half the square of the distance to a target. */
  private static Tensor squared(Weights weights, double target) {
    Tensor distance = Ops.plus(weights.get("theta"), -target);
    return Ops.times(Ops.power(distance, 2), 0.5).squeeze();
  }

  private static ParameterSet theta(double value) {
    ParameterSet set = new ParameterSet();
    set.add("theta", Ops.tensor(new float[] {(float) value}, 1));
    return set.requireGradients();
  }
}
