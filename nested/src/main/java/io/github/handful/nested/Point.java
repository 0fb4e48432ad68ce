package io.github.handful.nested;

import io.github.handful.torch.Weights;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Values for the variables of some levels; every other level is at its own present variables. */
public final class Point {
  private final Map<Level, List<Tensor>> values;

  private Point(Map<Level, List<Tensor>> values) {
    this.values = values;
  }

  /** Every level at its own variables. */
  public static Point present() {
    return new Point(new IdentityHashMap<>());
  }

  /** This point with one level moved to {@code tensors}, in the order of its variables. */
  public Point with(Level level, List<Tensor> tensors) {
    Map<Level, List<Tensor>> moved = new IdentityHashMap<>(values);
    moved.put(level, tensors);
    return new Point(moved);
  }

  /** The variables of a level at this point, by name. */
  public Weights of(Level level) {
    List<Tensor> moved = values.get(level);
    return moved == null ? level.variables() : level.variables().named(moved);
  }
}
