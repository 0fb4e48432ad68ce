package io.github.handful.app;

import io.github.handful.adapt.Adaptation;
import io.github.handful.adapt.AdaptationListener;
import io.github.handful.adapt.AdaptationSettings;
import io.github.handful.adapt.Method;
import io.github.handful.adapt.TargetImages;
import io.github.handful.app.report.Table;
import io.github.handful.app.report.Table.Column;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Pair;
import io.github.handful.segment.Model;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.torch.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * All methods of adaptation from one source model and one set of unlabelled images, scored with
 * masks of other images of the same scanner. The masks score and nothing else.
 *
 * @param rows the source first, then each method with each seed
 */
record AdaptationComparison(List<Row> rows) {

  /**
   * One result.
   *
   * @param method {@code source}, or the method's name
   * @param adapted whether an adapted network was kept
   * @param dice of each scored image with the network that was kept, and their mean with its
   *     interval
   * @param difference of the mean Dice to the source's, image by image
   * @param unguarded mean Dice of the network as the adaptation left it
   */
  record Row(
      String method,
      long seed,
      boolean adapted,
      String end,
      double seconds,
      double[] dice,
      Bootstrap.Interval mean,
      Optional<Bootstrap.Interval> difference,
      double unguarded) {}

  /** An adaptation that waits for its scores. */
  private record Ended(Method method, long seed, Adaptation.Outcome outcome, double seconds) {}

  /**
   * Adapts by every method and then scores.
   *
   * @param settings lengths, rates and voting; the method in it does not count
   * @param truth the labelled images to score on; read when all adaptations have ended
   * @param listener for an adaptation by its name
   */
  static AdaptationComparison run(
      Model model,
      TargetImages images,
      AdaptationSettings settings,
      List<Long> seeds,
      Function<String, AdaptationListener> listener,
      LabelledPairs truth,
      Compute compute) {
    List<Ended> ended = new ArrayList<>();
    try {
      for (Method method : Method.values()) {
        for (long seed : seeds) {
          long start = System.nanoTime();
          Adaptation adaptation =
              new Adaptation(
                  model.segmenter(),
                  images,
                  settings.withMethod(method),
                  new Seeds(seed),
                  compute,
                  listener.apply(method.key()));
          ended.add(new Ended(method, seed, adaptation.run(), (System.nanoTime() - start) / 1e9));
        }
      }
      return new AdaptationComparison(rows(model, truth, ended, compute));
    } finally {
      ended.forEach(e -> e.outcome().close());
    }
  }

  /** Labelled images to score on. */
  record LabelledPairs(DataSet set, List<Pair> pairs) {

    /**
     * Finds them; no mask is kept in memory.
     *
     * @param split empty for "test" where the data is divided so, else for all
     * @throws DataException if there is no such split, or the classes are not the model's
     */
    static LabelledPairs of(Path data, Optional<String> split, int classes) {
      DataSet set = DataSet.open(data);
      List<Pair> pairs = split.map(set::pairsOf).orElseGet(() -> set.pairsOf("test"));
      if (split.isPresent() && pairs.isEmpty()) {
        throw new DataException(
            "%s has no split called %s; look at its split.csv".formatted(data, split.get()));
      }
      if (set.classNames().size() != classes) {
        throw new DataException(
            "the masks of %s have %d classes (%s) and the model has %d; give masks of the model's classes"
                .formatted(
                    data, set.classNames().size(), String.join(", ", set.classNames()), classes));
      }
      return new LabelledPairs(set, pairs.isEmpty() ? set.pairs() : pairs);
    }
  }

  private static List<Row> rows(
      Model model, LabelledPairs truth, List<Ended> ended, Compute compute) {
    double[] source = dice(model, model.segmenter(), truth, compute);
    Bootstrap bootstrap = Bootstrap.standard();
    List<Row> rows = new ArrayList<>();
    Bootstrap.Interval mean = bootstrap.mean(source);
    rows.add(new Row("source", 0, false, "", 0, source, mean, Optional.empty(), mean.mean()));
    for (Ended e : ended) {
      double[] kept = dice(model, e.outcome().segmenter(), truth, compute);
      double[] last = dice(model, e.outcome().last(), truth, compute);
      rows.add(
          new Row(
              e.method().key(),
              e.seed(),
              e.outcome().adapted(),
              e.outcome().end(),
              e.seconds(),
              kept,
              bootstrap.mean(kept),
              Optional.of(bootstrap.pairedDifference(kept, source)),
              bootstrap.mean(last).mean()));
    }
    return rows;
  }

  private static double[] dice(
      Model model, Segmenter segmenter, LabelledPairs truth, Compute compute) {
    return Scoring.of(
            new Model(model.description(), segmenter), truth.set(), truth.pairs(), compute)
        .caseDice();
  }

  /** The rows for a report. */
  Table table() {
    return new Table(
        "All methods, scored with masks",
        "Mean Dice over images that had no part in the adaptations, with its 95 % bootstrap interval; the difference to the source is taken image by image. The last column is the network as the adaptation left it, had nothing guarded it.",
        List.of(
            Column.text("method"),
            Column.number("seed"),
            Column.text("kept"),
            Column.number("Dice"),
            Column.number("interval"),
            Column.number("difference"),
            Column.number("its interval"),
            Column.number("unguarded"),
            Column.number("s")),
        rows.stream().map(AdaptationComparison::cells).toList(),
        List.of(),
        false);
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.method(),
        row.method().equals("source") ? "" : Long.toString(row.seed()),
        row.adapted() ? "adapted" : "source",
        format("%.3f", row.mean().mean()),
        interval("%.3f to %.3f", row.mean()),
        row.difference().map(d -> format("%+.3f", d.mean())).orElse(""),
        row.difference().map(d -> interval("%+.3f to %+.3f", d)).orElse(""),
        format("%.3f", row.unguarded()),
        row.method().equals("source") ? "" : format("%.0f", row.seconds()));
  }

  private static String interval(String format, Bootstrap.Interval interval) {
    return format(format, interval.lower(), interval.upper());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
