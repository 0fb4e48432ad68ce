package io.github.handful.segment;

import io.github.handful.torch.Network;
import java.util.Map;

/** A {@link NetworkLearner} of a segmenter. */
public interface Learner extends NetworkLearner {
  /** The segmenter that is validated and kept. */
  Segmenter model();

  @Override
  default Network network() {
    return model().network();
  }

  /**
   * A part of the training.
   *
   * @param trainsSegmenter whether its steps are updates of the segmenter, which is then validated
   */
  record Phase(String name, boolean trainsSegmenter) {}

  /** The iteration that is about to be done, from 0, and how many the phase has. */
  record Position(int iteration, int total) {}

  /**
   * What a step has to tell.
   *
   * @param losses by name; each must be finite
   * @param details for the log, such as mixture weights; empty for most steps
   */
  record Report(Map<String, Double> losses, Map<String, Object> details) {}
}
