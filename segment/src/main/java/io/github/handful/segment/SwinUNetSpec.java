package io.github.handful.segment;

import io.github.handful.torch.Compute;
import java.util.List;

/**
 * The shape of a {@link SwinUNet}.
 *
 * @param channels of the images, 1 or 3
 * @param classes background included; two classes make one logit plane
 * @param width features of a token on the first level, doubled at each further one
 * @param heads of the attention on the first level, doubled at each further one; must divide width
 * @param window side of the windows of attention in tokens
 * @param blocks on each level, the finest first; the decoder has as many
 */
public record SwinUNetSpec(
    int channels, int classes, int width, int heads, int window, List<Integer> blocks)
    implements SegmenterSpec {
  /** Side in pixels of the squares that become tokens. */
  static final int PATCH = 4;

  private static final int DEEPEST = 6;

  public SwinUNetSpec {
    blocks = List.copyOf(blocks);
    if (channels < 1 || classes < 2 || width < 1 || window < 1) {
      throw new IllegalArgumentException(
          "a segmenter needs channels >= 1, classes >= 2, width >= 1 and window >= 1, got %d, %d, %d, %d"
              .formatted(channels, classes, width, window));
    }
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "the heads of attention must divide the width %d, got %d".formatted(width, heads));
    }
    if (blocks.isEmpty() || blocks.size() > DEEPEST || blocks.stream().anyMatch(b -> b < 1)) {
      throw new IllegalArgumentException(
          "a transformer needs blocks on each of 1 to %d levels, got %s"
              .formatted(DEEPEST, blocks));
    }
  }

  /** The published network, "tiny", for these images. */
  public static SwinUNetSpec published(int channels, int classes) {
    return new SwinUNetSpec(channels, classes, 96, 3, 7, List.of(2, 2, 2, 2));
  }

  int levels() {
    return blocks.size();
  }

  /** Features of a token on a level, 0 the finest. */
  int features(int level) {
    return width << level;
  }

  /** Side in pixels of what becomes one token on the coarsest level. */
  int coarsest() {
    return PATCH << levels() - 1;
  }

  @Override
  public int dimensions() {
    return 2;
  }

  /** The network pads what it cannot divide. */
  @Override
  public int multiple(int axis) {
    return 1;
  }

  /** Those of the perceptron of one block on the coarsest level. */
  @Override
  public double leastWeights() {
    double features = width * Math.pow(2, levels() - 1);
    return 8 * features * features;
  }

  @Override
  public String describe() {
    return "Swin-Unet of width %d with %s blocks".formatted(width, blocks);
  }

  @Override
  public Segmenter build(Compute compute) {
    return new SwinUNet(this, compute);
  }
}
