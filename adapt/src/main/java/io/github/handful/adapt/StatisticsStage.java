package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Batch normalisation learns its running statistics from windows of the target images (Li et al.
 * 2017); no weight changes. Networks without running statistics stay as they are.
 */
final class StatisticsStage implements Stage {
  /** After so many updates less than a hundredth of the source's statistics is left. */
  static final int ENOUGH = 44;

  static final String NAME = "statistics";

  /** The network with the mean of the statistics learnt and those before. */
  static final String HALF = "half aligned";

  private static final int BATCH = 4;

  private final Context context;
  private final Segmenter segmenter;
  private final ParameterSet before;
  private final Segmenter between;

  StatisticsStage(Context context, Segmenter segmenter) {
    this.context = context;
    this.segmenter = segmenter;
    this.before = segmenter.network().statistics().copy();
    this.between = Copies.of(segmenter, context.compute());
  }

  /** Gives a network the statistics of the images. */
  static void align(Context context, Segmenter segmenter) {
    try (StatisticsStage stage = new StatisticsStage(context, segmenter)) {
      for (int i = 0; i < ENOUGH; i++) {
        stage.step(i);
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Double> step(int iteration) {
    try (Scope scope = Scope.open()) {
      List<Tensor> windows = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        windows.add(context.images().draw(context.seeds(), NAME, BATCH * iteration + i));
      }
      Tensor batch = Ops.cat(windows, 0);
      return Map.of("entropy", Autograd.withoutGraph(() -> learn(batch)));
    }
  }

  private double learn(Tensor batch) {
    Tensor logits =
        context.compute().run(() -> segmenter.logits(segmenter.network().training(), batch));
    return Ops.value(AdaptationLoss.entropy(logits));
  }

  /** The network with the statistics learnt, and with the mean of these and those before. */
  @Override
  public Map<String, Segmenter> candidates() {
    ParameterSet learnt = segmenter.network().statistics();
    try (Scope scope = Scope.open();
        ParameterSet mean = new ParameterSet()) {
      before
          .asMap()
          .forEach((name, t) -> mean.add(name, Ops.combination(learnt.get(name), 0.5, t, 0.5)));
      between.network().statistics().assign(mean);
    }
    Map<String, Segmenter> candidates = new LinkedHashMap<>();
    candidates.put("aligned", segmenter);
    candidates.put(HALF, between);
    return candidates;
  }

  @Override
  public void close() {
    before.close();
    between.close();
  }
}
