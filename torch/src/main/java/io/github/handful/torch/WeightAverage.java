package io.github.handful.torch;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Lets one network follow another as the exponential moving average of its weights and running
 * statistics (Polyak and Juditsky 1992).
 */
public final class WeightAverage {
  private final Network average;
  private final Network source;
  private final double kept;

  /** {@code kept} of the average remains in each update; it starts as a copy of the source. */
  public WeightAverage(Network average, Network source, double kept) {
    this.average = average;
    this.source = source;
    this.kept = kept;
    average.parameters().assign(source.parameters());
    average.statistics().assign(source.statistics());
  }

  /**
   * Takes in the source's values after its update number {@code updates}, counted from 0. Early on
   * less of the average is kept, so that it soon forgets the first weights.
   */
  public void follow(int updates) {
    take(Math.min(kept, (1.0 + updates) / (10.0 + updates)));
  }

  /** Takes in the source's values after an update, whichever it is. */
  public void followSteadily() {
    take(kept);
  }

  private void take(double now) {
    Autograd.withoutGraph(
        () -> {
          follow(average.parameters(), source.parameters(), now);
          follow(average.statistics(), source.statistics(), now);
        });
  }

  private static void follow(ParameterSet to, ParameterSet from, double kept) {
    List<Tensor> values = from.tensors();
    int i = 0;
    for (Tensor tensor : to.tensors()) {
      tensor.lerp_(values.get(i++), new Scalar(1 - kept));
    }
  }
}
