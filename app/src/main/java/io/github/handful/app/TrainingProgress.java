package io.github.handful.app;

import io.github.handful.segment.Learner;
import io.github.handful.segment.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows a training on a progress display. */
final class TrainingProgress implements TrainingListener {
  private final Progress progress;
  private final String arm;
  private double dice = Double.NaN;

  TrainingProgress(Progress progress, String arm) {
    this.progress = progress;
    this.arm = arm;
  }

  @Override
  public void phase(Learner.Phase phase, int total) {
    progress.begin(arm + " " + phase.name(), total);
  }

  @Override
  public void step(int done, Map<String, Double> losses) {
    List<Progress.Reading> readings = new ArrayList<>();
    losses.forEach((name, value) -> readings.add(new Progress.Reading(name, value)));
    readings.add(new Progress.Reading("validation Dice", dice));
    progress.at(done, readings);
  }

  @Override
  public void validated(double latest, double best) {
    dice = latest;
  }
}
