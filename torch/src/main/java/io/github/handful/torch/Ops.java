package io.github.handful.torch;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Tensors from and to Java, arithmetic and shapes. Convolutions and their kin are in {@link
 * Functional}.
 */
public final class Ops {
  static {
    NativeRuntime.load();
  }

  private Ops() {}

  /** A float32 tensor with these values, row-major. */
  public static Tensor tensor(float[] values, long... shape) {
    requireShape(values.length, shape);
    try (FloatPointer data = new FloatPointer(values)) {
      return torch.from_blob(data, shape).clone();
    }
  }

  /** A float64 tensor with these values, row-major. */
  public static Tensor tensor(double[] values, long... shape) {
    requireShape(values.length, shape);
    try (DoublePointer data = new DoublePointer(values);
        TensorOptions options = new TensorOptions(ScalarType.Double)) {
      return torch.from_blob(data, shape, options).clone();
    }
  }

  /** An int64 tensor with these values, row-major. */
  public static Tensor tensor(long[] values, long... shape) {
    requireShape(values.length, shape);
    try (LongPointer data = new LongPointer(values);
        TensorOptions options = new TensorOptions(ScalarType.Long)) {
      return torch.from_blob(data, shape, options).clone();
    }
  }

  /** A float32 tensor with these values, row-major, on the device of another. */
  public static Tensor beside(Tensor other, float[] values, long... shape) {
    return tensor(values, shape).to(other.device(), ScalarType.Float);
  }

  private static void requireShape(int length, long[] shape) {
    long product = 1;
    for (long s : shape) {
      product *= s;
    }
    if (product != length) {
      throw new IllegalArgumentException(
          length + " values do not fill the shape " + Arrays.toString(shape));
    }
  }

  /** The values of a tensor as float32, row-major, copied from whatever device it is on. */
  public static float[] floats(Tensor tensor) {
    try (Scope scope = Scope.open()) {
      Tensor flat = tensor.detach().to(ScalarType.Float).cpu().contiguous();
      float[] values = new float[Math.toIntExact(flat.numel())];
      flat.data_ptr_float().get(values);
      return values;
    }
  }

  /** The values of a tensor as float64, row-major. */
  public static double[] doubles(Tensor tensor) {
    try (Scope scope = Scope.open()) {
      Tensor flat = tensor.detach().to(ScalarType.Double).cpu().contiguous();
      double[] values = new double[Math.toIntExact(flat.numel())];
      flat.data_ptr_double().get(values);
      return values;
    }
  }

  /** The one value of a scalar tensor. */
  public static double value(Tensor scalar) {
    return scalar.item_double();
  }

  public static Tensor zeros(long... shape) {
    return torch.zeros(shape);
  }

  public static Tensor ones(long... shape) {
    return torch.ones(shape);
  }

  public static Tensor zerosLike(Tensor x) {
    return torch.zeros_like(x);
  }

  public static Tensor onesLike(Tensor x) {
    return torch.ones_like(x);
  }

  /** Normal numbers of mean 0 and the given standard deviation, from libtorch's generator. */
  public static Tensor normal(double sd, long... shape) {
    return torch.randn(shape).mul_(new Scalar(sd));
  }

  /** Uniform numbers in [-bound, bound), from libtorch's generator. */
  public static Tensor uniform(double bound, long... shape) {
    return torch.rand(shape).mul_(new Scalar(2 * bound)).sub_(new Scalar(bound));
  }

  public static Tensor plus(Tensor x, double a) {
    return x.add(new Scalar(a));
  }

  public static Tensor times(Tensor x, double a) {
    return x.mul(new Scalar(a));
  }

  /** x + a·y. */
  public static Tensor plus(Tensor x, Tensor y, double a) {
    return x.add(y, new Scalar(a));
  }

