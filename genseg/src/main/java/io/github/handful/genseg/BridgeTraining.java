package io.github.handful.genseg;

import io.github.handful.segment.Batch;
import io.github.handful.torch.Adam;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A Brownian bridge that learns to restore its image at random times, by the mean absolute
 * difference. That of the paper's prediction, of how far the bridge is from its image, is the same
 * (Li et al. 2023).
 */
final class BridgeTraining implements GeneratorTraining {
  private final Compute compute;
  private final BrownianBridge generator;
  private final Architecture architecture;
  private final Adam optimiser;

  BridgeTraining(BrownianBridgeSpec spec, Compute compute) {
    this.compute = compute;
    this.generator = new BrownianBridge(spec, compute);
    this.architecture = new Architecture(spec, compute);
    this.optimiser = new Adam(generator.network().parameters(), Adam.Settings.standard());
  }

  @Override
  public Generator generator() {
    return generator;
  }

  @Override
  public Architecture architecture() {
    return architecture;
  }

  @Override
  public List<Tensor> preconditioner(double rate) {
    return optimiser.preconditioner(rate);
  }

  @Override
  public Map<String, Double> step(Batch batch, double rate, long seed) {
    try (Scope scope = Scope.open()) {
      Ops.seed(seed);
      Tensor loss = loss(generator.network().training(), architecture.logits(), batch, compute);
      optimiser.step(Autograd.gradients(loss, generator.network().parameters().tensors()), rate);
      double value = Ops.value(loss);
      Map<String, Double> losses = new LinkedHashMap<>();
      losses.put("generator", value);
      losses.put(DIFFERENCE, value);
      return losses;
    }
  }

  @Override
  public Tensor objective(Weights weights, Weights logits, Batch batch) {
    return loss(generator.network().probing(weights), logits, batch, compute.float32());
  }

  private Tensor loss(Pass pass, Weights logits, Batch batch, Compute precision) {
    Tensor image = generator.fromImages(Intensities.signed(batch.images()));
    Tensor mask = generator.fromMasks(ConditionalGenerator.maskPlanes(batch.targets()));
    int[] times = times(Math.toIntExact(image.size(0)));
    Tensor bridge =
        precision.batch(image.add(distance(image, mask, generator.noise(image), times)));
    Tensor restored = precision.run(() -> generator.restored(pass, logits, bridge, mask, times));
    return restored.sub(image).abs().mean();
  }

  private static int[] times(int count) {
    float[] shares = Ops.floats(Ops.plus(Ops.uniform(0.5, count), 0.5));
    int[] times = new int[count];
    for (int i = 0; i < count; i++) {
      times[i] = Math.min(BridgeSchedule.TIMES - 1, (int) (shares[i] * BridgeSchedule.TIMES));
    }
    return times;
  }

  /** The difference of the bridge to its image: a part of the way to the mask, and noise. */
  static Tensor distance(Tensor image, Tensor mask, Tensor noise, int[] times) {
    float[] shares = new float[times.length];
    float[] deviations = new float[times.length];
    for (int i = 0; i < times.length; i++) {
      shares[i] = (float) BridgeSchedule.mask(times[i]);
      deviations[i] = (float) Math.sqrt(BridgeSchedule.variance(times[i]));
    }
    return mask.sub(image)
        .mul(Ops.beside(image, shares, times.length, 1, 1, 1))
        .add(noise.mul(Ops.beside(image, deviations, times.length, 1, 1, 1)));
  }

  @Override
  public Map<String, ParameterSet> state() {
    Map<String, ParameterSet> state = new LinkedHashMap<>();
    state.put("generator", generator.network().parameters());
    state.put("generator optimiser", optimiser.state());
    state.put("architecture", architecture.logits());
    return state;
  }

  @Override
  public void close() {
    generator.close();
    architecture.close();
    optimiser.close();
  }
}
