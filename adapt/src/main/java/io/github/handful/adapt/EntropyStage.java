package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Plain entropy minimisation over the scales and shifts of the normalisation layers, on statistics
 * of the target images (Tent, Wang et al. 2021).
 */
final class EntropyStage implements Stage {
  private static final int BATCH = 4;

  private final Context context;
  private final Segmenter segmenter;
  private final Learning learning;

  EntropyStage(Context context, Segmenter segmenter) {
    this.context = context;
    this.segmenter = segmenter;
    StatisticsStage.align(context, segmenter);
    this.learning =
        Learning.normalisation(segmenter.network().parameters(), context.settings().tentRate());
  }

  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public Map<String, Double> step(int iteration) {
    try (Scope scope = Scope.open()) {
      List<Tensor> windows = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        windows.add(context.images().draw(context.seeds(), name(), BATCH * iteration + i));
      }
      Tensor loss = AdaptationLoss.entropy(context.logits(segmenter, Ops.cat(windows, 0)));
      learning.step(loss);
      return Map.of("entropy", Ops.value(loss));
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
