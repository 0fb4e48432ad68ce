package io.github.handful.segment;

import io.github.handful.torch.ParameterSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Runs a learner through its phases: steps, validations, the best weights, checkpoints, the log,
 * and the end by count, by the clock or because validation has settled. Without validation images
 * the last weights are kept.
 */
public final class TrainingLoop {
  /** A training that was asked to end by the clock may run over by this part of its time. */
  private static final double OVERTIME = 1.08;

  /** Iterations of a phase before its speed is relied on. */
  private static final int LEAST_TIMED = 10;

  /**
   * Only weights from after this part of the phase can be kept: with few validation images, the
   * first ones are easily the best by chance.
   */
  private static final double RIPE = 0.5;

  private final NetworkLearner learner;
  private final Score score;
  private final Limits limits;
  private final Checkpoint checkpoint;
  private final EventLog log;
  private final TrainingListener listener;
  private final ParameterSet best;
  private final ParameterSet bestStatistics;
  private final double earlierSeconds;

  private LoopState state;
  private long clock = System.nanoTime();
  private double checkpointed;

  /**
   * When to validate, to save and to stop.
   *
   * @param validations how many times the segmenter is validated over its phase
   * @param checkpointSeconds least time between two checkpoints
   * @param patience validations without a better one after which training ends; 0 for never
   * @param pace the planned time and speed, if training is to end by the clock
   */
  public record Limits(
      int validations, double checkpointSeconds, int patience, Optional<Pace> pace) {}

  /**
   * A time budget and the speeds it was turned into iteration counts with.
   *
   * @param seconds until the last phase should end
   * @param phaseSeconds planned for each phase
   */
  public record Pace(double seconds, List<Double> phaseSeconds) {}

  /**
   * How a training ended: the state, and the best weights, which the caller closes.
   *
   * @param updates of the segmenter
   */
  public record Outcome(LoopState state, int updates, ParameterSet weights, ParameterSet statistics)
      implements AutoCloseable {
    @Override
    public void close() {
      weights.close();
      statistics.close();
    }
  }

  /**
   * How good the learner's network is at the moment.
   *
   * @param name in the log
   * @param value never negative, the higher the better
   */
  public record Score(String name, DoubleSupplier value) {}

  /** As the other constructor; the score is the Dice of a validation. */
  public TrainingLoop(
      Learner learner,
      Validation validation,
      Limits limits,
      Checkpoint checkpoint,
      EventLog log,
      TrainingListener listener,
      LoopState start)
      throws IOException {
    this(
        learner,
        new Score("dice", () -> validation.dice(learner.model())),
        limits,
        checkpoint,
        log,
        listener,
        start);
  }

  /**
   * Starts from {@code start}, or from the checkpoint if there is one; then what the log holds
   * beyond it is cut off, to be written again.
   */
  public TrainingLoop(
      NetworkLearner learner,
      Score score,
      Limits limits,
      Checkpoint checkpoint,
      EventLog log,
      TrainingListener listener,
      LoopState start)
      throws IOException {
    this.learner = learner;
    this.score = score;
    this.limits = limits;
    this.checkpoint = checkpoint;
    this.log = log;
    this.listener = listener;
    this.best = learner.network().parameters().copy();
    this.bestStatistics = learner.network().statistics().copy();
    this.state = checkpoint.exists() ? checkpoint.restore(everything()) : start;
    log.cut(state.logLength());
    this.earlierSeconds = state.seconds();
    this.checkpointed = state.seconds();
  }

  /** Seconds that were trained before this start of the run. */
  public double earlierSeconds() {
    return earlierSeconds;
  }

  private Map<String, ParameterSet> everything() {
    Map<String, ParameterSet> all = new LinkedHashMap<>(learner.state());
    all.put("best", best);
    all.put("best statistics", bestStatistics);
    return all;
  }

  /** Trains to the end; a training that has already ended is not changed. */
  public Outcome run() throws IOException {
    List<Learner.Phase> phases = learner.phases();
    while (state.end().isEmpty()) {
      if (state.phase() == phases.size()) {
        finish("all iterations are done");
        break;
      }
      runPhase(phases.get(state.phase()));
      if (state.end().isEmpty()) {
        state = state.inPhase(state.phase() + 1);
        save();
      }
    }
    return new Outcome(state, updates(phases), best, bestStatistics);
  }

  private int updates(List<Learner.Phase> phases) {
    int updates = 0;
    for (int i = 0; i < phases.size() && i <= state.phase(); i++) {
      if (phases.get(i).trainsSegmenter()) {
        updates += i < state.phase() ? state.totals().get(i) : state.iteration();
      }
    }
    return updates;
  }

