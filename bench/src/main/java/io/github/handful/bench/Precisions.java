package io.github.handful.bench;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Precision;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arithmetics that are compared on the processor. */
final class Precisions {
  private Precisions() {}

  /** By the words that the command line has for them. */
  static Map<String, Compute> all() {
    Map<String, Compute> all = new LinkedHashMap<>();
    all.put("float32", Compute.REFERENCE);
    all.put("auto", new Compute(false, Precision.auto()));
    return all;
  }
}
