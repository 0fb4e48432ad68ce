package io.github.handful.bench;

/** How much time a measurement may take. */
enum Effort {
  FULL,
  /** For trying things out: one repetition after one warm-up. */
  QUICK;

  /**
   * The seconds that each of {@code repetitions} calls takes, after {@code warmUps} calls that do
   * not count.
   */
  double[] seconds(int warmUps, int repetitions, Runnable action) {
    for (int i = 0; i < (this == QUICK ? 1 : warmUps); i++) {
      action.run();
    }
    double[] seconds = new double[this == QUICK ? 1 : repetitions];
    for (int i = 0; i < seconds.length; i++) {
      long before = System.nanoTime();
      action.run();
      seconds[i] = (System.nanoTime() - before) / 1e9;
    }
    return seconds;
  }

  /** As {@link #seconds}, in milliseconds. */
  double[] milliseconds(int warmUps, int repetitions, Runnable action) {
    double[] values = seconds(warmUps, repetitions, action);
    for (int i = 0; i < values.length; i++) {
      values[i] *= 1e3;
    }
    return values;
  }
}
