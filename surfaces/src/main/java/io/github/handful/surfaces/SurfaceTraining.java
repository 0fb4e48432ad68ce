package io.github.handful.surfaces;

import io.github.handful.segment.Learner;
import io.github.handful.segment.TrainingException;
import io.github.handful.torch.Adam;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.WeightAverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Optional<LayerHead> layers;
  private final Optional<Adam> layerOptimiser;

  SurfaceTraining(SurfacePlan plan, Compute compute) {
    this.plan = plan;
    this.compute = compute;
    this.network = plan.network().build(compute);
    this.averaged = plan.network().build(compute);
    this.optimiser = new Adam(network.network().parameters(), Adam.Settings.standard());
    this.average = new WeightAverage(averaged.network(), network.network(), plan.averaging());
    this.layers =
        plan.loss().tellsLayers()
            ? Optional.of(new LayerHead(plan.network(), compute))
            : Optional.empty();
    this.layerOptimiser =
        layers.map(head -> new Adam(head.network().parameters(), Adam.Settings.standard()));
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
      annotated.layers().ifPresent(loss -> named.put("layers", Ops.value(loss)));
      if (!painted.isEmpty()) {
        Tensor other = losses(painted, position).sum();
        total = total.add(Ops.times(other, plan.painted().orElseThrow().weight()));
        named.put("painted", Ops.value(other));
      }
      step(total, plan.rate().rate(position.iteration(), position.total()));
      average.follow(position.iteration());
      return named;
    }
  }

  private void step(Tensor loss, double rate) {
    List<Tensor> variables = new ArrayList<>(network.network().parameters().tensors());
    int own = variables.size();
    layers.ifPresent(head -> variables.addAll(head.network().parameters().tensors()));
    List<Tensor> gradients = Autograd.gradients(loss, variables);
    optimiser.step(gradients.subList(0, own), rate);
    layerOptimiser.ifPresent(o -> o.step(gradients.subList(own, gradients.size()), rate));
  }

  /** The losses of column distributions, of rows and, where they are told apart, of layers. */
  private record Losses(Tensor columns, Tensor rows, Optional<Tensor> layers) {
    Tensor sum() {
      Tensor both = columns.add(rows);
      return layers.map(both::add).orElse(both);
    }
  }

  private Losses losses(List<SurfaceScan> scans, Learner.Position position) {
    List<ScanChannels> channels =
        scans.stream().map(scan -> ScanChannels.ofStandardised(scan.image())).toList();
    int height = scans.get(0).image().height();
    List<SurfaceHeights> heights = scans.stream().map(SurfaceScan::heights).toList();
    SurfaceTargets targets = SurfaceTargets.of(heights, height, compute);
    Tensor batch = ScanChannels.batch(channels, compute);
    Pass pass = network.network().training();
    Tensor features = compute.run(() -> network.features(pass, batch));
    Tensor raw = compute.run(() -> network.logitsOf(pass, features));
    Tensor logits = raw.mul(ScanChannels.usable(channels, compute));
    if (!Ops.allFinite(logits)) {
      throw new TrainingException(
          "the network's output is not finite at iteration %d; lower the rate in the plan"
              .formatted(position.iteration()));
    }
    Tensor columns = plan.loss().columns(logits, batch, targets);
    Tensor rows = layer(position).loss(logits, targets, s -> plan.loss().rows(s, targets));
    return new Losses(
        columns, rows, layers.map(head -> LayerHead.dice(told(head, features), heights, compute)));
  }

  private Tensor told(LayerHead head, Tensor features) {
    return compute.run(() -> head.logits(head.network().training(), features));
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
    layers.ifPresent(head -> state.put("layer head", head.network().parameters()));
    layerOptimiser.ifPresent(o -> state.put("layer head optimiser", o.state()));
    return state;
  }

  @Override
  public void close() {
    network.close();
    averaged.close();
    optimiser.close();
    layers.ifPresent(LayerHead::close);
    layerOptimiser.ifPresent(Adam::close);
  }
}
