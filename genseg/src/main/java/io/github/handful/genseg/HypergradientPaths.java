package io.github.handful.genseg;

import io.github.handful.nested.Hypergradient;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The ways by which the architecture reaches the segmenter's validation loss: through the weights
 * that the generator learns under it, and directly, through the images that are painted with it.
 */
public enum HypergradientPaths {
  BOTH(ThreeLevels.GENERATOR, ThreeLevels.SEGMENTER),
  GENERATOR(ThreeLevels.GENERATOR),
  DIRECT(ThreeLevels.SEGMENTER);

  private final List<String> levels;

  HypergradientPaths(String... levels) {
    this.levels = List.of(levels);
  }

  /** The part of a hypergradient that came by these ways, in the order of the logits. */
  List<Tensor> of(Hypergradient.Result result) {
    return result.along(levels);
  }
}
