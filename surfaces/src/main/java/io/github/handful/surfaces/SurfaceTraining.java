package io.github.handful.surfaces;

import io.github.handful.segment.Learner;
import io.github.handful.segment.TrainingException;
import io.github.handful.torch.Adam;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import io.github.handful.torch.WeightAverage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A surface network with its optimiser and the running average of its weights, which is what is
 * validated and kept.
 */
final class SurfaceTraining implements AutoCloseable {
  private final SurfacePlan plan;
  private final Compute compute;
  private final SurfaceNetwork network;
  private final SurfaceNetwork averaged;
  private final Adam optimiser;
  private final WeightAverage average;

  SurfaceTraining(SurfacePlan plan, Compute compute) {
    this.plan = plan;
    this.compute = compute;
    this.network = plan.network().build(compute);
    this.averaged = plan.network().build(compute);
    this.optimiser = new Adam(network.network().parameters(), Adam.Settings.standard());
    this.average = new WeightAverage(averaged.network(), network.network(), plan.averaging());
  }

  SurfaceNetwork averaged() {
    return averaged;
  }

  /**
   * One update by scans of one size; returns the losses of columns and rows.
   *
   * @param painted empty where there are none; their loss has the plan's weight
   */
  Map<String, Double> update(
      List<SurfaceScan> scans, List<SurfaceScan> painted, Learner.Position position) {
    try (Scope scope = Scope.open()) {
      Losses annotated = losses(scans, position);
      Tensor total = annotated.sum();
      Map<String, Double> named = new LinkedHashMap<>();
      named.put("columns", Ops.value(annotated.columns()));
      named.put("rows", Ops.value(annotated.rows()));
      if (!painted.isEmpty()) {
        Tensor other = losses(painted, position).sum();
        total = total.add(Ops.times(other, plan.painted().orElseThrow().weight()));
        named.put("painted", Ops.value(other));
      }
      List<Tensor> gradients = Autograd.gradients(total, network.network().parameters().tensors());
      optimiser.step(gradients, plan.rate().rate(position.iteration(), position.total()));
      average.follow(position.iteration());
      return named;
    }
  }

  /** The losses of column distributions and of rows. */
  private record Losses(Tensor columns, Tensor rows) {
    Tensor sum() {
      return columns.add(rows);
    }
  }

  private Losses losses(List<SurfaceScan> scans, Learner.Position position) {
    List<ScanChannels> channels =
        scans.stream().map(scan -> ScanChannels.ofStandardised(scan.image())).toList();
    int height = scans.get(0).image().height();
    SurfaceTargets targets =
        SurfaceTargets.of(scans.stream().map(SurfaceScan::heights).toList(), height, compute);
    Tensor batch = ScanChannels.batch(channels, compute);
    Tensor raw = compute.run(() -> network.logits(network.network().training(), batch));
    Tensor logits = raw.mul(ScanChannels.usable(channels, compute));
    if (!Ops.allFinite(logits)) {
      throw new TrainingException(
          "the network's output is not finite at iteration %d; lower the rate in the plan"
              .formatted(position.iteration()));
    }
    Tensor columns = plan.loss().columns(logits, batch, targets);
    Tensor rows = layer(position).loss(logits, targets, s -> plan.loss().rows(s, targets));
    return new Losses(columns, rows);
  }

  /** The mean rows first: a layer on columns that know nothing yet would teach them nothing. */
  private RowLayer layer(Learner.Position position) {
    boolean ready = position.iteration() >= plan.layerFrom() * position.total();
    return ready ? plan.method().layer(plan.limits(), plan.structured()) : new SoftArgmax();
  }

  /** Everything that a resumed run needs. */
  Map<String, ParameterSet> state() {
    Map<String, ParameterSet> state = new LinkedHashMap<>();
    state.put("network", network.network().parameters());
    state.put("optimiser", optimiser.state());
    state.put("average", averaged.network().parameters());
    return state;
  }

  @Override
  public void close() {
    network.close();
    averaged.close();
    optimiser.close();
  }
}
