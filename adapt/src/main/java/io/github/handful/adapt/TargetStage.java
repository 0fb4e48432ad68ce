package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The target-specific stage of TT-SFUDA: changed copies of a window learn the label that the frozen
 * source votes for on the same copies, and the entropy of their predictions falls.
 */
final class TargetStage implements Stage {
  private final Context context;
  private final Segmenter source;
  private final Segmenter segmenter;
  private final Learning learning;

  TargetStage(Context context, Segmenter source, Segmenter segmenter) {
    this.context = context;
    this.source = source;
    this.segmenter = segmenter;
    this.learning = Learning.all(context, segmenter);
  }

  @Override
  public String name() {
    return "target-specific";
  }

  @Override
  public Map<String, Double> step(int iteration) {
    try (Scope scope = Scope.open()) {
      Tensor window = context.images().draw(context.seeds(), name(), iteration);
      Tensor copies = Views.ensemble(window, context.seeds().random("ensemble", iteration));
      Voting.PseudoLabel label =
          context.settings().voting().label(context.probabilities(source, copies));
      Tensor logits = context.logits(segmenter, copies);
      Tensor segmentation = AdaptationLoss.segmentation(logits, label.labels());
      Tensor entropy = AdaptationLoss.entropy(logits);
      learning.step(segmentation.add(entropy));
      Map<String, Double> told = new LinkedHashMap<>();
      told.put("segmentation", Ops.value(segmentation));
      told.put("entropy", Ops.value(entropy));
      told.put("promoted", label.promotedShare());
      return told;
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
