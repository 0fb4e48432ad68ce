package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import java.util.List;

/**
 * The shape of a Brownian-bridge diffusion from mask to image, and of its sampling.
 *
 * @param inputs mask planes: 1 for two classes, else one for each class
 * @param outputs image channels
 * @param width feature maps that the factors multiply
 * @param factors of the width at each resolution, from the highest
 * @param blocks residual blocks at each resolution on the way down; one more on the way up
 * @param fold sides of the squares of pixels that the network sees as channels of one pixel, in
 *     place of the codes of a trained autoencoder
 * @param conditioned whether the network sees the mask beside the bridge, which keeps little of the
 *     mask towards its beginning
 * @param steps of the network that paint an image
 * @param differentiated last of these steps through which hypergradients go
 * @param searched whether the first convolution of each block is a mixture of three kernels
 */
public record BrownianBridgeSpec(
    int inputs,
    int outputs,
    int width,
    List<Integer> factors,
    int blocks,
    int fold,
    boolean conditioned,
    int steps,
    int differentiated,
    boolean searched)
    implements GeneratorSpec {

  public BrownianBridgeSpec {
    factors = List.copyOf(factors);
    if (inputs < 1 || outputs < 1 || width < 2 || width % 2 != 0 || blocks < 1 || fold < 1) {
      throw new IllegalArgumentException(
          "a Brownian bridge needs inputs, outputs, blocks and fold >= 1 and an even width, got"
              + " %d, %d, %d, %d and %d".formatted(inputs, outputs, blocks, fold, width));
    }
    if (factors.isEmpty() || factors.stream().anyMatch(f -> f < 1)) {
      throw new IllegalArgumentException(
          "a Brownian bridge needs factors of its width, each >= 1, got " + factors);
    }
    if (steps < BridgeSchedule.LEAST_STEPS || steps > BridgeSchedule.TIMES) {
      throw new IllegalArgumentException(
          "a Brownian bridge paints in %d to %d steps, got %d"
              .formatted(BridgeSchedule.LEAST_STEPS, BridgeSchedule.TIMES, steps));
    }
    if (differentiated < 1 || differentiated > steps) {
      throw new IllegalArgumentException(
          "of %d steps, 1 to %d can be differentiated, got %d"
              .formatted(steps, steps, differentiated));
    }
  }

  @Override
  public int multiple(int axis) {
    return axis < 2 ? fold << (factors.size() - 1) : 1;
  }

  @Override
  public int leastSide(int axis) {
    return multiple(axis);
  }

  @Override
  public List<SearchedCells> cells() {
    return searched
        ? List.of(
            new SearchedCells(
                Architecture.DENOISER, residualBlocks(), KernelSizes.THREE_TO_SEVEN, false))
        : List.of();
  }

  /** Down and up at every resolution, between them, and two in the middle. */
  private int residualBlocks() {
    int resolutions = factors.size();
    return resolutions * (2 * blocks + 1) + 2 * (resolutions - 1) + 2;
  }

  @Override
  public String describe() {
    return "Brownian bridge, width %d, %d resolutions of %dx%d folded pixels, %d steps, searched: %s"
        .formatted(width, factors.size(), fold, fold, steps, searched ? "denoiser" : "nothing");
  }

  @Override
  public Generator build(Compute compute) {
    return new BrownianBridge(this, compute);
  }

  @Override
  public GeneratorTraining training(GenSegSettings settings, Compute compute) {
    return new BridgeTraining(this, compute);
  }

  /** Channels of bridges and images, pixels folded. */
  int channels() {
    return outputs * fold * fold;
  }

  /** Channels that the network sees. */
  int seenChannels() {
    return conditioned ? 2 * channels() : channels();
  }
}
