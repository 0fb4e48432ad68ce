package io.github.handful.adapt;

import io.github.handful.torch.Functional;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Shapes;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/** The losses of TT-SFUDA; all are scalars in float32. */
final class AdaptationLoss {
  private static final double BINARY_SMOOTHING = 1e-5;
  private static final double CLASS_SMOOTHING = 0.1;

  private AdaptationLoss() {}

  /**
   * Half the binary cross-entropy plus 1 - Dice of each image for logits of one plane; else
   * cross-entropy plus the mean of 1 - Dice over the foreground classes of each image.
   *
   * @param labels the classes, 1×1×… or N×1×…, in float32
   */
  static Tensor segmentation(Tensor logits, Tensor labels) {
    Tensor wanted = labels.expand(shape(logits, 1));
    if (logits.size(1) == 1) {
      Tensor entropy = Functional.binaryCrossEntropy(logits, wanted);
      return Ops.times(entropy, 0.5).add(overlap(logits.sigmoid(), wanted, BINARY_SMOOTHING));
    }
    int classes = Math.toIntExact(logits.size(1));
    Tensor target = ClassProbabilities.oneHot(wanted, classes);
    Tensor entropy = Functional.crossEntropy(logits, Ops.argmax(target, 1));
    return entropy.add(
        overlap(
            Ops.softmax(logits, 1).narrow(1, 1, classes - 1),
            target.narrow(1, 1, classes - 1),
            CLASS_SMOOTHING));
  }

  /** 1 - Dice, smoothed, of each plane by itself, mean over planes and images. */
  static Tensor overlap(Tensor probability, Tensor target, double smoothing) {
    long[] pixels = LongStream.range(2, probability.dim()).toArray();
    Tensor shared = Ops.sum(probability.mul(target), pixels);
    Tensor sizes = Ops.sum(probability, pixels).add(Ops.sum(target, pixels));
    Tensor dice = Ops.plus(Ops.times(shared, 2), smoothing).div(Ops.plus(sizes, smoothing));
    return Ops.oneMinus(dice).mean();
  }

  /** Mean entropy of the predictions over images and pixels. */
  static Tensor entropy(Tensor logits) {
    return ClassProbabilities.of(logits).entropy().mean();
  }

  /**
   * Mean squared difference of features, mean over the levels that count: of pictures all but the
   * finest, of volumes the two coarsest.
   *
   * @param features levels, the finest first, at least one
   */
  static Tensor consistency(List<Tensor> features, List<Tensor> wanted) {
    int levels = features.size();
    int used = features.get(0).dim() == 5 ? Math.min(2, levels) : Math.max(1, levels - 1);
    Tensor sum = Ops.zeros();
    for (int i = levels - used; i < levels; i++) {
      Tensor difference = Ops.toFloat(features.get(i)).sub(Ops.toFloat(wanted.get(i)));
      sum = sum.add(difference.mul(difference).mean());
    }
    return Ops.times(sum, 1.0 / used);
  }

  private static long[] shape(Tensor like, long planes) {
    long[] shape = Shapes.of(like);
    shape[1] = planes;
    return shape;
  }
}
