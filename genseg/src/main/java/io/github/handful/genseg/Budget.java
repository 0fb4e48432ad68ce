package io.github.handful.genseg;

import io.github.handful.segment.Learner;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.TrainingException;
import io.github.handful.segment.TrainingLoop.Pace;
import io.github.handful.segment.Validation;
import io.github.handful.torch.Compute;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Turns a time budget into iteration counts by timing a few steps of a learner that is then thrown
 * away, so that the training itself begins from its seed.
 */
public final class Budget {
  /** Part of the time for the generator before the segmenter starts. */
  private static final double PRETRAINING = 0.3;

  /** Left for start-up, checkpoints and the model files. */
  private static final double RESERVE = 0.03;

  private static final int WARM_UP = 2;
  private static final int TIMED = 5;
  private static final int LONG = 1_000_000;

  private Budget() {}

  /**
   * Median seconds of each kind of step.
   *
   * @param pretraining a step of the generator before the segmenter starts, 0 without a generator
   * @param update an update of the segmenter, the architecture's steps spread over all
   * @param validating a validation
   */
  public record Speeds(double pretraining, double update, double validating) {}

  /** The counts for an arm and the pace they were derived from. */
  public record Planned(Plan plan, Pace pace) {}

  /**
   * Plans an arm for {@code seconds}.
   *
   * @param besides time for each update of a baseline that has as many updates and validations and
   *     shares the seconds; 0 without one
   * @throws TrainingException if the seconds are over before the first update
   */
  public static Planned plan(Arm arm, double seconds, double besides, Compute compute) {
    double start = System.nanoTime() / 1e9;
    try (Learner learner = arm.build(compute)) {
      boolean pretrains = arm.method().generates();
      Speeds speeds = speeds(arm, learner, compute);
      double update = speeds.update();
      double validating = speeds.validating();
      double pretraining = speeds.pretraining();
      double left = seconds * (1 - RESERVE) - (System.nanoTime() / 1e9 - start);
      if (left < update + pretraining) {
        throw new TrainingException(
            ("a budget of %.0f s is over before the first update;"
                    + " give more time, or a plan with smaller networks")
                .formatted(seconds));
      }
      double early = pretrains ? left * PRETRAINING : 0;
      int steps = pretrains ? Math.max(1, (int) (early / pretraining)) : 1;
      double validatingAll = besides > 0 ? 2 * validating : validating;
      int updates = updates(arm.plan(), left - early, update + besides, validatingAll);
      double late = updates * update + arm.plan().validationsOf(updates) * validating;
      return new Planned(
          arm.plan().withLengths(steps, updates),
          new Pace(early + late, pretrains ? List.of(early, late) : List.of(late)));
    }
  }

  /** Times a few steps of each kind; the learner is of no use for training after that. */
  public static Speeds speeds(Arm arm, Learner learner, Compute compute) {
    double update = secondsPerUpdate(arm, learner);
    Validation validation = arm.validation(compute);
    double validating = median(TIMED, () -> validation.dice(learner.model()));
    Learner.Phase first = learner.phases().get(0);
    double pretraining =
        arm.method().generates()
            ? median(TIMED, i -> learner.step(first, new Position(i, LONG)))
            : 0;
    return new Speeds(pretraining, update, validating);
  }

  /** The most updates that fit with their validations. */
  private static int updates(Plan plan, double seconds, double update, double validating) {
    int low = 1;
    int high = Math.max(1, (int) (seconds / update));
    while (low < high) {
      int middle = (low + high + 1) / 2;
      boolean fits = middle * update + plan.validationsOf(middle) * validating <= seconds;
      low = fits ? middle : low;
      high = fits ? high : middle - 1;
    }
    return low;
  }

  /** Median time of an update, the architecture's steps spread over all. */
  public static double secondsPerUpdate(Arm arm, Learner learner) {
    Learner.Phase phase = learner.phases().get(learner.phases().size() - 1);
    if (!arm.method().searches()) {
      return median(TIMED, i -> learner.step(phase, new Position(i, LONG)));
    }
    int every = arm.plan().genseg().architectureEvery();
    double searching =
        median(TIMED, i -> learner.step(phase, new Position((i + 1) * every - 1, LONG)));
    if (every == 1) {
      return searching;
    }
    double plain = median(TIMED, i -> learner.step(phase, new Position(i * every, LONG)));
    return plain + (searching - plain) / every;
  }

  private static double median(int count, Runnable action) {
    return median(count, i -> action.run());
  }

  /** The first runs warm up and are not counted. */
  private static double median(int count, IntConsumer action) {
    for (int i = 0; i < WARM_UP; i++) {
      action.accept(i);
    }
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      long before = System.nanoTime();
      action.accept(WARM_UP + i);
      times[i] = (System.nanoTime() - before) / 1e9;
    }
    Arrays.sort(times);
    return times[count / 2];
  }
}
