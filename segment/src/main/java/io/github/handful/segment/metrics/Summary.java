package io.github.handful.segment.metrics;

import io.github.handful.segment.metrics.Bootstrap.Interval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one class over all cases.
 *
 * @param interval the mean with its 95 % interval and the numbers of defined and undefined values
 * @param median NaN without defined values
 * @param deviation standard deviation of the sample, with {@code n - 1}; NaN below two values
 */
public record Summary(Interval interval, double median, double deviation) {

  static Summary of(double[] values, Bootstrap bootstrap) {
    double[] defined = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    Interval interval = bootstrap.mean(values);
    double squares = 0;
    for (double value : defined) {
      squares += (value - interval.mean()) * (value - interval.mean());
    }
    double deviation = defined.length < 2 ? Double.NaN : Math.sqrt(squares / (defined.length - 1));
    return new Summary(interval, Percentile.of(defined, 0.5), deviation);
  }

  /** The summary as a JSON object. */
  public Map<String, @Nullable Object> toJson() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("mean", Evaluation.orNull(interval.mean()));
    json.put("median", Evaluation.orNull(median));
    json.put("sd", Evaluation.orNull(deviation));
    json.put("lower95", Evaluation.orNull(interval.lower()));
    json.put("upper95", Evaluation.orNull(interval.upper()));
    json.put("cases", interval.used());
    json.put("undefined", interval.leftOut());
    return json;
  }
}
