package io.github.handful.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.handful.genseg.HypergradientPaths;

/** Fields that plans have got since they were first written, with the values of before. */
final class OlderPlan {
  private OlderPlan() {}

  /** Adds to a plan what it does not have because it is older. */
  static void complete(JsonNode plan) {
    if (plan.path("genseg") instanceof ObjectNode genseg) {
      if (!genseg.has("hypergradientPaths")) {
        genseg.put("hypergradientPaths", HypergradientPaths.BOTH.name());
      }
      if (!genseg.has("generatorGuidance")) {
        genseg.put("generatorGuidance", 0.0);
      }
      if (!genseg.has("movedPairs")) {
        genseg.put("movedPairs", true);
      }
    }
  }
}
