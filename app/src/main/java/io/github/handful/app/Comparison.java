package io.github.handful.app;

import io.github.handful.genseg.Method;
import io.github.handful.segment.metrics.Bootstrap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The results of all cells and what follows from them. An arm is all cells that differ in the seed
 * only.
 */
record Comparison(List<ScoredSet> sets, List<CellResult> cells) {

  /** The same method and segmenter with the plan as it is. */
  static final String UNVARIED = "unvaried";

  /** What arms are held against. */
  private static final List<String> REFERENCES =
      List.of(Method.PLAIN.key(), Method.AUGMENT.key(), UNVARIED);

  /**
   * An arm at one number of labelled images on one set.
   *
   * @param segmenter empty for that of the plan
   * @param generator empty for that of the plan
   * @param settings in place of the plan's
   * @param data name of the set
   * @param seeds how many of its cells were scored
   * @param dice mean over the seeds of the mean over the cases; NaN without seeds
   * @param deviation of the seeds' means from each other, with {@code n - 1}; NaN below two
   * @param interval of the cases' Dice, each averaged over the seeds
   * @param minutes mean over the seeds
   * @param peakGigabytes the greatest of the seeds'
   * @param failed cells
   * @param minus difference to each reference that was trained, by its name
   */
  record Row(
      int labelled,
      String arm,
      String method,
      Optional<String> segmenter,
      Optional<String> generator,
      List<String> settings,
      LabelBudget budget,
      String data,
      int seeds,
      double dice,
      double deviation,
      Bootstrap.Interval interval,
      double minutes,
      double peakGigabytes,
      int failed,
      Map<String, Difference> minus) {

    /** Whether the arm is itself what others are held against by this name. */
    boolean isReference(String reference) {
      boolean unvaried = settings.isEmpty() && generator.isEmpty();
      return unvaried && (reference.equals(method) || reference.equals(UNVARIED));
    }
  }

  /**
   * An arm's Dice less a reference's on the same cases, both averaged over the seeds that both
   * have.
   *
   * @param better cases where the arm is above the reference
   * @param worse cases where it is below
   */
  record Difference(Bootstrap.Interval interval, int seeds, int better, int worse) {}

  /** All rows: set by set, the fewest labelled images first, the arms in the order of the cells. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (ScoredSet set : sets) {
      for (int labelled : sizes()) {
        for (String arm : arms()) {
          if (!cells(labelled, arm).isEmpty()) {
            rows.add(row(set, labelled, arm));
          }
        }
      }
    }
    return rows;
  }

  List<Integer> sizes() {
    return cells.stream().map(r -> r.cell().labelled()).distinct().sorted().toList();
  }

  List<String> arms() {
    return cells.stream().map(CellResult::arm).distinct().toList();
  }

  List<CellResult> cells(int labelled, String arm) {
    return cells.stream()
        .filter(r -> r.cell().labelled() == labelled && r.arm().equals(arm))
        .toList();
  }

  private Row row(ScoredSet set, int labelled, String arm) {
    List<CellResult> all = cells(labelled, arm);
    double[] means =
        bySeed(set, labelled, arm).values().stream().mapToDouble(Comparison::mean).toArray();
    List<RunRecord.Result> results = all.stream().flatMap(r -> r.result().stream()).toList();
    Map<String, Difference> minus = new LinkedHashMap<>();
    Cell cell = all.get(0).cell();
    for (String reference : REFERENCES) {
      referred(cell, reference)
          .filter(other -> !other.equals(arm))
          .flatMap(other -> difference(set, labelled, arm, other))
          .ifPresent(d -> minus.put(reference, d));
    }
    return new Row(
        labelled,
        arm,
        cell.method(),
        cell.segmenter(),
        cell.generator(),
        cell.settings(),
        LabelBudget.of(cell),
        set.name(),
        means.length,
        mean(means),
        deviation(means),
        Bootstrap.standard().mean(values(overSeeds(bySeed(set, labelled, arm)))),
        average(results.stream().mapToDouble(r -> r.wallSeconds() / 60).toArray()),
        greatest(results.stream().mapToDouble(RunRecord.Result::peakMemoryGigabytes).max()),
        (int) all.stream().filter(CellResult::failed).count(),
        minus);
  }

  /** The references that an arm of this comparison is held against. */
  List<String> references() {
    return REFERENCES.stream()
        .filter(name -> cells.stream().anyMatch(r -> referred(r.cell(), name).isPresent()))
        .toList();
  }

