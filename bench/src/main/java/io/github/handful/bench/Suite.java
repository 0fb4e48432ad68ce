package io.github.handful.bench;

import java.util.List;
import java.util.function.Supplier;

/** The suites by the names that {@code --only} takes, in the order of the table. */
enum Suite {
  GENSEG_ITERATION("genseg-iteration", GenSegIteration::measurements),
  GENERATORS("generators", GeneratorStep::measurements),
  KERNELS("kernels", Kernels::measurements),
  SEGMENTER("segmenter", SegmenterStep::measurements),
  SURFACES("surfaces", SurfaceStep::measurements),
  PREDICT("predict", Prediction::measurements),
  STARTUP("startup", Startup::measurements);

  private final String key;
  private final Supplier<List<Measurement>> measurements;

  Suite(String key, Supplier<List<Measurement>> measurements) {
    this.key = key;
    this.measurements = measurements;
  }

  String key() {
    return key;
  }

  List<Measurement> measurements() {
    return measurements.get();
  }
}
