package io.github.handful.surfaces;

import io.github.handful.torch.Compute;

/**
 * The shape of a surface network.
 *
 * @param surfaces logit planes
 * @param width feature maps of the first level, doubled at each further one
 * @param depth levels, 1 to 8; the paper has 7
 * @param blocks convolutions in the residual branch of each level; the paper has 3
 * @param head feature maps before the logits
 */
public record SurfaceNetworkSpec(int surfaces, int width, int depth, int blocks, int head) {
  public SurfaceNetworkSpec {
    if (surfaces < 1 || width < 1 || depth < 1 || depth > 8 || blocks < 1 || head < 1) {
      throw new IllegalArgumentException(
          "a surface network needs surfaces, width, blocks and head of 1 or more and depth from 1 to 8, got %d, %d, %d, %d and %d"
              .formatted(surfaces, width, blocks, head, depth));
    }
  }

  /** Builds the network with fresh weights from libtorch's generator. */
  public SurfaceNetwork build(Compute compute) {
    return new SurfaceNetwork(this, compute);
  }
}
