package io.github.handful.genseg;

import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import io.github.handful.torch.Weights;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Diffusion on a Brownian bridge from mask to image (BBDM, Li et al. 2023): the network restores
 * the image from a mixture of both with noise, and painting goes back from the mask in a few steps.
 * In place of the codes of a pre-trained autoencoder it works on folded pixels. In the paper the
 * network predicts the difference of the mixture to the image; what it does not learn of that stays
 * in the image as noise, of which there is much after a few hundred steps.
 *
 * <p>Hypergradients go through the last steps of the painting, so that the image that carries them
 * is the very image that the segmenter learns from; earlier steps are taken as constant.
 */
final class BrownianBridge implements ConditionalGenerator {
  private final BrownianBridgeSpec spec;
  private final Compute compute;
  private final Network network;
  private final Denoiser denoiser;

  BrownianBridge(BrownianBridgeSpec spec, Compute compute) {
    this(spec, new Network(Initialiser.FAN_IN), compute);
  }

  BrownianBridge(BrownianBridgeSpec spec, Network network, Compute compute) {
    this.spec = spec;
    this.compute = compute;
    this.network = network;
    try (Scope scope = Scope.open()) {
      denoiser = new Denoiser(network, spec);
    }
    network.ready(compute);
  }

  @Override
  public GeneratorSpec spec() {
    return spec;
  }

  @Override
  public Network network() {
    return network;
  }

  /** The beginning of the bridge: images N×C×H×W in [−1, 1] with their pixels folded. */
  Tensor fromImages(Tensor images) {
    return Functional.foldPixels(images, spec.fold());
  }

  /** The end of the bridge: masks as grey images, darker to brighter by class, folded. */
  Tensor fromMasks(Tensor masks) {
    int planes = spec.inputs();
    float[] shades = new float[planes];
    for (int k = 0; k < planes; k++) {
      shades[k] = planes == 1 ? 2 : 2f * k / (planes - 1);
    }
    Tensor grey = Ops.sum(masks.mul(Ops.beside(masks, shades, 1, planes, 1, 1)), 1);
    long[] size = Shapes.of(masks);
    Tensor image =
        Ops.plus(grey, -1)
            .reshape(size[0], 1, size[2], size[3])
            .expand(size[0], spec.outputs(), size[2], size[3]);
    return fromImages(image.contiguous());
  }

  Tensor noise(Tensor like) {
    return compute.place(Ops.normal(1, Shapes.of(like)));
  }

  /**
   * The images, pixels folded, at the beginning of bridges at one time each.
   *
   * @param end of the bridges
   */
  Tensor restored(Pass pass, Weights logits, Tensor bridge, Tensor end, int[] times) {
    Tensor seen = spec.conditioned() ? Ops.cat(List.of(bridge, end), 1) : bridge;
    return Ops.toFloat(denoiser.forward(pass, logits, seen, times));
  }

  @Override
  public Tensor images(Pass pass, Weights logits, Tensor masks) {
    return Scope.returningOne(
        () -> {
          Tensor end = Autograd.withoutGraph(() -> fromMasks(masks));
          List<Integer> times = BridgeSchedule.times(spec.steps());
          int constant = spec.steps() - spec.differentiated();
          Tensor bridge =
              Autograd.withoutGraph(
                  () -> back(pass, logits, end, end, times.subList(0, constant + 1)));
          bridge = back(pass, logits, bridge, end, times.subList(constant, times.size()));
          Tensor image = restored(pass, logits, bridge, end, times.get(times.size() - 1));
          return Ops.clamp(Functional.unfoldPixels(image, spec.fold()), -1, 1);
        });
  }

  /** The bridge at the last of the times, from that at the first. */
  private Tensor back(Pass pass, Weights logits, Tensor start, Tensor end, List<Integer> times) {
    Tensor bridge = start;
    for (int i = 0; i + 1 < times.size(); i++) {
      Tensor from = bridge;
      int time = times.get(i);
      int next = times.get(i + 1);
      bridge = Scope.returningOne(() -> step(pass, logits, from, end, time, next));
    }
    return bridge;
  }

  private Tensor restored(Pass pass, Weights logits, Tensor bridge, Tensor end, int time) {
    int[] times = new int[Math.toIntExact(bridge.size(0))];
    Arrays.fill(times, time);
    return restored(pass, logits, bridge, end, times);
  }

  private Tensor step(Pass pass, Weights logits, Tensor bridge, Tensor end, int time, int next) {
    Tensor image = restored(pass, logits, bridge, end, time);
    double added = BridgeSchedule.added(time, next);
    double kept =
        Math.sqrt(
            Math.max(0, BridgeSchedule.variance(next) - added) / BridgeSchedule.variance(time));
    Tensor deviation = bridge.sub(mean(image, end, time));
    return mean(image, end, next)
        .add(Ops.times(deviation, kept))
        .add(Ops.times(noise(bridge), Math.sqrt(added)));
  }

  private static Tensor mean(Tensor image, Tensor end, int time) {
    double mask = BridgeSchedule.mask(time);
    return Ops.times(image, 1 - mask).add(Ops.times(end, mask));
  }
}
