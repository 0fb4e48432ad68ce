package io.github.handful.adapt;

import io.github.handful.torch.Ops;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Probabilities of all classes, N×K×…, background first, with their entropy: of two classes -Σ p ln
 * p, of more the mean of -p ln p over the classes.
 */
record ClassProbabilities(Tensor planes) {
  /** Keeps the logarithm of 0 finite. */
  private static final double LEAST = 1e-30;

  /** From logits, one plane for two classes, else one for each class. */
  static ClassProbabilities of(Tensor logits) {
    if (logits.size(1) > 1) {
      return new ClassProbabilities(Ops.softmax(logits, 1));
    }
    Tensor foreground = logits.sigmoid();
    return new ClassProbabilities(Ops.cat(List.of(Ops.oneMinus(foreground), foreground), 1));
  }

  int classes() {
    return Math.toIntExact(planes.size(1));
  }

  int images() {
    return Math.toIntExact(planes.size(0));
  }

  /** The probabilities of image {@code n} alone, 1×K×…. */
  ClassProbabilities image(long n) {
    return new ClassProbabilities(planes.narrow(0, n, 1));
  }

  /** Entropy of every pixel, N×1×…. */
  Tensor entropy() {
    Tensor each = Ops.mean(planes.mul(Ops.plus(planes, LEAST).log()).neg(), 1);
    return classes() == 2 ? Ops.times(each, 2) : each;
  }

  /** The entropy where all classes are alike. */
  double greatestEntropy() {
    return classes() == 2 ? Math.log(2) : Math.log(classes()) / classes();
  }

  /**
   * The class of every pixel, N×1×…, in float32; of two classes the foreground at 0.5 and above.
   */
  Tensor labels() {
    return classes() == 2
        ? Ops.atLeast(planes.narrow(1, 1, 1), 0.5)
        : Ops.toFloat(Ops.argmax(planes, 1)).unsqueeze(1);
  }

  /** The class of every pixel as planes of 0 and 1, N×K×…. */
  Tensor oneHot() {
    return oneHot(labels(), classes());
  }

  /** Planes of 0 and 1, N×K×…, of classes N×1×…. */
  static Tensor oneHot(Tensor labels, int classes) {
    float[] numbers = new float[classes];
    for (int k = 0; k < classes; k++) {
      numbers[k] = k;
    }
    long[] shape = new long[Math.toIntExact(labels.dim())];
    Arrays.fill(shape, 1);
    shape[1] = classes;
    Tensor each = Ops.tensor(numbers, shape).to(labels.device(), labels.scalar_type());
    return Ops.toFloat(labels.eq(each));
  }
}
