package io.github.handful.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.handful.torch.Norm;

/** Fields that networks have got since they were first written, with the values of before. */
public final class OlderSegmenter {
  private OlderSegmenter() {}

  /** Adds to a network's fields what it does not have because it is older. */
  public static void complete(JsonNode segmenter) {
    if (segmenter instanceof ObjectNode fields
        && fields.path("architecture").asText("unet").equals("unet")) {
      fields.putIfAbsent("norm", TextNode.valueOf(Norm.Kind.BATCH.name()));
    }
  }
}
