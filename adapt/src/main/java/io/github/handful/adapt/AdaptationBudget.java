package io.github.handful.adapt;

import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.TrainingException;
import io.github.handful.torch.Compute;
import java.util.Arrays;

/**
 * Turns a time budget into a number of updates by timing a few on a network that is thrown away.
 */
public final class AdaptationBudget {
  /** Left for start-up and the model files. */
  private static final double RESERVE = 0.05;

  private static final int WARM_UP = 1;
  private static final int TIMED = 3;

  private AdaptationBudget() {}

  /**
   * The most updates that fit into so many seconds with their judgements.
   *
   * @throws TrainingException if not one for each stage fits
   */
  public static int iterations(
      Segmenter source,
      TargetImages images,
      AdaptationSettings settings,
      Seeds seeds,
      Compute compute,
      double seconds) {
    double start = System.nanoTime() / 1e9;
    Context context = new Context(images, settings, seeds, compute);
    double fixed = 0;
    double update = 0;
    int stages = 0;
    try (Judge judge = new Judge(context)) {
      double judging = time(i -> judge.of(source), 1);
      for (Planned planned : Planned.of(context, source, source)) {
        try (Segmenter copy = Copies.of(source, compute);
            Stage stage = planned.make().apply(copy)) {
          double step = time(stage::step, TIMED);
          fixed += planned.judgements() * stage.candidates().size() * judging;
          if (planned.fixedLength()) {
            fixed += planned.iterations() * step;
          } else {
            update += step;
            stages++;
          }
        }
      }
    }
    double left = seconds * (1 - RESERVE) - (System.nanoTime() / 1e9 - start) - fixed;
    if (stages == 0) {
      return settings.iterations();
    }
    int iterations = (int) (left / (update / stages));
    if (iterations < stages) {
      throw new TrainingException(
          "a budget of %.0f s is over before the first update; give more time".formatted(seconds));
    }
    return iterations;
  }

  private interface Step {
    void run(int iteration);
  }

  private static double time(Step step, int count) {
    double[] times = new double[WARM_UP + count];
    for (int i = 0; i < times.length; i++) {
      long before = System.nanoTime();
      step.run(i);
      times[i] = (System.nanoTime() - before) / 1e9;
    }
    double[] counted = Arrays.copyOfRange(times, WARM_UP, times.length);
    Arrays.sort(counted);
    return counted[counted.length / 2];
  }
}
