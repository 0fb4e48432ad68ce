package io.github.handful.adapt;

import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** What every stage works with. */
record Context(TargetImages images, AdaptationSettings settings, Seeds seeds, Compute compute) {

  /**
   * A run whose gradients are wanted. Batch normalisation uses the running statistics: those of a
   * batch of copies of one window say nothing about the images.
   */
  Segmenter.Outputs outputs(Segmenter segmenter, Tensor batch) {
    return compute.run(() -> segmenter.outputs(segmenter.network().evaluating(), batch));
  }

  Tensor logits(Segmenter segmenter, Tensor batch) {
    return outputs(segmenter, batch).logits();
  }

  /** Probabilities without a graph. */
  ClassProbabilities probabilities(Segmenter segmenter, Tensor batch) {
    Supplier<Tensor> planes = () -> ClassProbabilities.of(logits(segmenter, batch)).planes();
    return new ClassProbabilities(Autograd.withoutGraph(planes));
  }
}
