package io.github.handful.genseg;

import io.github.handful.segment.Learner;
import io.github.handful.segment.Learner.Position;
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

  private static final int TIMED = 5;
  private static final int LONG = 1_000_000;

  private Budget() {}

  /** The counts for an arm and the pace they were derived from. */
  public record Planned(Plan plan, Pace pace) {}

  /**
   * Plans an arm for {@code seconds}, which include {@code besides} for each update: the time of
   * another learner that is to have as many.
   */
  public static Planned plan(Arm arm, double seconds, double besides, Compute compute) {
    double start = System.nanoTime() / 1e9;
    try (Learner learner = arm.build(compute)) {
      List<Learner.Phase> phases = learner.phases();
      double step = secondsPerUpdate(arm, learner) + besides;
      Validation validation = arm.validation(compute);
      double validating = median(TIMED - 2, () -> validation.dice(learner.model()));
      double pretraining =
          phases.size() == 1
              ? 0
              : median(TIMED, i -> learner.step(phases.get(0), new Position(i, LONG)));
      double left =
          seconds * (1 - RESERVE)
              - (System.nanoTime() / 1e9 - start)
              - validating * arm.plan().validations();
      double early = phases.size() == 1 ? 0 : left * PRETRAINING;
      Plan plan =
          arm.plan()
              .withLengths(
                  Math.max(1, pretraining == 0 ? 1 : (int) (early / pretraining)),
                  Math.max(1, (int) ((left - early) / step)));
      return new Planned(
          plan,
          new Pace(seconds, phases.size() == 1 ? List.of(left) : List.of(early, left - early)));
    }
  }

  /** Median time of an update, the architecture's steps spread over all. */
  public static double secondsPerUpdate(Arm arm, Learner learner) {
    Learner.Phase phase = learner.phases().get(learner.phases().size() - 1);
    if (!arm.method().searches()) {
      return median(TIMED, i -> learner.step(phase, new Position(i, LONG)));
    }
    int every = arm.plan().genseg().architectureEvery();
    double searching =
        median(TIMED - 2, i -> learner.step(phase, new Position((i + 1) * every - 1, LONG)));
    if (every == 1) {
      return searching;
    }
    double plain = median(TIMED, i -> learner.step(phase, new Position(i * every, LONG)));
    return plain + (searching - plain) / every;
  }

  private static double median(int count, Runnable action) {
    return median(count, i -> action.run());
  }

  /** The first run warms up and is not counted. */
  private static double median(int count, IntConsumer action) {
    action.accept(0);
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      long before = System.nanoTime();
      action.accept(i + 1);
      times[i] = (System.nanoTime() - before) / 1e9;
    }
    Arrays.sort(times);
    return times[count / 2];
  }
}
