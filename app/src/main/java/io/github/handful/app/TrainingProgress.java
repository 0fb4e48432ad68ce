package io.github.handful.app;

import io.github.handful.segment.Learner;
import io.github.handful.segment.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Shows a training on a progress display. */
final class TrainingProgress implements TrainingListener {
  private final Progress progress;
  private final String arm;
  private final String name;
  private final DoubleUnaryOperator shown;
  private double latest = Double.NaN;

  TrainingProgress(Progress progress, String arm) {
    this(progress, arm, "validation Dice", DoubleUnaryOperator.identity());
  }

  /**
   * @param name of what is shown of a validation
   * @param shown what that is of its score
   */
  TrainingProgress(Progress progress, String arm, String name, DoubleUnaryOperator shown) {
    this.progress = progress;
    this.arm = arm;
    this.name = name;
    this.shown = shown;
  }

  @Override
  public void phase(Learner.Phase phase, int total) {
    progress.begin(arm + " " + phase.name(), total);
  }

  @Override
  public void step(int done, Map<String, Double> losses) {
    List<Progress.Reading> readings = new ArrayList<>();
    losses.forEach((name, value) -> readings.add(new Progress.Reading(name, value)));
    readings.add(new Progress.Reading(name, latest));
    progress.at(done, readings);
  }

  @Override
  public void validated(double score, double best) {
    latest = shown.applyAsDouble(score);
  }
}
