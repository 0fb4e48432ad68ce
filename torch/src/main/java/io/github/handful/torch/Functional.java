package io.github.handful.torch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The layers' functions on batches of pictures N×C×H×W and of volumes N×C×D×H×W: convolution,
 * normalisation, pooling, activations.
 */
public final class Functional {
  private static final long NO_REDUCTION = 0;

  /** The largest side of a kernel of volumes that oneDNN may pad for. */
  private static final int LARGEST_SAFE = 3;

  static {
    NativeRuntime.load();
  }

  private Functional() {}

  /** Convolution; {@code weight} is out×in and then the sizes of {@code kernel}. */
  public static Tensor convolution(
      Tensor x, Tensor weight, Optional<Tensor> bias, Convolution.Kernel kernel) {
    long[] stride = longs(kernel.stride());
    long[] padding = longs(kernel.padding());
    long[] dilation = longs(kernel.dilation());
    boolean first = needsPaddingFirst(kernel, Shapes.of(x));
    Tensor padded = first ? pad(x, bothEnds(padding)) : x;
    long[] rest = first ? same(padding.length, 0) : padding;
    // The general convolution is not among the functions that autocast knows.
    return stride.length == 2
        ? torch.conv2d(padded, weight, optional(bias), stride, rest, dilation, 1)
        : torch.conv3d(padded, weight, optional(bias), stride, rest, dilation, 1);
  }

  /** Transposed convolution; {@code weight} is in×out and then the sizes of {@code kernel}. */
  public static Tensor transposedConvolution(
      Tensor x, Tensor weight, Optional<Tensor> bias, Convolution.Kernel kernel) {
    long[] stride = longs(kernel.stride());
    long[] padding = longs(kernel.padding());
    long[] none = same(stride.length, 0);
    long[] dilation = longs(kernel.dilation());
    if (stride.length == 2) {
      return torch.conv_transpose2d(x, weight, optional(bias), stride, padding, none, 1, dilation);
    }
    long[] size = Shapes.of(x);
    for (int axis = 0; axis < 3; axis++) {
      size[2 + axis] = (size[2 + axis] - 1) * stride[axis] - 2 * padding[axis] + kernel.reach(axis);
    }
    boolean first = needsPaddingFirst(kernel, size);
    long[] rest = first ? none : padding;
    Tensor y = torch.conv_transpose3d(x, weight, optional(bias), stride, rest, none, 1, dilation);
    for (int axis = 0; first && axis < 3; axis++) {
      y = y.narrow(2 + axis, padding[axis], size[2 + axis]);
    }
    return y;
  }

  /**
   * Whether images of this shape must be padded before they are convolved. Where kernels reach
   * beyond both borders at once, or of volumes are larger than 3, gradients by oneDNN 3.7, which is
   * in libtorch 2.10, are wrong for some sizes and spoil memory: those of the weights for a kernel
   * of 8 on a depth of 8, for example, or in bfloat16 for a kernel of 7 on pictures of 2×2. Dilated
   * kernels of pictures are right as they are.
   */
  private static boolean needsPaddingFirst(Convolution.Kernel kernel, long[] shape) {
    int axes = shape.length - 2;
    if (axes == 2 && kernel.dilation().stream().anyMatch(d -> d > 1)) {
      return false;
    }
    for (int axis = 0; axis < axes; axis++) {
      int size = kernel.reach(axis);
      boolean large = axes == 3 && size > LARGEST_SAFE;
      if (large || kernel.padding().get(axis) > 0 && size >= shape[2 + axis] + 2) {
        return true;
      }
    }
    return false;
  }

