package io.github.handful.app;

import io.github.handful.segment.metrics.Bootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Adaptations of one source model to one set of unlabelled images, scored with masks.
 *
 * @param scores the source first, then each method with each seed
 */
record AdaptationComparison(AdaptationComparisonRecord record, List<AdaptationScores> scores) {
  private static final String LINE_END = "\r\n";

  AdaptationComparison {
    scores = List.copyOf(scores);
  }

  /**
   * A method over all of its seeds.
   *
   * @param dice mean over the seeds of the mean over the images
   * @param deviation of the seeds' means from each other, with {@code n - 1}; NaN below two
   * @param interval of the images' Dice, each averaged over the seeds
   * @param difference to the source image by image, each averaged over the seeds
   * @param adapted of how many seeds an adapted network was kept
   * @param unguarded mean over the seeds with the networks as the adaptations left them
   * @param unguardedDifference of these to the source
   * @param minutes mean over the seeds, without scoring
   */
  record Arm(
      String method,
      int seeds,
      double dice,
      double deviation,
      Bootstrap.Interval interval,
      Bootstrap.Interval difference,
      int adapted,
      double unguarded,
      Bootstrap.Interval unguardedDifference,
      double minutes) {}

  /** The source, then the methods in their order. */
  List<Arm> arms() {
    return scores.stream().map(AdaptationScores::method).distinct().map(this::arm).toList();
  }

  private Arm arm(String method) {
    List<AdaptationScores> own = scores.stream().filter(s -> s.method().equals(method)).toList();
    double[] means = own.stream().mapToDouble(s -> mean(s.dice())).toArray();
    double[] kept = overSeeds(own, AdaptationScores::dice);
    double[] last = overSeeds(own, AdaptationScores::unguarded);
    double[] source = overSeeds(scores.subList(0, 1), AdaptationScores::dice);
    Bootstrap bootstrap = Bootstrap.standard();
    return new Arm(
        method,
        own.size(),
        average(own, s -> mean(s.dice())),
        Comparison.deviation(means),
        bootstrap.mean(kept),
        bootstrap.pairedDifference(kept, source),
        (int) own.stream().filter(AdaptationScores::adapted).count(),
        average(own, s -> mean(s.unguarded())),
        bootstrap.pairedDifference(last, source),
        average(own, s -> s.seconds() / 60));
  }

  private static double[] overSeeds(
      List<AdaptationScores> seeds, Function<AdaptationScores, Map<String, Double>> dice) {
    Map<Long, Map<String, Double>> bySeed = new LinkedHashMap<>();
    seeds.forEach(s -> bySeed.put(s.seed(), dice.apply(s)));
    return values(Comparison.overSeeds(bySeed));
  }

  private static double average(
      List<AdaptationScores> seeds, ToDoubleFunction<AdaptationScores> value) {
    return seeds.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  static double mean(Map<String, Double> dice) {
    return dice.values().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static double[] values(Map<String, Double> dice) {
    return dice.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The table for a terminal. */
  String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "method",
            "seeds",
            "Dice",
            "95 % interval",
            "minus source",
            "kept",
            "unguarded",
            "minus source",
            "min"));
    arms().forEach(arm -> lines.add(cells(arm)));
    List<String> text = new ArrayList<>(List.of("Dice on " + record.scored().describe()));
    text.addAll(ComparisonText.aligned(lines));
    return String.join(System.lineSeparator(), text);
  }

  /** An arm as cells for people, in the order of the table's columns. */
  static List<String> cells(Arm arm) {
    boolean source = arm.method().equals(AdaptationScores.SOURCE);
    return List.of(
        arm.method(),
        source ? "" : Integer.toString(arm.seeds()),
        source ? number(arm.dice()) : number(arm.dice()) + deviation(arm),
        ComparisonText.range(arm.interval()),
        source ? "" : difference(arm.difference()),
        source ? "" : "adapted %d of %d".formatted(arm.adapted(), arm.seeds()),
        source ? "" : number(arm.unguarded()),
        source ? "" : difference(arm.unguardedDifference()),
        source ? "" : ComparisonText.number("%.1f", arm.minutes()));
  }

  private static String deviation(Arm arm) {
    return Double.isNaN(arm.deviation())
        ? ""
        : " ± " + ComparisonText.number("%.3f", arm.deviation());
  }

  private static String difference(Bootstrap.Interval d) {
    return String.format(Locale.ROOT, "%+.3f (%+.3f to %+.3f)", d.mean(), d.lower(), d.upper());
  }

  private static String number(double value) {
    return ComparisonText.number("%.3f", value);
  }

  /** A line for each adaptation and image (RFC 4180). */
  String csv() {
    StringBuilder text = new StringBuilder("method,seed,kept,seconds,case,dice,unguarded");
    text.append(LINE_END);
    for (AdaptationScores s : scores) {
      s.dice()
          .forEach(
              (id, dice) ->
                  text.append(
                      new StringJoiner(",", "", LINE_END)
                          .add(s.method())
                          .add(Long.toString(s.seed()))
                          .add(s.adapted() ? "adapted" : "source")
                          .add(ComparisonText.number("%.1f", s.seconds()))
                          .add(ComparisonCsv.quote(id))
                          .add(ComparisonText.number("%.6f", dice))
                          .add(ComparisonText.number("%.6f", s.unguarded().get(id)))));
    }
    return text.toString();
  }
}