  /** a·x + b·y of tensors that carry no graph. */
  public static Tensor combination(Tensor x, double a, Tensor y, double b) {
    return x.mul(new Scalar(a)).add_(y, new Scalar(b));
  }

  /** x - y. */
  public static Tensor minus(Tensor x, Tensor y) {
    return x.sub(y);
  }

  /** 1 - x. */
  public static Tensor oneMinus(Tensor x) {
    return x.neg().add_(new Scalar(1.0));
  }

  public static Tensor clamp(Tensor x, double low, double high) {
    return torch.clamp(
        x,
        new org.bytedeco.pytorch.ScalarOptional(new Scalar(low)),
        new org.bytedeco.pytorch.ScalarOptional(new Scalar(high)));
  }

  /** 1 where x is greater than a, else 0, in float32. */
  public static Tensor above(Tensor x, double a) {
    return x.gt(new Scalar(a)).to(ScalarType.Float);
  }

  /** 1 where x is a or greater, else 0, in float32. */
  public static Tensor atLeast(Tensor x, double a) {
    return x.ge(new Scalar(a)).to(ScalarType.Float);
  }

  /** x to the power of a. */
  public static Tensor power(Tensor x, double a) {
    return x.pow(new Scalar(a));
  }

  public static Tensor cat(List<Tensor> tensors, long dimension) {
    return torch.cat(new TensorVector(tensors.toArray(Tensor[]::new)), dimension);
  }

  public static Tensor stack(List<Tensor> tensors) {
    return torch.stack(new TensorVector(tensors.toArray(Tensor[]::new)), 0);
  }

  /** Sums over the given dimensions and drops them. */
  public static Tensor sum(Tensor x, long... dimensions) {
    return x.sum(dimensions);
  }

  /** Means over the given dimensions, which stay with size 1. */
  public static Tensor mean(Tensor x, long... dimensions) {
    return x.mean(dimensions, true, new ScalarTypeOptional());
  }

  public static Tensor softmax(Tensor x, long dimension) {
    return torch.softmax(x, dimension);
  }

  public static Tensor logSoftmax(Tensor x, long dimension) {
    return torch.log_softmax(x, dimension);
  }

  /** The index of the largest entry along a dimension. */
  public static Tensor argmax(Tensor x, long dimension) {
    return torch.argmax(x, new LongOptional(dimension), false);
  }

  public static Tensor toFloat(Tensor x) {
    return x.to(ScalarType.Float);
  }

  /** In float32 if it is bfloat16, else as it is. */
  public static Tensor widened(Tensor x) {
    return x.scalar_type().intern() == ScalarType.BFloat16 ? toFloat(x) : x;
  }

  /** The tensor with these dimensions mirrored. */
  public static Tensor flip(Tensor x, long... dimensions) {
    return x.flip(dimensions);
  }

  /** The L2 norm over all entries of all tensors, accumulated in float64. */
  public static double norm(List<Tensor> tensors) {
    return Math.sqrt(dot(tensors, tensors));
  }

  /** The inner product of two lists of tensors of equal shapes; products are summed in float64. */
  public static double dot(List<Tensor> a, List<Tensor> b) {
    double total = 0;
    for (int i = 0; i < a.size(); i++) {
      try (Scope scope = Scope.open()) {
        total +=
            a.get(i)
                .detach()
                .mul(b.get(i).detach())
                .sum(new ScalarTypeOptional(ScalarType.Double))
                .item_double();
      }
    }
    return total;
  }

  public static boolean allFinite(Tensor x) {
    return torch.isfinite(x).all().item_bool();
  }

  /** Whether two tensors have the same shape and bit-identical values. */
  public static boolean identical(Tensor a, Tensor b) {
    return a.equal(b);
  }

  /** Seeds libtorch's generators. */
  public static void seed(long seed) {
    torch.manual_seed(seed);
  }

  /** Sets the threads that one operation may use. */
  public static void threads(int count) {
    torch.set_num_threads(count);
  }
}
