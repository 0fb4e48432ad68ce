package io.github.handful.segment;

import io.github.handful.torch.Network;
import io.github.handful.torch.ParameterSet;
import java.util.List;
import java.util.Map;

/**
 * What a {@link TrainingLoop} trains. A step must be a function of the learner's state and of the
 * position alone, so that a resumed run repeats what an uninterrupted one would have done.
 */
public interface NetworkLearner extends AutoCloseable {
  /** The parts of the training in their order. */
  List<Learner.Phase> phases();

  /** One update. */
  Learner.Report step(Learner.Phase phase, Learner.Position position);

  /** The network that is validated and kept. */
  Network network();

  /** Everything that a resumed run needs, by name. */
  Map<String, ParameterSet> state();

  @Override
  void close();
}
