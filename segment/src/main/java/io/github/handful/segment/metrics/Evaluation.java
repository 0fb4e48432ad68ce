package io.github.handful.segment.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The agreement of predictions and truth over all cases.
 *
 * @param rows one per case and class
 * @param classes for each class every metric over the cases
 * @param overall for each metric the mean of the classes' means, classes without a defined value
 *     left out; NaN if none has one
 */
public record Evaluation(
    List<CaseMetrics> rows,
    SortedMap<Integer, Map<Metric, Summary>> classes,
    Map<Metric, Double> overall) {

  /** Summarises the rows of any number of cases. */
  public static Evaluation of(List<CaseMetrics> rows, Bootstrap bootstrap) {
    SortedMap<Integer, Map<Metric, Summary>> classes = new TreeMap<>();
    for (int label : rows.stream().mapToInt(CaseMetrics::label).distinct().toArray()) {
      Map<Metric, Summary> metrics = new EnumMap<>(Metric.class);
      for (Metric metric : Metric.values()) {
        metrics.put(metric, Summary.of(values(rows, label, metric), bootstrap));
      }
      classes.put(label, Collections.unmodifiableMap(metrics));
    }
    Map<Metric, Double> overall = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      double mean =
          classes.values().stream()
              .mapToDouble(metrics -> metrics.get(metric).interval().mean())
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
      overall.put(metric, mean);
    }
    return new Evaluation(
        List.copyOf(rows),
        Collections.unmodifiableSortedMap(classes),
        Collections.unmodifiableMap(overall));
  }

  /** The metric of one class in the order of the rows, NaN where it is undefined. */
  public double[] values(int label, Metric metric) {
    return values(rows, label, metric);
  }

  private static double[] values(List<CaseMetrics> rows, int label, Metric metric) {
    return rows.stream()
        .filter(row -> row.label() == label)
        .mapToDouble(row -> row.value(metric))
        .toArray();
  }

  /** The evaluation as a JSON object: {@code overall}, {@code classes} and {@code cases}. */
  public Map<String, @Nullable Object> toJson() {
    Map<String, @Nullable Object> means = new LinkedHashMap<>();
    overall.forEach((metric, mean) -> means.put(metric.key(), orNull(mean)));
    Map<String, Object> summaries = new LinkedHashMap<>();
    classes.forEach(
        (label, metrics) -> {
          Map<String, Object> summary = new LinkedHashMap<>();
          metrics.forEach((metric, value) -> summary.put(metric.key(), value.toJson()));
          summaries.put(Integer.toString(label), summary);
        });
    List<Object> cases = new ArrayList<>();
    rows.forEach(row -> cases.add(row.toJson()));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("overall", means);
    json.put("classes", summaries);
    json.put("cases", cases);
    return json;
  }

  static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
