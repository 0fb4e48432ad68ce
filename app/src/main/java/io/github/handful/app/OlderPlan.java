package io.github.handful.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.handful.genseg.HypergradientPaths;
import io.github.handful.segment.OlderSegmenter;

/** Fields that plans have got since they were first written, with the values of before. */
final class OlderPlan {
  private OlderPlan() {}

  /** Adds to a plan what it does not have because it is older. */
  static void complete(JsonNode plan) {
    OlderSegmenter.complete(plan.path("segmenter"));
    if (plan.path("genseg") instanceof ObjectNode genseg) {
      genseg.putIfAbsent("hypergradientPaths", TextNode.valueOf(HypergradientPaths.BOTH.name()));
      genseg.putIfAbsent("generatorGuidance", DoubleNode.valueOf(0));
      genseg.putIfAbsent("gammaRate", DoubleNode.valueOf(0));
      genseg.putIfAbsent("movedPairs", BooleanNode.TRUE);
    }
    if (plan.path("augmentation").path("intensity") instanceof ObjectNode intensity) {
      intensity.putIfAbsent("toning", DoubleNode.valueOf(1));
    }
  }
}
