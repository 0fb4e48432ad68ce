package io.github.handful.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Gradients of scalars with respect to any tensors; nothing is ever accumulated anywhere. */
public final class Autograd {
  private Autograd() {}

  /**
   * The gradients of {@code loss} (a scalar) with respect to each of {@code inputs}, in their
   * order. A tensor that the loss does not depend on gets zeros. Gradients are for reading: several
   * of their entries may lie at one place in memory.
   */
  public static List<Tensor> gradients(Tensor loss, List<Tensor> inputs) {
    return orZeros(gradients(loss, inputs, List.of(), false, false), inputs);
  }

  /** As {@link #gradients}; a tensor that the loss does not depend on gets nothing. */
  public static List<Optional<Tensor>> gradientsIfAny(Tensor loss, List<Tensor> inputs) {
    return gradients(loss, inputs, List.of(), false, false);
  }

  /**
   * The gradients of the inner product of {@code output} and a constant {@code direction} of its
   * shape; a tensor that the output does not depend on gets nothing.
   */
  public static List<Optional<Tensor>> pulledBack(
      Tensor output, Tensor direction, List<Tensor> inputs) {
    return gradients(output, inputs, List.of(direction), false, false);
  }

  /** As {@link #gradients}, and the graph of {@code loss} stays usable for another call. */
  public static List<Tensor> gradientsKeepingGraph(Tensor loss, List<Tensor> inputs) {
    return orZeros(gradients(loss, inputs, List.of(), true, false), inputs);
  }

  /** As {@link #gradients}, but the gradients can themselves be differentiated. */
  public static List<Tensor> differentiableGradients(Tensor loss, List<Tensor> inputs) {
    return orZeros(gradients(loss, inputs, List.of(), true, true), inputs);
  }

  /**
   * A scalar with the value of {@code loss} and, as its only dependence, these constant gradients
   * with respect to the inputs: how something that was computed outside of libtorch takes part in a
   * larger loss.
   */
  public static Tensor scalar(Tensor loss, List<Tensor> inputs, List<Tensor> gradients) {
    Tensor result = loss.detach();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor product = inputs.get(i).mul(gradients.get(i).detach()).sum();
      result = result.add(product.sub(product.detach()));
    }
    return result;
  }

  /**
   * The value of a loss of {@code output}, which carries no graph, and its gradient with respect to
   * the output.
   */
  public static ValueAndGradient of(Tensor output, UnaryOperator<Tensor> loss) {
    Tensor leaf = output.detach().requires_grad_(true);
    Tensor value = loss.apply(leaf);
    return new ValueAndGradient(value.detach(), gradients(value, List.of(leaf)).get(0));
  }

  /** The value of a loss, a scalar, and its gradient, of the shape of what it was taken of. */
  public record ValueAndGradient(Tensor value, Tensor gradient) {}

  private static List<Tensor> orZeros(List<Optional<Tensor>> gradients, List<Tensor> inputs) {
    List<Tensor> all = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      Tensor input = inputs.get(i);
      all.add(gradients.get(i).orElseGet(() -> noGradient(input)));
    }
    return all;
  }

  private static List<Optional<Tensor>> gradients(
      Tensor loss, List<Tensor> inputs, List<Tensor> seeds, boolean keep, boolean differentiable) {
    if (inputs.isEmpty()) {
      return List.of();
    }
    if (!loss.requires_grad()) {
      return Collections.nCopies(inputs.size(), Optional.empty());
    }
    TensorVector results =
        torch.grad(
            new TensorVector(loss),
            vector(inputs),
            vector(seeds),
            new BoolOptional(keep),
            differentiable,
            true);
    List<Optional<Tensor>> gradients = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      // An element of the vector dies with the vector; a handle of its own does not.
      Tensor gradient = new Tensor(results.get(i));
      gradients.add(gradient.defined() ? Optional.of(gradient) : Optional.empty());
    }
    return gradients;
  }

  /** Zeros of the shape of {@code input} that take no memory. */
  private static Tensor noGradient(Tensor input) {
    return input.detach().new_zeros(new long[0]).expand(Shapes.of(input));
  }

  /** Runs {@code action} without recording a graph. */
  public static <T> T withoutGraph(Supplier<T> action) {
    try (AutoGradMode mode = new AutoGradMode(false)) {
      return action.get();
    }
  }

  /** Runs {@code action} without recording a graph. */
  public static void withoutGraph(Runnable action) {
    try (AutoGradMode mode = new AutoGradMode(false)) {
      action.run();
    }
  }

  private static TensorVector vector(List<Tensor> tensors) {
    return new TensorVector(tensors.toArray(Tensor[]::new));
  }
}
