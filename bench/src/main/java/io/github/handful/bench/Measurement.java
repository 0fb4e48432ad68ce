package io.github.handful.bench;

import java.util.function.Function;

/**
 * One line of the table.
 *
 * @param suite it belongs to, which {@code --only} names
 * @param name what is measured, unique within the suite
 * @param unit of the values
 * @param body takes the values; runs once, in a JVM of its own
 * @param remark what a reader should compare it with; may be empty
 */
record Measurement(
    String suite, String name, String unit, Function<Effort, double[]> body, String remark) {

  Row run(Effort effort) {
    return Row.of(this, body.apply(effort), ProcessMemory.peakGigabytes());
  }
}
