package io.github.handful.genseg;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.Batch;
import io.github.handful.segment.SegmenterSpec;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Makes synthetic pairs with a generator as it is, to look at them or to keep them.
 *
 * @param architecture the logits of the generator's mixtures
 * @param segmenter for which the pairs are
 */
public record PairPainter(
    Generator generator, Weights architecture, SegmenterSpec segmenter, Compute compute) {

  /**
   * A pair with an image in [0, 1], both on the grid of the labels: these labels and an image
   * painted for them or, of a generator that makes masks of its own, a pair that has nothing to do
   * with them. The same seed draws the same random numbers.
   */
  public PairAugmentation.Pair pair(LabelMap labels, long seed) {
    try (Scope scope = Scope.open()) {
      Ops.seed(seed);
      var network = generator.network();
      Batch made =
          Autograd.withoutGraph(
              () ->
                  generator.pairs(
                      network.probing(network.parameters()),
                      architecture,
                      Batch.targets(List.of(labels), segmenter, compute),
                      compute.float32()));
      return new PairAugmentation.Pair(
          new Image(labels.grid(), segmenter.channels(), 1, Ops.floats(made.images())),
          new LabelMap(labels.grid(), likeliest(made.targets())));
    }
  }

  private static byte[] likeliest(Tensor targets) {
    float[] classes = Ops.floats(Ops.argmax(targets, 1));
    byte[] labels = new byte[classes.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) classes[i];
    }
    return labels;
  }
}