  private void runPhase(Learner.Phase phase) throws IOException {
    boolean timed = state.iteration() == 0 && limits.pace().isPresent();
    if (timed) {
      fitToClock();
    }
    boolean adapts = timed && state.phase() == state.totals().size() - 1;
    double since = state.seconds();
    int from = 0;
    int total = state.totals().get(state.phase());
    listener.phase(phase, total);
    int every = Math.max(1, total / limits.validations());
    while (state.iteration() < total && state.end().isEmpty()) {
      int iteration = state.iteration();
      Learner.Report report = learner.step(phase, new Learner.Position(iteration, total));
      state = state.after(iteration + 1);
      record(phase, report);
      boolean last = iteration + 1 == total;
      if (phase.trainsSegmenter() && ((iteration + 1) % every == 0 || last)) {
        validate(every, iteration + 1 > RIPE * total || last);
      }
      tick();
      if (adapts && state.iteration() == Math.max(LEAST_TIMED, from == 0 ? total / 5 : total / 2)) {
        fitToSpeed((state.seconds() - since) / (state.iteration() - from));
        total = state.totals().get(state.phase());
        listener.phase(phase, total);
        since = state.seconds();
        from = state.iteration();
      }
      if (state.end().isEmpty() && overdue()) {
        if (!phase.trainsSegmenter()) {
          return;
        }
        if (!(state.bestDice() >= 0)) {
          validate(every, true);
        }
        finish("the time was over");
      } else if (state.seconds() - checkpointed > limits.checkpointSeconds()) {
        save();
      }
    }
  }

  /** The last phase takes what time the phases before it have left. */
  private void fitToClock() {
    if (state.phase() == 0) {
      return;
    }
    Pace pace = limits.pace().orElseThrow();
    double rest = pace.phaseSeconds().get(state.phase());
    double left = pace.seconds() - state.seconds();
    setTotal(state.totals().get(state.phase()) * left / rest);
  }

  /** As many iterations as fit at the speed that the last phase itself shows. */
  private void fitToSpeed(double secondsEach) {
    double left = limits.pace().orElseThrow().seconds() - state.seconds();
    setTotal(state.iteration() + left / secondsEach);
  }

  private void setTotal(double total) {
    List<Integer> totals = new ArrayList<>(state.totals());
    totals.set(state.phase(), Math.max(state.iteration() + 1, (int) Math.round(total)));
    state = state.withTotals(totals);
  }

  private boolean overdue() {
    return limits.pace().isPresent() && state.seconds() > limits.pace().get().seconds() * OVERTIME;
  }

  private void record(Learner.Phase phase, Learner.Report report) throws IOException {
    for (Map.Entry<String, Double> loss : report.losses().entrySet()) {
      if (!Double.isFinite(loss.getValue())) {
        throw new TrainingException(
            "the "
                + loss.getKey()
                + " loss became "
                + loss.getValue()
                + " at iteration "
                + state.iteration()
                + " of phase "
                + phase.name()
                + "; look at the images' intensity ranges (handful inspect) or lower the rate in"
                + " the plan");
      }
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", "step");
    event.put("phase", phase.name());
    event.put("iteration", state.iteration());
    event.put("losses", report.losses());
    event.putAll(report.details());
    log.write(event);
    listener.step(state.iteration(), report.losses());
  }

  private void validate(int every, boolean ripe) throws IOException {
    double value = score.value().getAsDouble();
    boolean blind = Double.isNaN(value);
    if (blind || ripe && value > state.bestDice()) {
      state = state.withBest(value);
      best.assign(learner.network().parameters());
      bestStatistics.assign(learner.network().statistics());
    }
    if (blind) {
      return;
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", "validation");
    event.put("iteration", state.iteration());
    event.put(score.name(), value);
    event.put("best", state.bestDice());
    log.write(event);
    listener.validated(value, state.bestDice());
    int stale = (state.iteration() - state.bestIteration()) / every;
    if (ripe && limits.patience() > 0 && stale >= limits.patience()) {
      finish("validation has settled");
    }
  }

  private void tick() throws IOException {
    long now = System.nanoTime();
    state = state.at(state.seconds() + (now - clock) / 1e9, log.length());
    clock = now;
  }

  private void finish(String reason) throws IOException {
    tick();
    state = state.ended(reason);
    save();
  }

  private void save() throws IOException {
    tick();
    checkpoint.save(everything(), state);
    checkpointed = state.seconds();
  }
}
