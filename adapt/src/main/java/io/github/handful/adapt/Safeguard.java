package io.github.handful.adapt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides without labels whether a network is safe to use instead of the source, and whether it is
 * better. Better is a network whose labels agree more with its labels of changed copies of the
 * images. Safe is one that has not collapsed to one class, is about as certain, and gives every
 * class about the share that the source gives it; far other shares need far better agreement, since
 * a source that contradicts itself is no measure. Nor is one that gives a class another share than
 * the masks that it learnt from: there the share in the masks is the measure (a prior on class
 * ratios, as in Bateson et al. 2020).
 */
public final class Safeguard {
  /** The rule in a few sentences, for records and reports. */
  public static final String RULE =
      "Kept is the network whose labels agree most with its own labels of changed copies of the"
          + " images (mirrored, brighter, darker, less contrast, blurred, noisy): an adapted one if its"
          + " agreement is above the source's by 0.025, it has not collapsed to one class, its entropy"
          + " is not above the source's by 0.03, and the odds of no class differ by more than a factor"
          + " of 2.5 from the source's (25 where the agreement is above the source's by 0.2). Where the"
          + " odds of a class differ by more than 2.5 between the source's labels and the masks that it"
          + " learnt from, the source is taken to fail: the shares in the masks take the place of its"
          + " own, within 2.5, and entropy does not count. If there is no such network, the source with"
          + " batch statistics midway to those of the images is kept if it is as safe and its"
          + " agreement not below the source's by 0.025; else the source. Once statistics of the"
          + " images have been kept, they take the source's place in this, but for the first.";

  private static final double MARGIN = 0.025;
  private static final double FAR_BETTER = 0.2;
  private static final double DRIFT = Math.log(2.5);
  private static final double GREATEST_DRIFT = Math.log(25);

  /** Added to shares, so that classes of a few pixels may come and go. */
  private static final double FEW = 0.005;

  private static final double COLLAPSED = 1e-4;
  private static final double FILLED = 0.97;
  private static final double LESS_CERTAIN = 0.03;

  private final Judgement source;
  private final Judgement measure;
  private final Optional<List<Double>> learnt;

  private Safeguard(Judgement source, Judgement measure, Optional<List<Double>> learnt) {
    this.source = source;
    this.measure = measure;
    this.learnt = learnt;
  }

  /**
   * @param source the source model's judgement on the same images
   * @param learnt part of the pixels of each class in the masks that the source learnt from, if it
   *     is known
   */
  public Safeguard(Judgement source, Optional<List<Double>> learnt) {
    this(source, source, learnt);
  }

  /** The same with another network's entropy and shares to hold networks against. */
  Safeguard against(Judgement other) {
    return new Safeguard(source, other, learnt);
  }

  /** Why the network that others are held against is taken to fail; empty if it is not. */
  public Optional<String> failure() {
    return learnt
        .flatMap(masks -> drifted(masks, measure.shares(), DRIFT))
        .map(
            k ->
                String.format(
                    Locale.ROOT,
                    "the source gives class %d %.2f %% of these images, and the masks that it learnt from %.2f %%",
                    k,
                    100 * measure.shares().get(k),
                    100 * learnt.orElseThrow().get(k)));
  }

  /** Why a network is not safe to use, in a few words; empty if it is. */
  public Optional<String> objection(Judgement candidate) {
    if (candidate.foreground() < COLLAPSED && measure.foreground() >= COLLAPSED) {
      return Optional.of("everything became background");
    }
    if (candidate.foreground() > FILLED && measure.foreground() <= FILLED) {
      return Optional.of("everything became foreground");
    }
    boolean fails = failure().isPresent();
    Optional<String> drift = drift(candidate, fails);
    if (drift.isPresent()) {
      return drift;
    }
    if (!fails && candidate.entropy() > measure.entropy() + LESS_CERTAIN) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the entropy rose from %.3f to %.3f",
              measure.entropy(),
              candidate.entropy()));
    }
    return Optional.empty();
  }

  private Optional<String> drift(Judgement candidate, boolean fails) {
    List<Double> expected = fails ? learnt.orElseThrow() : measure.shares();
    boolean farBetter = candidate.agreement() >= measure.agreement() + FAR_BETTER;
    double most = farBetter && !fails ? GREATEST_DRIFT : DRIFT;
    return drifted(expected, candidate.shares(), most)
        .map(
            k ->
                String.format(
                    Locale.ROOT,
                    "the share of class %d went from %.2f %% to %.2f %%",
                    k,
                    100 * measure.shares().get(k),
                    100 * candidate.shares().get(k)));
  }

  /** The first class whose odds differ by more than a factor, given by its logarithm. */
  private static Optional<Integer> drifted(
      List<Double> expected, List<Double> shares, double most) {
    return IntStream.range(0, expected.size())
        .filter(k -> Math.abs(logOdds(shares.get(k)) - logOdds(expected.get(k))) > most)
        .boxed()
        .findFirst();
  }

  private static double logOdds(double share) {
    return Math.log((share + FEW) / (1 - share + FEW));
  }

  /** Whether a safe network is to be preferred to the one kept so far. */
  public boolean isBetter(Judgement candidate, Judgement kept) {
    return candidate.agreement() > Math.max(kept.agreement(), source.agreement() + MARGIN);
  }

  /**
   * Whether a safe network that changes little may take the source's place: over drawn shifts,
   * statistics midway to the images' did more good than harm even where the agreement fell a
   * little.
   */
  boolean isAsGood(Judgement candidate) {
    return candidate.agreement() > source.agreement() - MARGIN;
  }
}
