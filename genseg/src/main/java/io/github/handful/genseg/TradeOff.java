package io.github.handful.genseg;

import io.github.handful.nested.Hypergradient;
import io.github.handful.nested.InnerStep;
import io.github.handful.nested.Level;
import io.github.handful.nested.Objective;
import io.github.handful.segment.TrainingException;
import io.github.handful.torch.Adam;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * How much synthetic pairs weigh in the segmenter's loss beside labelled ones: γ of GenSeg (Nature
 * Communications 2025, Methods), a constant there. Here it may follow the validation loss as the
 * architecture does, and return up to its first value but not above it, since painted images are no
 * better than real ones. Both weights keep their first sum, 1 + γ, so that a change of γ changes
 * what the segmenter learns from and not how fast.
 */
final class TradeOff implements AutoCloseable {
  private static final String LOG_RATIO = "log ratio";

  /** Of the logarithm of γ: then a thousandth is left of it, and it is soon back. */
  private static final double LARGEST_FALL = Math.log(1000);

  private final double first;
  private final double rate;
  private final Level level;
  private final Adam optimiser;

  /**
   * @param gamma the weight at first, 0 or greater
   * @param rate how far the logarithm of the weight moves in a step at most; 0 keeps the weight
   */
  TradeOff(double gamma, double rate) {
    this.first = gamma;
    this.rate = rate;
    ParameterSet variable = new ParameterSet();
    try (Scope scope = Scope.open()) {
      variable.add(LOG_RATIO, Ops.zeros(1));
    }
    this.level = new Level("trade-off", variable.requireGradients());
    this.optimiser = new Adam(variable, Adam.Settings.gan());
  }

  boolean learns() {
    return rate > 0 && first > 0;
  }

  /** The present weight of synthetic pairs against 1 of labelled ones. */
  double gamma() {
    return first * Math.exp(Ops.value(level.variables().get(LOG_RATIO)));
  }

  /** The factor of the labelled pairs' loss. */
  double labelled() {
    return (1 + first) / (1 + gamma());
  }

  /** The factor of the synthetic pairs' loss. */
  double synthetic() {
    return gamma() * labelled();
  }

  Level level() {
    return level;
  }

  /** Both losses, weighted, as a function of this level's variable. */
  Tensor weighted(Tensor labelled, Tensor synthetic, Weights variable) {
    Tensor share =
        variable.get(LOG_RATIO).add(Ops.tensor(new float[] {(float) Math.log(first)}, 1));
    Tensor difference = synthetic.sub(labelled);
    return Ops.times(labelled.add(share.sigmoid().squeeze().mul(difference)), 1 + first);
  }

  /**
   * The hypergradient of the logarithm of γ.
   *
   * @param step the segmenter's, on the weighted loss
   * @throws TrainingException if it is not finite
   */
  double direction(InnerStep step, Objective outer, Hypergradient method) {
    try (Scope scope = Scope.open()) {
      double slope = Ops.value(method.compute(List.of(step), outer, level).total().get(0));
      if (!Double.isFinite(slope)) {
        throw new TrainingException(
            "the hypergradient of the synthetic pairs' weight became "
                + slope
                + "; lower the rates in the plan");
      }
      return slope;
    }
  }

  /** One step against the direction, of whose length only the sign counts. */
  void step(double direction) {
    try (Scope scope = Scope.open()) {
      optimiser.step(List.of(Ops.tensor(new float[] {(float) Math.signum(direction)}, 1)), rate);
      Tensor ratio = level.variables().get(LOG_RATIO);
      Autograd.withoutGraph(() -> ratio.copy_(Ops.clamp(ratio, -LARGEST_FALL, 0)));
    }
  }

  ParameterSet variable() {
    return level.variables();
  }

  ParameterSet optimiser() {
    return optimiser.state();
  }

  @Override
  public void close() {
    level.variables().close();
    optimiser.close();
  }
}
