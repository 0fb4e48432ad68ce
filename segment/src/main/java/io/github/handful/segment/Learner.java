package io.github.handful.segment;

import io.github.handful.torch.ParameterSet;
import java.util.List;
import java.util.Map;

/**
 * What a {@link TrainingLoop} trains. A step must be a function of the learner's state and of the
 * position alone, so that a resumed run repeats what an uninterrupted one would have done.
 */
public interface Learner extends AutoCloseable {
  /** The parts of the training in their order. */
  List<Phase> phases();

  /** One update. */
  Report step(Phase phase, Position position);

  /** The network that is validated and kept. */
  Segmenter model();

  /** Everything that a resumed run needs, by name. */
  Map<String, ParameterSet> state();

  @Override
  void close();

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
