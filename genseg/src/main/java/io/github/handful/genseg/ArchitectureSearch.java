package io.github.handful.genseg;

import io.github.handful.nested.Hypergradient;
import io.github.handful.nested.InnerStep;
import io.github.handful.nested.Level;
import io.github.handful.nested.Objective;
import io.github.handful.segment.TrainingException;
import io.github.handful.torch.Adam;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The highest level: architecture logits that follow the hypergradient of the segmenter's
 * validation loss, scaled to unit length, since the rates of the levels below make its own length
 * arbitrary.
 */
final class ArchitectureSearch implements AutoCloseable {
  /** A hypergradient that is exactly zero this often in a row means that a graph is severed. */
  private static final int ZEROS_ALLOWED = 10;

  private final Level level;
  private final Adam optimiser;
  private final double rate;
  private final Hypergradient method;
  private final HypergradientPaths ways;
  private int zeros;

  ArchitectureSearch(
      Level level, double rate, double weightDecay, Hypergradient method, HypergradientPaths ways) {
    this.level = level;
    // The spec's decay is an L2 term of the gradient; relative to a unit gradient it is the rate's.
    this.optimiser = new Adam(level.variables(), Adam.Settings.gan().withWeightDecay(weightDecay));
    this.rate = rate;
    this.method = method;
    this.ways = ways;
  }

  /**
   * One step of the architecture.
   *
   * @return the outer loss, the norm of the hypergradient that was followed and of each path, those
   *     that do not count as well
   * @throws TrainingException if the hypergradient has been exactly zero ten times in a row, or is
   *     not finite
   */
  Map<String, Double> step(List<InnerStep> steps, Objective outer) {
    try (Scope scope = Scope.open()) {
      Hypergradient.Result result = method.compute(steps, outer, level);
      List<Tensor> direction = ways.of(result);
      double norm = Ops.norm(direction);
      requireUsable(norm);
      if (norm > 0) {
        optimiser.step(direction.stream().map(g -> Ops.times(g, 1 / norm)).toList(), rate);
      }
      Map<String, Double> report = new LinkedHashMap<>();
      report.put("validation loss", result.outerLoss());
      report.put("norm", norm);
      result
          .paths()
          .forEach(
              (path, gradient) -> {
                if (!path.equals("outer")) {
                  report.put("through " + path, Ops.norm(gradient));
                }
              });
      return report;
    }
  }

  private void requireUsable(double norm) {
    if (!Double.isFinite(norm)) {
      throw new TrainingException(
          "the hypergradient became " + norm + "; lower the rates in the plan");
    }
    zeros = norm == 0 ? zeros + 1 : 0;
    if (zeros >= ZEROS_ALLOWED) {
      throw new TrainingException(
          "the hypergradient of the architecture was exactly zero "
              + ZEROS_ALLOWED
              + " times in a row, so nothing is searched; give the synthetic pairs a weight above 0"
              + " in the plan, or use --method joint");
    }
  }

  ParameterSet state() {
    return optimiser.state();
  }

  @Override
  public void close() {
    optimiser.close();
  }
}
