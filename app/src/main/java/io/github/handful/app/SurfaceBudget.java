package io.github.handful.app;

import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.segment.Learner;
import io.github.handful.segment.TrainingException;
import io.github.handful.segment.TrainingLoop.Pace;
import io.github.handful.surfaces.SurfaceLearner;
import io.github.handful.surfaces.SurfacePlan;
import io.github.handful.torch.Compute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan that fits into a time budget.
 *
 * @param seconds that are left for the training
 */
record SurfaceBudget(SurfacePlan plan, double seconds) {
  /** Part of a time budget that is left for start-up, checkpoints and the model files. */
  private static final double RESERVE = 0.03;

  /** Part of the training in which a painter learns, where there is one. */
  private static final double PAINTING = 0.3;

  private static final int WARM_UP = 1;
  private static final int TIMED = 3;

  /**
   * Times a few steps of each phase.
   *
   * @throws TrainingException if the budget is over before the first update
   */
  static SurfaceBudget of(
      SurfacePlan plan,
      Optional<Pix2PixSpec> generator,
      LabelledScans scans,
      SurfaceWishes wishes,
      Compute compute) {
    double begun = System.nanoTime() / 1e9;
    List<Double> each = new ArrayList<>();
    try (SurfaceLearner learner =
        SurfaceRun.learner(plan, generator, scans.training(), wishes.seed(), compute)) {
      for (Learner.Phase phase : learner.phases()) {
        each.add(secondsEach(learner, phase, plan.updates()));
      }
    }
    double seconds =
        wishes.budget().toMillis() / 1e3 * (1 - RESERVE) - (System.nanoTime() / 1e9 - begun);
    double update = each.get(each.size() - 1);
    if (seconds < each.stream().mapToDouble(Double::doubleValue).sum()) {
      throw new TrainingException(
          "a budget of %d s is over before the first update; give more time"
              .formatted(wishes.budget().toSeconds()));
    }
    List<Double> phases = pace(seconds, plan).phaseSeconds();
    SurfacePlan fitting =
        plan.withUpdates((int) Math.max(1, phases.get(phases.size() - 1) / update));
    if (plan.painted().isPresent() && wishes.pretraining() == 0) {
      int steps = (int) Math.max(1, phases.get(0) / each.get(0));
      fitting = fitting.withPainted(plan.painted().get().withPretraining(steps));
    }
    return new SurfaceBudget(fitting, seconds);
  }

  /** The time of each phase of a plan. */
  static Pace pace(double seconds, SurfacePlan plan) {
    double early = PAINTING * seconds;
    return new Pace(
        seconds, plan.painted().isPresent() ? List.of(early, seconds - early) : List.of(seconds));
  }

  /** The median of a few steps; updates by the layer of the method come after those without. */
  private static double secondsEach(SurfaceLearner learner, Learner.Phase phase, int last) {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < WARM_UP + TIMED; i++) {
      long begun = System.nanoTime();
      learner.step(phase, new Learner.Position(last, last));
      seconds.add((System.nanoTime() - begun) / 1e9);
    }
    return seconds.stream().skip(WARM_UP).sorted().skip(TIMED / 2).findFirst().orElseThrow();
  }
}
