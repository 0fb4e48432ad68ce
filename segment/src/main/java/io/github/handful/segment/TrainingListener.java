package io.github.handful.segment;

import java.util.Map;

/** Hears how a training goes on, on the thread that trains. */
public interface TrainingListener {
  /** A phase begins, or goes on after a resume. */
  void phase(Learner.Phase phase, int total);

  /** {@code done} iterations of the phase are finished. */
  void step(int done, Map<String, Double> losses);

  /** The averaged weights have been validated. */
  void validated(double dice, double best);
}
