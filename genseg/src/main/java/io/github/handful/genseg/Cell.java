package io.github.handful.genseg;

import io.github.handful.torch.Pass;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A layer of the generator that changes the resolution. */
sealed interface Cell permits SearchCell, ResizeCell {
  /**
   * @param mixture the weights of its kernels (three, adding up to one) where it is searched
   */
  Tensor forward(Pass pass, Optional<Tensor> mixture, CellForm form, Tensor x);
}
