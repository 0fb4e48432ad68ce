package io.github.handful.segment;

import io.github.handful.torch.Network;
import io.github.handful.torch.Pass;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A segmentation network: images N×C×…, intensities in [0, 1], to logits N×K×…. */
public interface Segmenter extends AutoCloseable {
  Network network();

  /** What rebuilds this network from a model file. */
  SegmenterSpec spec();

  /** Logits: one plane for two classes, else one for each class. */
  default Tensor logits(Pass pass, Tensor images) {
    return outputs(pass, images).logits();
  }

  /** Logits and what the encoder makes of the images; a network may keep the latter to itself. */
  Outputs outputs(Pass pass, Tensor images);

  /**
   * What a network gives in one run.
   *
   * @param features outputs of the encoder's levels, the finest first; empty where the network does
   *     not give them
   */
  record Outputs(Tensor logits, List<Tensor> features) {
    public Outputs {
      features = List.copyOf(features);
    }
  }

  @Override
  default void close() {
    network().close();
  }
}