  /**
   * The arm that a cell is held against: of the same segmenter, and with the same settings where
   * there is one, since a fair reference has all that it can have.
   */
  private Optional<String> referred(Cell cell, String reference) {
    if (reference.equals(UNVARIED)) {
      return unvaried(cell);
    }
    return cells.stream()
        .filter(r -> r.cell().method().equals(reference))
        .filter(r -> r.cell().segmenter().equals(cell.segmenter()))
        .filter(r -> r.cell().settings().isEmpty() || r.cell().settings().equals(cell.settings()))
        .max(Comparator.comparingInt(r -> r.cell().settings().size()))
        .map(CellResult::arm);
  }

  /** The arm without the cell's settings or, where it has none, with the generator of the plan. */
  private Optional<String> unvaried(Cell cell) {
    if (cell.settings().isEmpty() && cell.generator().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> generator = cell.settings().isEmpty() ? Optional.empty() : cell.generator();
    return cells.stream()
        .filter(r -> r.cell().method().equals(cell.method()))
        .filter(r -> r.cell().segmenter().equals(cell.segmenter()))
        .filter(r -> r.cell().generator().equals(generator) && r.cell().settings().isEmpty())
        .map(CellResult::arm)
        .findFirst();
  }

  /** The Dice of each case by seed, of the cells that were scored on the set. */
  Map<Long, Map<String, Double>> bySeed(ScoredSet set, int labelled, String arm) {
    Map<Long, Map<String, Double>> seeds = new TreeMap<>();
    for (CellResult result : cells(labelled, arm)) {
      Optional.ofNullable(result.dice().get(set.name()))
          .ifPresent(cases -> seeds.put(result.cell().seed(), cases));
    }
    return seeds;
  }

  /** The Dice of each case averaged over the seeds, of the cases that all seeds have. */
  static Map<String, Double> overSeeds(Map<Long, Map<String, Double>> seeds) {
    Map<String, Double> means = new LinkedHashMap<>();
    List<Map<String, Double>> all = List.copyOf(seeds.values());
    if (all.isEmpty()) {
      return means;
    }
    for (String id : all.get(0).keySet()) {
      if (all.stream().allMatch(cases -> cases.containsKey(id))) {
        means.put(id, all.stream().mapToDouble(cases -> cases.get(id)).average().orElseThrow());
      }
    }
    return means;
  }

  /** Empty if the two have no seed in common. */
  Optional<Difference> difference(ScoredSet set, int labelled, String arm, String reference) {
    Map<Long, Map<String, Double>> first = bySeed(set, labelled, arm);
    Map<Long, Map<String, Double>> second = bySeed(set, labelled, reference);
    first.keySet().retainAll(second.keySet());
    second.keySet().retainAll(first.keySet());
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Double> own = overSeeds(first);
    Map<String, Double> other = overSeeds(second);
    own.keySet().retainAll(other.keySet());
    double[] a = values(own);
    double[] b = own.keySet().stream().mapToDouble(other::get).toArray();
    int better = 0;
    int worse = 0;
    for (int i = 0; i < a.length; i++) {
      better += a[i] > b[i] ? 1 : 0;
      worse += a[i] < b[i] ? 1 : 0;
    }
    return Optional.of(
        new Difference(Bootstrap.standard().pairedDifference(a, b), first.size(), better, worse));
  }

  private static double[] values(Map<String, Double> cases) {
    return cases.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double mean(Map<String, Double> cases) {
    return mean(values(cases));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double average(double[] values) {
    return values.length == 0 ? Double.NaN : mean(values);
  }

  private static double greatest(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }

  static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }
}
