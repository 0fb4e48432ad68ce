package io.github.handful.genseg;

import io.github.handful.genseg.ImageEncoder.Code;
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
 * A variational autoencoder whose encoder learns to tell codes of real images from those of painted
 * and restored ones, and whose decoder learns to paint images that it cannot tell (Daniel and Tamar
 * 2021; GenSeg, Soft-Intro VAE). Reconstruction is the sum of squared differences. The decoder's
 * reconstruction of painted and restored images, whose weight of 1e-8 is below the rounding of
 * float32, is left out.
 *
 * <p>The searched convolutions are the encoder's. Painted images come from codes of the prior, so
 * that the architecture reaches them through the decoder's training only.
 */
final class SoftIntroVaeTraining implements GeneratorTraining {
  private static final double NEGATIVE_DIVERGENCE = 1536;

  private final Compute compute;
  private final CodeDecoder decoder;
  private final ImageEncoder encoder;
  private final Architecture architecture;
  private final Adam decoderOptimiser;
  private final Adam encoderOptimiser;

  SoftIntroVaeTraining(SoftIntroVaeSpec spec, Compute compute) {
    this.compute = compute;
    this.decoder = new CodeDecoder(spec, compute);
    this.encoder = new ImageEncoder(spec, compute);
    this.architecture = new Architecture(spec, compute);
    this.decoderOptimiser = new Adam(decoder.network().parameters(), Adam.Settings.standard());
    this.encoderOptimiser = new Adam(encoder.network().parameters(), Adam.Settings.standard());
  }

  /** The random numbers of one loss: a code from the prior, deviations of the others. */
  private record Draws(Tensor prior, Tensor real, Tensor restored, Tensor painted) {}

  /** Both networks on given weights and logits, for the masks of a batch. */
  private record Pair(Pass encoding, Pass decoding, Weights logits, Compute precision) {}

  /** A loss and, of it, how far restored images are from real ones. */
  private record Loss(Tensor value, Tensor difference) {}

  @Override
  public Generator generator() {
    return decoder;
  }

  @Override
  public Architecture architecture() {
    return architecture;
  }

  @Override
  public List<Tensor> preconditioner(double rate) {
    return decoderOptimiser.preconditioner(rate);
  }

  private Draws draw(long images) {
    return new Draws(
        decoder.codes(images), decoder.codes(images), decoder.codes(images), decoder.codes(images));
  }

  /** One step of the encoder and one of the decoder. */
  @Override
  public Map<String, Double> step(Batch batch, double rate, long seed) {
    try (Scope scope = Scope.open()) {
      Ops.seed(seed);
      Draws draws = draw(batch.images().size(0));
      double encoding = encoderStep(batch, rate);
      Pair pair =
          new Pair(
              encoder.network().training(),
              decoder.network().training(),
              architecture.logits(),
              compute);
      Loss loss = decoderLoss(pair, batch, draws);
      decoderOptimiser.step(
          Autograd.gradients(loss.value(), decoder.network().parameters().tensors()), rate);
      Map<String, Double> losses = new LinkedHashMap<>();
      losses.put("generator", Ops.value(loss.value()));
      losses.put("encoder", encoding);
      losses.put(DIFFERENCE, Ops.value(loss.difference()));
      return losses;
    }
  }

  private double encoderStep(Batch batch, double rate) {
    try (Scope scope = Scope.open()) {
      Pair pair =
          new Pair(
              encoder.network().training(),
              decoder.network().probing(decoder.network().parameters()),
              architecture.logits(),
              compute);
      Tensor loss = encoderLoss(pair, batch, draw(batch.images().size(0)));
      encoderOptimiser.step(
          Autograd.gradients(loss, encoder.network().parameters().tensors()), rate);
      return Ops.value(loss);
    }
  }

  /** The evidence bound of real images, and its exponential for painted and restored ones. */
  private Tensor encoderLoss(Pair pair, Batch batch, Draws draws) {
    Tensor masks = masks(pair, batch);
    Tensor real = Intensities.signed(batch.images());
    Tensor painted = Autograd.withoutGraph(() -> painted(pair, masks, draws.prior()));
    Code code = code(pair, real);
    Tensor restored = painted(pair, masks, code.at(draws.real()));
    Tensor bound = Ops.times(squares(restored, real).add(code.divergence()).mean(), scale(real));
    return bound
        .add(Ops.times(mistaken(pair, masks, painted, draws.painted()), 0.25))
        .add(Ops.times(mistaken(pair, masks, restored.detach(), draws.restored()), 0.25));
  }

  /** How well the encoder takes images that it should not: the mean of the exponential bound. */
  private Tensor mistaken(Pair pair, Tensor masks, Tensor images, Tensor deviations) {
    Code code = code(pair, images);
    Tensor restored = painted(pair, masks, code.at(deviations));
    Tensor bound = squares(restored, images).add(Ops.times(code.divergence(), NEGATIVE_DIVERGENCE));
    return Ops.times(bound, -2 * scale(images)).exp().mean();
  }

  /** Reconstruction, and how far codes of painted and restored images are from the prior. */
  private Loss decoderLoss(Pair pair, Batch batch, Draws draws) {
    Tensor masks = masks(pair, batch);
    Tensor real = Intensities.signed(batch.images());
    Tensor restored = painted(pair, masks, code(pair, real).at(draws.real()));
    Tensor painted = painted(pair, masks, draws.prior());
    Code ofRestored = code(pair, restored);
    Code ofPainted = code(pair, painted);
    Tensor terms =
        squares(restored, real)
            .add(Ops.times(ofPainted.divergence().add(ofRestored.divergence()), 0.5));
    return new Loss(Ops.times(terms.mean(), scale(real)), restored.detach().sub(real).abs().mean());
  }

  private static Tensor masks(Pair pair, Batch batch) {
    return pair.precision().batch(ConditionalGenerator.maskPlanes(batch.targets()));
  }

  private Code code(Pair pair, Tensor images) {
    return pair.precision().run(() -> encoder.code(pair.encoding(), pair.logits(), images));
  }

  private Tensor painted(Pair pair, Tensor masks, Tensor codes) {
    return pair.precision().run(() -> decoder.images(pair.decoding(), masks, codes));
  }

  /** The sum of squared differences of each image, N. */
  private static Tensor squares(Tensor images, Tensor others) {
    return Ops.sum(images.sub(others).square(), 1, 2, 3);
  }

  private static double scale(Tensor images) {
    return (double) images.size(0) / images.numel();
  }

  /** Of the decoder, with the encoder's weights as they are now. */
  @Override
  public Tensor objective(Weights weights, Weights logits, Batch batch) {
    Draws draws = draw(batch.images().size(0));
    Pair pair =
        new Pair(
            encoder.network().probing(encoder.network().parameters()),
            decoder.network().probing(weights),
            logits,
            compute.float32());
    return decoderLoss(pair, batch, draws).value();
  }

  @Override
  public Map<String, ParameterSet> state() {
    Map<String, ParameterSet> state = new LinkedHashMap<>();
    state.put("generator", decoder.network().parameters());
    state.put("generator optimiser", decoderOptimiser.state());
    state.put("encoder", encoder.network().parameters());
    state.put("encoder statistics", encoder.network().statistics());
    state.put("encoder optimiser", encoderOptimiser.state());
    state.put("architecture", architecture.logits());
    return state;
  }

  @Override
  public void close() {
    decoder.close();
    encoder.close();
    architecture.close();
    decoderOptimiser.close();
    encoderOptimiser.close();
  }
}
