package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** All weights learn the frozen source's own predictions. */
final class PseudoLabelStage implements Stage {
  private final Context context;
  private final Segmenter source;
  private final Segmenter segmenter;
  private final Learning learning;

  PseudoLabelStage(Context context, Segmenter source, Segmenter segmenter) {
    this.context = context;
    this.source = source;
    this.segmenter = segmenter;
    this.learning = Learning.all(context, segmenter);
  }

  @Override
  public String name() {
    return "pseudo-labels";
  }

  @Override
  public Map<String, Double> step(int iteration) {
    try (Scope scope = Scope.open()) {
      Tensor window = context.images().draw(context.seeds(), name(), iteration);
      Tensor labels = context.probabilities(source, window).labels();
      Tensor loss = AdaptationLoss.segmentation(context.logits(segmenter, window), labels);
      learning.step(loss);
      return Map.of("segmentation", Ops.value(loss));
    }
  }

  @Override
  public Map<String, Segmenter> candidates() {
    return Map.of("adapted", segmenter);
  }

  @Override
  public void close() {
    learning.close();
  }
}
