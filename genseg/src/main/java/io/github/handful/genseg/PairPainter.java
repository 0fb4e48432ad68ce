package io.github.handful.genseg;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
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
 * Paints images for label maps with a generator as it is, to look at them or to keep them.
 *
 * @param architecture the logits of the generator's mixtures
 * @param segmenter for which the pairs are
 */
public record PairPainter(
    Generator generator, Weights architecture, SegmenterSpec segmenter, Compute compute) {

  /** An image in [0, 1] on the grid of the labels; the same seed drops the same features. */
  public Image paint(LabelMap labels, long seed) {
    try (Scope scope = Scope.open()) {
      Ops.seed(seed);
      var network = generator.network();
      Tensor painted =
          Autograd.withoutGraph(
              () ->
                  GeneratorTraining.paint(
                      generator,
                      network.probing(network.parameters()),
                      architecture,
                      Batch.targets(List.of(labels), segmenter, compute),
                      compute.float32()));
      return new Image(labels.grid(), segmenter.channels(), 1, Ops.floats(painted));
    }
  }
}
