package io.github.handful.genseg;

import io.github.handful.segment.Batch;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Weights;
import org.bytedeco.pytorch.Tensor;

/**
 * A generator that paints an image for a mask. Mask planes N×M×… in {0, 1} become images N×C×… in
 * [−1, 1].
 */
interface ConditionalGenerator extends Generator {
  /** Paints images for masks under the given architecture logits. */
  Tensor images(Pass pass, Weights logits, Tensor masks);

  @Override
  default Batch pairs(Pass pass, Weights logits, Tensor targets, Compute precision) {
    Tensor masks = precision.batch(maskPlanes(targets));
    Tensor images = precision.run(() -> images(pass, logits, masks));
    return new Batch(Intensities.unsigned(images), targets);
  }

  /** The mask planes a generator takes: the foreground of two classes, else every class. */
  static Tensor maskPlanes(Tensor targets) {
    return targets.size(1) == 2 ? targets.narrow(1, 1, 1) : targets;
  }
}
