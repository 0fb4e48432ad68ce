package io.github.handful.genseg;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of a Brownian bridge is mask and how much is noise at each time (Li et al. 2023): at
 * time 0 it is the image, at the last time the mask.
 */
final class BridgeSchedule {
  static final int TIMES = 1000;

  /** One from the mask on, and the last two. */
  static final int LEAST_STEPS = 3;

  private BridgeSchedule() {}

  /** The share of the mask, linear from 0.001 to 0.999. */
  static double mask(int time) {
    return 0.001 + 0.998 * time / (TIMES - 1);
  }

  /** The variance of the noise; at most one half, in the middle. */
  static double variance(int time) {
    return 2 * (mask(time) - mask(time) * mask(time));
  }

  /** The times of so many steps, evenly spaced from the last on, and then 1 and 0. */
  static List<Integer> times(int steps) {
    List<Integer> times = new ArrayList<>();
    for (int i = 0; i < steps - 2; i++) {
      times.add(TIMES - 1 - i * (TIMES - 1) / (steps - 2));
    }
    times.add(1);
    times.add(0);
    return times;
  }

  /** The variance of the noise that is added on the way from one time to an earlier one. */
  static double added(int time, int next) {
    double kept = (1 - mask(time)) / (1 - mask(next));
    double bridge = variance(time) - variance(next) * kept * kept;
    return Math.max(0, bridge * variance(next) / variance(time));
  }
}