  /** Padding of each axis, the last one first, as {@link #pad} takes it. */
  private static long[] bothEnds(long[] padding) {
    long[] ends = new long[2 * padding.length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = padding[padding.length - 1 - i / 2];
    }
    return ends;
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

  /** Instance normalisation without a learnt scale and shift. */
  public static Tensor instanceNorm(Tensor x) {
    return torch.instance_norm(
        x,
        new TensorOptional(),
        new TensorOptional(),
        new TensorOptional(),
        new TensorOptional(),
        true,
        0.1,
        1e-5,
        false);
  }

  /** Bilinear resampling of the last two dimensions; pixels are areas, not corner points. */
  public static Tensor resize(Tensor x, long height, long width) {
    return torch.upsample_bilinear2d(x, new long[] {height, width}, false);
  }

  /** The maximum of each two pixels along every axis. */
  public static Tensor maxPool2(Tensor x) {
    int axes = axes(x);
    long[] two = same(axes, 2);
    long[] none = same(axes, 0);
    long[] dilation = same(axes, 1);
    return axes == 2
        ? torch.max_pool2d(x, two, two, none, dilation, false)
        : torch.max_pool3d(x, two, two, none, dilation, false);
  }

  /** The mean of each two pixels of pictures along both axes. */
  public static Tensor averagePool2(Tensor x) {
    return torch.avg_pool2d(x, same(2, 2), same(2, 2), same(2, 0), false, true, new LongOptional());
  }

  /**
   * Bilinear or trilinear interpolation on a grid finer by whole factors along each axis, in the
   * order of the tensor's; pixels are areas, so the borders of both grids coincide.
   */
  public static Tensor upsample(Tensor x, long... factors) {
    long[] size = new long[factors.length];
    for (int i = 0; i < size.length; i++) {
      size[i] = factors[i] * x.size(2 + i);
    }
    return size.length == 2
        ? torch.upsample_bilinear2d(x, size, false)
        : torch.upsample_trilinear3d(x, size, false);
  }

  /**
   * The maximum under a square window of pictures that moves by {@code stride}; pixels beyond the
   * border never are it.
   */
  public static Tensor maxPool(Tensor x, int size, int stride, int padding) {
    return torch.max_pool2d(x, same(2, size), same(2, stride), same(2, padding), same(2, 1), false);
  }

  /** Each pixel of pictures as a square of {@code factor} by {@code factor} equal ones. */
  public static Tensor repeatPixels(Tensor x, int factor) {
    return torch.upsample_nearest2d(x, new long[] {factor * x.size(2), factor * x.size(3)});
  }

  /** Pictures with so many pixels more on every side, mirrored at the border ones. */
  public static Tensor padReflecting(Tensor x, int pixels) {
    return torch.reflection_pad2d(x, same(4, pixels));
  }

  /** Squares of {@code factor} by {@code factor} pixels as channels of one pixel, and no less. */
  public static Tensor foldPixels(Tensor x, int factor) {
    return torch.pixel_unshuffle(x, factor);
  }

  /** The inverse of {@link #foldPixels}. */
  public static Tensor unfoldPixels(Tensor x, int factor) {
    return torch.pixel_shuffle(x, factor);
  }

  /** x times the sigmoid of x. */
  public static Tensor silu(Tensor x) {
    return torch.silu(x);
  }

  /** x times the probability that a standard normal number is below x. */
  public static Tensor gelu(Tensor x) {
    return torch.gelu(x);
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

  /** Zero padding: before and after along the last dimension, then along the one before it. */
  public static Tensor pad(Tensor x, long... amounts) {
    return torch.constant_pad_nd(x, amounts);
  }

  /** Half the square of each difference below 1, and its absolute value less one half above. */
  public static Tensor smoothL1(Tensor x, Tensor target) {
    return torch.smooth_l1_loss(x, target, NO_REDUCTION, 1);
  }

  /** Mean binary cross-entropy of logits against targets in [0, 1]. */
  public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
    return torch.binary_cross_entropy_with_logits(logits, targets);
  }

  /** Mean cross-entropy of logits N×K×… against class indices N×…. */
  public static Tensor crossEntropy(Tensor logits, Tensor classes) {
    return torch.cross_entropy_loss(logits, classes);
  }

  private static int axes(Tensor x) {
    return Math.toIntExact(x.dim()) - 2;
  }

  private static long[] longs(List<Integer> values) {
    return values.stream().mapToLong(v -> v).toArray();
  }

  private static long[] same(int length, long value) {
    long[] values = new long[length];
    Arrays.fill(values, value);
    return values;
  }

  private static TensorOptional optional(Optional<Tensor> tensor) {
    return tensor.map(TensorOptional::new).orElseGet(TensorOptional::new);
  }
}
