package io.github.handful.surfaces;

import io.github.handful.segment.Batch;
import io.github.handful.segment.Painter;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Learns the mean intensity of each layer, and paints it: exact where layers are even. */
final class MeanPainter implements Painter {
  private final int multiple;
  private final ParameterSet means = new ParameterSet();

  /** The shape and the parts of the last targets. */
  long[] shape = new long[0];

  float[] parts = new float[0];
  float[] images = new float[0];
  boolean closed;

  MeanPainter(int multiple, int layers) {
    this.multiple = multiple;
    means.add("means", Ops.zeros(1, layers, 1, 1));
  }

  @Override
  public int multiple(int axis) {
    return multiple;
  }

  @Override
  public Map<String, Double> learn(Batch labelled, long seed) {
    remember(labelled.targets());
    images = Ops.floats(labelled.images());
    Tensor weight = Ops.sum(labelled.targets(), 2, 3);
    Tensor sum = Ops.sum(labelled.targets().mul(labelled.images()), 2, 3);
    try (ParameterSet seen = new ParameterSet()) {
      seen.add("means", sum.div(Ops.clamp(weight, 1e-6, 1e9)).view(1, weight.size(1), 1, 1));
      means.assign(seen);
    }
    return new LinkedHashMap<>(Map.of("generator", 0.0));
  }

  @Override
  public Tensor paint(Tensor targets, long seed) {
    remember(targets);
    return Ops.sum(targets.mul(means.tensors().get(0)), 1).unsqueeze(1);
  }

  private void remember(Tensor targets) {
    parts = Ops.floats(targets);
    shape = new long[] {targets.size(0), targets.size(1), targets.size(2), targets.size(3)};
  }

  @Override
  public Map<String, ParameterSet> state() {
    return Map.of("means", means);
  }

  @Override
  public void close() {
    means.close();
    closed = true;
  }
}
