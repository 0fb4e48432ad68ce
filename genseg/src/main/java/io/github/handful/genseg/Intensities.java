package io.github.handful.genseg;

import io.github.handful.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/** Images in [0, 1], as segmenters see them, and in [−1, 1], as generators paint them. */
final class Intensities {
  private Intensities() {}

  static Tensor signed(Tensor images) {
    return Ops.plus(Ops.times(images, 2), -1);
  }

  static Tensor unsigned(Tensor images) {
    return Ops.times(Ops.plus(images, 1), 0.5);
  }
}
