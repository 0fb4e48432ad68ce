package io.github.handful.adapt;

import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.TrainingException;
import io.github.handful.torch.Compute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adapts a segmenter to images without labels, judging it on the way, and keeps the best network by
 * {@link Safeguard}, which may be the source itself. A stage ends early where its networks agree no
 * better for several judgements; the whole ends where they are no longer safe for several.
 *
 * <p>TT-SFUDA was made for networks without normalisation. With batch normalisation its stages
 * begin from the statistics of the source, of the images or their mean, as the safeguard prefers,
 * and leave them as they are.
 */
public final class Adaptation {
  private final Segmenter source;
  private final Optional<List<Double>> learnt;
  private final Context context;
  private final AdaptationListener listener;
  private final List<Judged> history = new ArrayList<>();

  /**
   * A judgement on the way.
   *
   * @param network {@code source}, or one of the stage's
   * @param iteration updates of the stage done
   * @param objection why it is not safe to use; empty if it is
   */
  public record Judged(
      String stage,
      String network,
      int iteration,
      Judgement judgement,
      Optional<String> objection) {}

  /**
   * How an adaptation ended.
   *
   * @param history all judgements, that of the source first
   * @param kept the judgement of the network that was kept
   * @param end why it ended, in a few words
   * @param failure why the source is taken to fail on the images; empty if it is not
   * @param segmenter the kept network
   * @param last the network as the adaptation left it, safe or not, for comparison
   */
  public record Outcome(
      List<Judged> history,
      Judged kept,
      String end,
      Optional<String> failure,
      Segmenter segmenter,
      Segmenter last)
      implements AutoCloseable {
    public Outcome {
      history = List.copyOf(history);
    }

    /** Whether an adapted network was kept. */
    public boolean adapted() {
      return !kept.network().equals("source");
    }

    @Override
    public void close() {
      segmenter.close();
      last.close();
    }
  }

  /**
   * Begins nothing yet. The source is read only and stays the caller's.
   *
   * @param learnt part of the pixels of each class in the masks that the source learnt from, if it
   *     is known
   */
  public Adaptation(
      Segmenter source,
      Optional<List<Double>> learnt,
      TargetImages images,
      AdaptationSettings settings,
      Seeds seeds,
      Compute compute,
      AdaptationListener listener) {
    this.source = source;
    this.learnt = learnt;
    this.context = new Context(images, settings, seeds, compute);
    this.listener = listener;
  }

  /**
   * Adapts; call it once.
   *
   * @throws TrainingException if a loss becomes infinite or no number
   */
  public Outcome run() {
    Segmenter best = Copies.of(source, context.compute());
    Segmenter last = Copies.of(source, context.compute());
    try (Judge judge = new Judge(context);
        Segmenter reference = Copies.of(source, context.compute())) {
      Judged first = new Judged("", "source", 0, judge.of(source), Optional.empty());
      note(first);
      Safeguard safeguard = new Safeguard(first.judgement(), learnt);
      Keeper keeper = new Keeper(best, first, safeguard);
      for (Planned planned : Planned.of(context, source, reference)) {
        try (Stage stage = planned.make().apply(last)) {
          run(stage, planned, judge, keeper);
        }
        if (planned.settles()) {
          keeper.settle();
          Copies.assign(last, best);
          Copies.assign(reference, best);
        }
        if (keeper.isUnsafe()) {
          break;
        }
      }
      return new Outcome(history, keeper.kept(), keeper.end(), safeguard.failure(), best, last);
    } catch (RuntimeException e) {
      best.close();
      last.close();
      throw e;
    }
  }

  private void run(Stage stage, Planned planned, Judge judge, Keeper keeper) {
    int iterations = planned.iterations();
    listener.stage(stage.name(), iterations);
    keeper.beginStage();
    int every = Math.max(1, iterations / planned.judgements());
    for (int done = 1; done <= iterations && keeper.goesOn(); done++) {
      Map<String, Double> losses = stage.step(done - 1);
      requireFinite(stage, losses);
      listener.step(stage.name(), done, losses);
      if (done % every == 0 || done == iterations) {
        List<Judged> round = new ArrayList<>();
        for (Map.Entry<String, Segmenter> candidate : stage.candidates().entrySet()) {
          Judgement judgement = judge.of(candidate.getValue());
          Optional<String> objection = keeper.safeguard().objection(judgement);
          Judged judged = new Judged(stage.name(), candidate.getKey(), done, judgement, objection);
          note(judged);
          keeper.consider(judged, candidate.getValue());
          round.add(judged);
        }
        keeper.endRound(round);
      }
    }
  }

  private void note(Judged judged) {
    history.add(judged);
    listener.judged(judged);
  }

  private static void requireFinite(Stage stage, Map<String, Double> losses) {
    losses.forEach(
        (name, value) -> {
          if (!Double.isFinite(value)) {
            throw new TrainingException(
                "the %s loss became %s in the %s stage; look at the images' intensity ranges (handful inspect)"
                    .formatted(name, value, stage.name()));
          }
        });
  }
}
