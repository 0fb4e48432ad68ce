package io.github.handful.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A square-kernel convolution, plain or transposed. */
public final class Conv2d {
  private final String weight;
  private final Optional<String> bias;
  private final boolean transposed;
  private final int stride;
  private final int padding;

  private Conv2d(
      Network network, String name, boolean transposed, int in, int out, Kernel k, boolean bias) {
    this.transposed = transposed;
    this.stride = k.stride();
    this.padding = k.padding();
    long taps = (long) k.size() * k.size();
    // PyTorch counts the fan-in of a transposed kernel from its second dimension, the outputs.
    long fanIn = (transposed ? out : in) * taps;
    this.weight = name + ".weight";
    Tensor kernel =
        transposed
            ? network.initialiser().kernel(fanIn, in, out, k.size(), k.size())
            : network.initialiser().kernel(fanIn, out, in, k.size(), k.size());
    network.parameters().add(weight, kernel);
    this.bias = bias ? Optional.of(name + ".bias") : Optional.empty();
    this.bias.ifPresent(b -> network.parameters().add(b, network.initialiser().bias(fanIn, out)));
  }

  /** Kernel size, stride and zero padding, the same in both directions. */
  public record Kernel(int size, int stride, int padding) {}

  public static Conv2d plain(
      Network network, String name, int in, int out, Kernel kernel, boolean bias) {
    return new Conv2d(network, name, false, in, out, kernel, bias);
  }

  public static Conv2d transposed(
      Network network, String name, int in, int out, Kernel kernel, boolean bias) {
    return new Conv2d(network, name, true, in, out, kernel, bias);
  }

  public Tensor kernel(Pass pass) {
    return pass.weights().get(weight);
  }

  public Optional<Tensor> bias(Pass pass) {
    return bias.map(pass.weights()::get);
  }

  public Tensor forward(Pass pass, Tensor x) {
    return transposed
        ? Functional.convTranspose2d(x, kernel(pass), bias(pass), stride, padding)
        : Functional.conv2d(x, kernel(pass), bias(pass), stride, padding);
  }
}
