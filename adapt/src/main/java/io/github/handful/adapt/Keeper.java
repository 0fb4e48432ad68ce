package io.github.handful.adapt;

import io.github.handful.adapt.Adaptation.Judged;
import io.github.handful.segment.Segmenter;
import java.util.List;
import java.util.Optional;

/** Keeps the best safe network so far, and says when a stage or all is over. */
final class Keeper {
  /** Rounds of judgements without a better network of the stage after which the stage ends. */
  private static final int PATIENCE = 4;

  /** Rounds of unsafe networks after which all ends. */
  private static final int MOST_UNSAFE = 3;

  private final Segmenter best;
  private Safeguard safeguard;
  private Judged kept;
  private double stageBest;
  private int stale;
  private int unsafe;
  private String end = "all updates were done";

  /**
   * @param best a copy of the source, which is overwritten with what is kept
   */
  Keeper(Segmenter best, Judged source, Safeguard safeguard) {
    this.best = best;
    this.kept = source;
    this.safeguard = safeguard;
  }

  Safeguard safeguard() {
    return safeguard;
  }

  Segmenter best() {
    return best;
  }

  Judged kept() {
    return kept;
  }

  String end() {
    return end;
  }

  /** From now on networks are held against the one that is kept. */
  void settle() {
    safeguard = safeguard.against(kept.judgement());
  }

  void beginStage() {
    stageBest = 0;
    stale = 0;
    unsafe = 0;
  }

  void consider(Judged judged, Segmenter candidate) {
    if (judged.objection().isPresent()) {
      return;
    }
    boolean better = safeguard.isBetter(judged.judgement(), kept.judgement());
    boolean careful = judged.network().equals(StatisticsStage.HALF) && kept.iteration() == 0;
    if (better || careful && safeguard.isAsGood(judged.judgement())) {
      kept = judged;
      Copies.assign(best, candidate);
    }
  }

  /** Takes note of all networks of a stage that were judged together. */
  void endRound(List<Judged> round) {
    double agreement = round.stream().mapToDouble(j -> j.judgement().agreement()).max().orElse(0);
    stale = agreement > stageBest ? 0 : stale + 1;
    stageBest = Math.max(stageBest, agreement);
    Optional<String> objection = round.get(0).objection();
    boolean allUnsafe = round.stream().allMatch(j -> j.objection().isPresent());
    unsafe = allUnsafe ? unsafe + 1 : 0;
    if (isUnsafe()) {
      end = "stopped since " + objection.orElseThrow();
    } else if (stale >= PATIENCE) {
      end = "the agreement had settled";
    }
  }

  boolean isUnsafe() {
    return unsafe >= MOST_UNSAFE;
  }

  boolean goesOn() {
    return !isUnsafe() && stale < PATIENCE;
  }
}
