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
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * A generator of image and mask that learns by a critic's estimate of the Wasserstein distance to
 * the labelled pairs, with a penalty on the critic's gradients (Gulrajani et al. 2017). The critic
 * runs in float32, since its gradients are differentiated.
 */
final class WassersteinTraining implements GeneratorTraining {
  private static final int CRITIC_STEPS = 5;
  private static final double PENALTY = 10;

  private final Compute compute;
  private final NoiseToPair generator;
  private final Critic critic;
  private final Architecture architecture;
  private final Adam generatorOptimiser;
  private final Adam criticOptimiser;

  WassersteinTraining(WganGpSpec spec, Compute compute) {
    this.compute = compute;
    this.generator = new NoiseToPair(spec, compute);
    this.critic = new Critic(spec, compute);
    this.architecture = new Architecture(spec, compute);
    this.generatorOptimiser = new Adam(generator.network().parameters(), Adam.Settings.gan());
    this.criticOptimiser = new Adam(critic.network().parameters(), Adam.Settings.gan());
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
    return generatorOptimiser.preconditioner(rate);
  }

  /** Five steps of the critic, each against other noise, and one of the generator. */
  @Override
  public Map<String, Double> step(Batch batch, double rate, long seed) {
    try (Scope scope = Scope.open()) {
      Ops.seed(seed);
      Tensor noise = generator.noise(batch.images().size(0));
      Tensor real = NoiseToPair.planes(batch);
      double distance = 0;
      for (int i = 0; i < CRITIC_STEPS; i++) {
        distance = criticStep(real, rate);
      }
      Tensor made =
          compute.run(
              () -> generator.planes(generator.network().training(), architecture.logits(), noise));
      Tensor loss = critic.scores(critic.network().training(), made).mean().neg();
      generatorOptimiser.step(
          Autograd.gradients(loss, generator.network().parameters().tensors()), rate);
      Map<String, Double> losses = new LinkedHashMap<>();
      losses.put("generator", Ops.value(loss));
      losses.put(DISTANCE, distance);
      return losses;
    }
  }

  /** Gives the critic's estimate of the distance, before its step. */
  private double criticStep(Tensor real, double rate) {
    try (Scope scope = Scope.open()) {
      Tensor made = Autograd.withoutGraph(() -> made(real.size(0)));
      Pass pass = critic.network().training();
      UnaryOperator<Tensor> scores = planes -> critic.scores(pass, planes);
      Tensor distance = scores.apply(real).mean().sub(scores.apply(made).mean());
      Tensor loss = Ops.times(penalty(scores, real, made), PENALTY).sub(distance);
      criticOptimiser.step(Autograd.gradients(loss, critic.network().parameters().tensors()), rate);
      return Ops.value(distance);
    }
  }

  private Tensor made(long pairs) {
    Tensor noise = generator.noise(pairs);
    Pass pass = generator.network().probing(generator.network().parameters());
    return compute.run(() -> generator.planes(pass, architecture.logits(), noise));
  }

  /**
   * How far the critic's gradient at random points between real and made inputs is from length one:
   * the mean squared difference, the length taken over all entries of an input.
   */
  static Tensor penalty(UnaryOperator<Tensor> critic, Tensor real, Tensor made) {
    float[] shares = Ops.floats(Ops.plus(Ops.uniform(0.5, real.size(0)), 0.5));
    Tensor share = Ops.beside(real, shares, shares.length, 1, 1, 1);
    Tensor between =
        real.mul(share).add(made.mul(Ops.oneMinus(share))).detach().requires_grad_(true);
    Tensor gradient =
        Autograd.differentiableGradients(critic.apply(between).sum(), List.of(between)).get(0);
    // The root has no derivative where the gradient is zero.
    Tensor length = Ops.plus(Ops.sum(gradient.square(), 1, 2, 3), 1e-12).sqrt();
    return Ops.plus(length, -1).square().mean();
  }

  /** Against the critic as it is now; of the batch, only its size counts. */
  @Override
  public Tensor objective(Weights weights, Weights logits, Batch batch) {
    Tensor noise = generator.noise(batch.images().size(0));
    Tensor made = generator.planes(generator.network().probing(weights), logits, noise);
    Pass pass = critic.network().probing(critic.network().parameters());
    return critic.scores(pass, made).mean().neg();
  }

  @Override
  public Map<String, ParameterSet> state() {
    Map<String, ParameterSet> state = new LinkedHashMap<>();
    state.put("generator", generator.network().parameters());
    state.put("generator statistics", generator.network().statistics());
    state.put("generator optimiser", generatorOptimiser.state());
    state.put("critic", critic.network().parameters());
    state.put("critic optimiser", criticOptimiser.state());
    state.put("architecture", architecture.logits());
    return state;
  }

  @Override
  public void close() {
    generator.close();
    critic.close();
    architecture.close();
    generatorOptimiser.close();
    criticOptimiser.close();
  }
}
