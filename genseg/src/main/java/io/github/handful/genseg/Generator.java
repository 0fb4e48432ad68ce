package io.github.handful.genseg;

import io.github.handful.segment.Batch;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Network;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Weights;
import org.bytedeco.pytorch.Tensor;

/** A network that makes synthetic pairs, whose architecture is continuous. */
public interface Generator extends AutoCloseable {
  Network network();

  GeneratorSpec spec();

  /**
   * Synthetic pairs under the given architecture logits: images N×C×… in [0, 1] and their targets
   * N×K×…, which may be soft. Random numbers come from libtorch's generator only.
   *
   * @param targets masks on offer as one-hot planes N×K×…; a generator that makes masks of its own
   *     takes only their number and size
   */
  Batch pairs(Pass pass, Weights logits, Tensor targets, Compute precision);

  @Override
  default void close() {
    network().close();
  }
}
