package io.github.handful.segment;

import io.github.handful.torch.ParameterSet;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Learns from labelled images to paint images for labels. It stands between the generator of one
 * system and the learner of another, which do not know each other.
 */
public interface Painter extends AutoCloseable {
  /** Sides of images along an axis (0 x, 1 y, 2 z) must be multiples of this. */
  int multiple(int axis);

  /**
   * One step on labelled images.
   *
   * @param labelled the targets may also be the part of a pixel that each class has
   * @return the losses by name
   */
  Map<String, Double> learn(Batch labelled, long seed);

  /**
   * Images N×C×H×W in [0, 1] without a graph, of the caller's scope; the same seed gives the same.
   *
   * @param targets N×K×H×W as in {@link #learn}
   */
  Tensor paint(Tensor targets, long seed);

  /** Everything that a resumed run needs. */
  Map<String, ParameterSet> state();

  @Override
  void close();
}
