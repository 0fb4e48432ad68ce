package io.github.handful.segment;

import io.github.handful.torch.Functional;
import io.github.handful.torch.Ops;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Cross-entropy plus a soft overlap loss (GenSeg, Methods). Targets are one-hot planes N×K×…; with
 * two classes the logits may be one plane, that of class 1.
 */
public enum SegmentationLoss {
  /** 1 − Dice, the overlap taken jointly over the whole batch. */
  DICE {
    @Override
    Tensor overlap(Tensor probability, Tensor target, long... over) {
      Tensor shared = Ops.sum(probability.mul(target), over);
      Tensor sizes = Ops.sum(probability, over).add(Ops.sum(target, over));
      Tensor dice = Ops.plus(Ops.times(shared, 2), EPSILON).div(Ops.plus(sizes, EPSILON));
      return Ops.oneMinus(dice).mean();
    }

    @Override
    boolean joinsImages() {
      return true;
    }
  },
  /** 1 − Jaccard index, smoothed by one pixel or voxel, of each image by itself. */
  JACCARD {
    @Override
    Tensor overlap(Tensor probability, Tensor target, long... over) {
      Tensor shared = Ops.sum(probability.mul(target), over);
      Tensor sizes = Ops.sum(probability, over).add(Ops.sum(target, over));
      Tensor jaccard = Ops.plus(shared, 1).div(Ops.plus(sizes.sub(shared), 1));
      return Ops.oneMinus(jaccard).mean();
    }

    @Override
    boolean joinsImages() {
      return false;
    }
  };

  private static final double EPSILON = 1e-6;

  abstract Tensor overlap(Tensor probability, Tensor target, long... over);

  abstract boolean joinsImages();

  /** All axes of pictures or volumes, and that of the images if they are taken jointly. */
  private long[] reduced(Tensor logits) {
    LongStream spatial = LongStream.range(2, logits.dim());
    return (joinsImages() ? LongStream.concat(LongStream.of(0), spatial) : spatial).toArray();
  }

  /** The loss, a scalar in float32. Background does not count in the overlap. */
  public Tensor of(Tensor logits, Tensor target) {
    if (logits.size(1) == 1) {
      Tensor foreground = target.narrow(1, 1, 1);
      Tensor entropy = Functional.binaryCrossEntropy(logits, foreground);
      return entropy.add(overlap(logits.sigmoid(), foreground, reduced(logits)));
    }
    long classes = logits.size(1);
    Tensor entropy = Functional.crossEntropy(logits, Ops.argmax(target, 1));
    Tensor probability = Ops.softmax(logits, 1).narrow(1, 1, classes - 1);
    return entropy.add(overlap(probability, target.narrow(1, 1, classes - 1), reduced(logits)));
  }
}
