package io.github.handful.segment;

import io.github.handful.torch.Network;
import io.github.handful.torch.Pass;
import org.bytedeco.pytorch.Tensor;

/** A segmentation network: images N×C×…, intensities in [0, 1], to logits N×K×…. */
public interface Segmenter extends AutoCloseable {
  Network network();

  /** What rebuilds this network from a model file. */
  SegmenterSpec spec();

  /** Logits: one plane for two classes, else one for each class. */
  Tensor logits(Pass pass, Tensor images);

  @Override
  default void close() {
    network().close();
  }
}
