package io.github.handful.segment;

import java.util.List;

/**
 * How far a training has come.
 *
 * @param phase index of the present phase
 * @param iteration iterations done in it
 * @param totals iterations that each phase has
 * @param bestDice best validation Dice so far, -1 before the first validation, NaN where no image
 *     validates
 * @param bestIteration iteration of the phase after which it was reached
 * @param seconds of training so far, over all starts of the run
 * @param logLength bytes of the log that belong to this state
 * @param end why the training ended, empty while it goes on
 */
public record LoopState(
    int phase,
    int iteration,
    List<Integer> totals,
    double bestDice,
    int bestIteration,
    double seconds,
    long logLength,
    String end) {

  public static LoopState start(List<Integer> totals) {
    return new LoopState(0, 0, List.copyOf(totals), -1, 0, 0, 0, "");
  }

  LoopState after(int iterations) {
    return new LoopState(
        phase, iterations, totals, bestDice, bestIteration, seconds, logLength, end);
  }

  LoopState inPhase(int next) {
    return new LoopState(next, 0, totals, bestDice, bestIteration, seconds, logLength, end);
  }

  LoopState withTotals(List<Integer> changed) {
    return new LoopState(
        phase, iteration, List.copyOf(changed), bestDice, bestIteration, seconds, logLength, end);
  }

  LoopState withBest(double dice) {
    return new LoopState(phase, iteration, totals, dice, iteration, seconds, logLength, end);
  }

  LoopState at(double time, long length) {
    return new LoopState(phase, iteration, totals, bestDice, bestIteration, time, length, end);
  }

  LoopState ended(String reason) {
    return new LoopState(
        phase, iteration, totals, bestDice, bestIteration, seconds, logLength, reason);
  }
}
