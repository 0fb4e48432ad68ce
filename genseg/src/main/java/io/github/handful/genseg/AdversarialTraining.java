package io.github.handful.genseg;

import io.github.handful.segment.Batch;
import io.github.handful.torch.Adam;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Functional;
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
 * A generator and a discriminator that learn against each other, the generator also from the mean
 * absolute difference to the real image, whole or within the mask (Isola et al. 2017; GenSeg,
 * Methods).
 */
final class AdversarialTraining implements GeneratorTraining {
  private final double l1Weight;
  private final boolean maskedL1;
  private final Compute compute;
  private final ConditionalGenerator generator;
  private final PatchDiscriminator discriminator;
  private final Architecture architecture;
  private final Adam generatorOptimiser;
  private final Adam discriminatorOptimiser;

  /**
   * Takes over the generator.
   *
   * @param l1Weight of the absolute difference
   * @param maskedL1 whether it counts only where the mask is not background
   */
  AdversarialTraining(
      ConditionalGenerator generator,
      PatchDiscriminator.Shape patches,
      double l1Weight,
      boolean maskedL1,
      Compute compute) {
    this.l1Weight = l1Weight;
    this.maskedL1 = maskedL1;
    this.compute = compute;
    this.generator = generator;
    this.discriminator = new PatchDiscriminator(patches, compute);
    this.architecture = new Architecture(generator.spec(), compute);
    this.generatorOptimiser = new Adam(generator.network().parameters(), Adam.Settings.gan());
    this.discriminatorOptimiser =
        new Adam(discriminator.network().parameters(), Adam.Settings.gan());
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

  /** One step of the discriminator and one of the generator on labelled images. */
  @Override
  public Map<String, Double> step(Batch batch, double rate, long seed) {
    try (Scope scope = Scope.open()) {
      Ops.seed(seed);
      Tensor masks = compute.batch(ConditionalGenerator.maskPlanes(batch.targets()));
      Tensor real = Intensities.signed(batch.images());
      Tensor painted =
          compute.run(
              () -> generator.images(generator.network().training(), architecture.logits(), masks));
      double against = discriminatorStep(masks, real, painted.detach(), rate);
      Tensor difference = difference(painted, real, batch.targets());
      Tensor loss =
          fooling(masks, painted, compute, Pass.Mode.TRAINING).add(Ops.times(difference, l1Weight));
      List<Tensor> gradients = Autograd.gradients(loss, generator.network().parameters().tensors());
      generatorOptimiser.step(gradients, rate);
      Map<String, Double> losses = new LinkedHashMap<>();
      losses.put("generator", Ops.value(loss));
      losses.put("discriminator", against);
      losses.put(DIFFERENCE, Ops.value(difference));
      return losses;
    }
  }

  private double discriminatorStep(Tensor masks, Tensor real, Tensor painted, double rate) {
    Pass pass = discriminator.network().training();
    Tensor onPainted = compute.run(() -> discriminator.logits(pass, masks, painted));
    Tensor onReal = compute.run(() -> discriminator.logits(pass, masks, real));
    Tensor loss =
        Ops.times(
            Functional.binaryCrossEntropy(onPainted, Ops.zerosLike(onPainted))
                .add(Functional.binaryCrossEntropy(onReal, Ops.onesLike(onReal))),
            0.5);
    discriminatorOptimiser.step(
        Autograd.gradients(loss, discriminator.network().parameters().tensors()), rate);
    return Ops.value(loss);
  }

  private Tensor fooling(Tensor masks, Tensor painted, Compute precision, Pass.Mode mode) {
    Pass pass =
        new Pass(discriminator.network().parameters(), discriminator.network().statistics(), mode);
    Tensor logits = precision.run(() -> discriminator.logits(pass, masks, painted));
    return Functional.binaryCrossEntropy(logits, Ops.onesLike(logits));
  }

  /** Against the discriminator as it is now. */
  @Override
  public Tensor objective(Weights weights, Weights logits, Batch batch) {
    Compute exact = compute.float32();
    Tensor masks = ConditionalGenerator.maskPlanes(batch.targets());
    Tensor painted = generator.images(generator.network().probing(weights), logits, masks);
    Tensor difference = difference(painted, Intensities.signed(batch.images()), batch.targets());
    return fooling(masks, painted, exact, Pass.Mode.PROBING).add(Ops.times(difference, l1Weight));
  }

  private Tensor difference(Tensor painted, Tensor real, Tensor targets) {
    Tensor difference = painted.sub(real).abs();
    if (!maskedL1) {
      return difference.mean();
    }
    Tensor inside = Ops.oneMinus(targets.narrow(1, 0, 1));
    double voxels = Math.max(1, Ops.value(inside.sum())) * painted.size(1);
    return Ops.times(difference.mul(inside).sum(), 1 / voxels);
  }

  @Override
  public Map<String, ParameterSet> state() {
    Map<String, ParameterSet> state = new LinkedHashMap<>();
    state.put("generator", generator.network().parameters());
    state.put("generator statistics", generator.network().statistics());
    state.put("generator optimiser", generatorOptimiser.state());
    state.put("discriminator", discriminator.network().parameters());
    state.put("discriminator statistics", discriminator.network().statistics());
    state.put("discriminator optimiser", discriminatorOptimiser.state());
    state.put("architecture", architecture.logits());
    return state;
  }

  @Override
  public void close() {
    generator.close();
    discriminator.close();
    architecture.close();
    generatorOptimiser.close();
    discriminatorOptimiser.close();
  }
}
