package io.github.handful.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The layers' functions on N×C×H×W batches: convolution, normalisation, pooling, activations. */
public final class Functional {
  private static final long[] NO_DILATION = {1, 1};

  static {
    NativeRuntime.load();
  }

  private Functional() {}

  /** Square-kernel convolution; {@code weight} is out×in×k×k. */
  public static Tensor conv2d(
      Tensor x, Tensor weight, Optional<Tensor> bias, long stride, long padding) {
    return torch.conv2d(
        x,
        weight,
        optional(bias),
        new long[] {stride, stride},
        new long[] {padding, padding},
        NO_DILATION,
        1);
  }

  /** Square-kernel transposed convolution; {@code weight} is in×out×k×k. */
  public static Tensor convTranspose2d(
      Tensor x, Tensor weight, Optional<Tensor> bias, long stride, long padding) {
    return torch.conv_transpose2d(
        x,
        weight,
        optional(bias),
        new long[] {stride, stride},
        new long[] {padding, padding},
        new long[] {0, 0},
        1,
        NO_DILATION);
  }

  /**
   * Batch normalisation. With {@code running} statistics and {@code training}, they are updated
   * with momentum 0.1; without, the batch's own statistics are used and nothing is changed.
   */
  public static Tensor batchNorm(
      Tensor x,
      Tensor weight,
      Tensor bias,
      Optional<Tensor> runningMean,
      Optional<Tensor> runningVariance,
      boolean training) {
    return torch.batch_norm(
        x,
        new TensorOptional(weight),
        new TensorOptional(bias),
        optional(runningMean),
        optional(runningVariance),
        training,
        0.1,
        1e-5,
        false);
  }

  /** Instance normalisation: each channel of each image by its own mean and variance. */
  public static Tensor instanceNorm(Tensor x, Tensor weight, Tensor bias) {
    return torch.instance_norm(
        x,
        new TensorOptional(weight),
        new TensorOptional(bias),
        new TensorOptional(),
        new TensorOptional(),
        true,
        0.1,
        1e-5,
        false);
  }

  public static Tensor maxPool2(Tensor x) {
    return torch.max_pool2d(
        x, new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, NO_DILATION, false);
  }

  public static Tensor relu(Tensor x) {
    return torch.relu(x);
  }

  public static Tensor leakyRelu(Tensor x, double slope) {
    return torch.leaky_relu(x, new Scalar(slope));
  }

  /**
   * Dropout by libtorch's generator: the same seed drops the same entries, whatever the precision
   * and the memory layout of {@code x}.
   */
  public static Tensor dropout(Tensor x, double probability) {
    Tensor kept = torch.dropout(torch.ones(Shapes.of(x)), probability, true);
    return x.mul(kept.to(x.device(), x.scalar_type()));
  }

  /** Zero padding of the last two dimensions. */
  public static Tensor pad(Tensor x, long left, long right, long top, long bottom) {
    return torch.constant_pad_nd(x, left, right, top, bottom);
  }

  /** Mean binary cross-entropy of logits against targets in [0, 1]. */
  public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
    return torch.binary_cross_entropy_with_logits(logits, targets);
  }

  /** Mean cross-entropy of N×K×H×W logits against class indices N×H×W. */
  public static Tensor crossEntropy(Tensor logits, Tensor classes) {
    return torch.cross_entropy_loss(logits, classes);
  }

  private static TensorOptional optional(Optional<Tensor> tensor) {
    return tensor.map(TensorOptional::new).orElseGet(TensorOptional::new);
  }
}
