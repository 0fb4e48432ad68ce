package io.github.handful.app;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of one adaptation of a comparison, scored with masks.
 *
 * @param method {@link #SOURCE}, or the method's name
 * @param seed 0 for the source
 * @param adapted whether an adapted network was kept
 * @param end why the adaptation ended, empty for the source
 * @param seconds that the adaptation took, without the scoring
 * @param dice of each image with the network that was kept
 * @param unguarded the same with the network as the adaptation left it, had nothing guarded it
 */
record AdaptationScores(
    String method,
    long seed,
    boolean adapted,
    String end,
    double seconds,
    Map<String, Double> dice,
    Map<String, Double> unguarded) {
  /** In place of a method: the model before any adaptation. */
  static final String SOURCE = "source";

  AdaptationScores {
    dice = Collections.unmodifiableMap(new LinkedHashMap<>(dice));
    unguarded = Collections.unmodifiableMap(new LinkedHashMap<>(unguarded));
  }

  static AdaptationScores source(Map<String, Double> dice) {
    return new AdaptationScores(SOURCE, 0, false, "", 0, dice, dice);
  }
}
