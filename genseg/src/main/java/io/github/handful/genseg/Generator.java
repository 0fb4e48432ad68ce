package io.github.handful.genseg;

import io.github.handful.torch.Network;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Weights;
import org.bytedeco.pytorch.Tensor;

/**
 * A network that paints images for masks, whose architecture is continuous. Mask planes N×M×… in
 * {0, 1} become images N×C×… in [−1, 1], pictures or volumes.
 */
public interface Generator extends AutoCloseable {
  Network network();

  GeneratorSpec spec();

  /** Paints images for masks under the given architecture logits. */
  Tensor images(Pass pass, Weights logits, Tensor masks);

  @Override
  default void close() {
    network().close();
  }
}
