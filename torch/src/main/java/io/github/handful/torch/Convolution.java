package io.github.handful.torch;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/** A convolution of pictures or volumes, plain or transposed. */
public final class Convolution {
  private final String weight;
  private final Optional<String> bias;
  private final boolean transposed;
  private final Kernel kernel;

  private Convolution(
      Network network, String name, boolean transposed, int in, int out, Kernel k, boolean bias) {
    this.transposed = transposed;
    this.kernel = k;
    // PyTorch counts the fan-in of a transposed kernel from its second dimension, the outputs.
    long fanIn = (transposed ? out : in) * k.taps();
    this.weight = name + ".weight";
    long[] shape = transposed ? k.shape(in, out) : k.shape(out, in);
    network.parameters().add(weight, network.initialiser().kernel(fanIn, shape));
    this.bias = bias ? Optional.of(name + ".bias") : Optional.empty();
    this.bias.ifPresent(b -> network.parameters().add(b, network.initialiser().bias(fanIn, out)));
  }

  /**
   * Size, stride and zero padding of a kernel along each axis, in the order of a tensor's: height
   * and width, or depth, height and width.
   *
   * @param dilation steps from one tap of the kernel to the next, 1 where taps are neighbours
   */
  public record Kernel(
      List<Integer> size, List<Integer> stride, List<Integer> padding, List<Integer> dilation) {
    public Kernel {
      size = List.copyOf(size);
      stride = List.copyOf(stride);
      padding = List.copyOf(padding);
      dilation = List.copyOf(dilation);
      int axes = size.size();
      if (axes < 2
          || axes > 3
          || stride.size() != axes
          || padding.size() != axes
          || dilation.size() != axes) {
        throw new IllegalArgumentException(
            "a kernel has a size, a stride, a padding and a dilation along each of 2 or 3 axes, got %s, %s, %s and %s"
                .formatted(size, stride, padding, dilation));
      }
    }

    /** A kernel whose taps are neighbours. */
    public Kernel(List<Integer> size, List<Integer> stride, List<Integer> padding) {
      this(size, stride, padding, Collections.nCopies(size.size(), 1));
    }

    /** The same along each of {@code dimensions} axes. */
    public static Kernel of(int dimensions, int size, int stride, int padding) {
      return new Kernel(
          Collections.nCopies(dimensions, size),
          Collections.nCopies(dimensions, stride),
          Collections.nCopies(dimensions, padding));
    }

    /** The same kernel with taps that lie {@code steps} apart along every axis. */
    public Kernel dilated(int steps) {
      return new Kernel(size, stride, padding, Collections.nCopies(size.size(), steps));
    }

    /** Pixels or voxels from the first tap along an axis to the last, both counted. */
    int reach(int axis) {
      return dilation.get(axis) * (size.get(axis) - 1) + 1;
    }

    /** Weights for one input channel and one output channel. */
    public long taps() {
      return size.stream().mapToLong(s -> s).reduce(1, Math::multiplyExact);
    }

    long[] shape(long first, long second) {
      return LongStream.concat(LongStream.of(first, second), size.stream().mapToLong(s -> s))
          .toArray();
    }
  }

  public static Convolution plain(
      Network network, String name, int in, int out, Kernel kernel, boolean bias) {
    return new Convolution(network, name, false, in, out, kernel, bias);
  }

  public static Convolution transposed(
      Network network, String name, int in, int out, Kernel kernel, boolean bias) {
    return new Convolution(network, name, true, in, out, kernel, bias);
  }

  public Tensor kernel(Pass pass) {
    return pass.weights().get(weight);
  }

  public Optional<Tensor> bias(Pass pass) {
    return bias.map(pass.weights()::get);
  }

  public Tensor forward(Pass pass, Tensor x) {
    return transposed
        ? Functional.transposedConvolution(x, kernel(pass), bias(pass), kernel)
        : Functional.convolution(x, kernel(pass), bias(pass), kernel);
  }
}
