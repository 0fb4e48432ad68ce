package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import java.util.Map;

/**
 * A part of an adaptation. It changes the network that it was made with; a step is a function of
 * the networks' state and of the iteration alone.
 */
interface Stage extends AutoCloseable {
  String name();

  /** One update; what it has to tell, by name. */
  Map<String, Double> step(int iteration);

  /** The networks that may be the result, by name. */
  Map<String, Segmenter> candidates();

  @Override
  void close();
}
