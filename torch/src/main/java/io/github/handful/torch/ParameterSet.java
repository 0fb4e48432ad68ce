package io.github.handful.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Named tensors in the order of their declaration: the weights of a network, the statistics of its
 * normalisation layers, the moments of an optimiser. The set owns its tensors and frees them on
 * {@link #close}.
 */
public final class ParameterSet implements Weights, AutoCloseable {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /**
   * Adds a tensor, which the set then owns.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public void add(String name, Tensor tensor) {
    if (tensors.containsKey(name)) {
      throw new IllegalArgumentException("two parameters are called " + name);
    }
    tensors.put(name, Scope.keep(tensor.detach()));
  }

  /** Makes every tensor a leaf that gradients can be asked for. */
  public ParameterSet requireGradients() {
    tensors.values().forEach(t -> t.requires_grad_(true));
    return this;
  }

  @Override
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no parameter is called " + name);
    }
    return tensor;
  }

  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  public List<Tensor> tensors() {
    return List.copyOf(tensors.values());
  }

  public Map<String, Tensor> asMap() {
    return Collections.unmodifiableMap(tensors);
  }

  /** How many numbers all tensors hold together. */
  public long count() {
    return tensors.values().stream().mapToLong(Tensor::numel).sum();
  }

  /** Looks up these values, given in the order of this set, by this set's names. */
  public Weights named(List<Tensor> values) {
    if (values.size() != tensors.size()) {
      throw new IllegalArgumentException(
          values.size() + " tensors for " + tensors.size() + " names");
    }
    Map<String, Tensor> map = new LinkedHashMap<>();
    int i = 0;
    for (String name : tensors.keySet()) {
      map.put(name, values.get(i++));
    }
    return name -> {
      Tensor tensor = map.get(name);
      if (tensor == null) {
        throw new IllegalArgumentException("no parameter is called " + name);
      }
      return tensor;
    };
  }

  /** A new set of the same names, each tensor given by {@code change}. */
  public ParameterSet map(UnaryOperator<Tensor> change) {
    ParameterSet result = new ParameterSet();
    try (Scope scope = Scope.open()) {
      tensors.forEach((name, tensor) -> result.add(name, change.apply(tensor)));
    }
    return result;
  }

  /** A deep copy without gradients. */
  public ParameterSet copy() {
    return map(t -> t.detach().clone());
  }

  /**
   * Overwrites the values of this set, bit by bit, with those of another of the same names and
   * shapes.
   *
   * @throws IllegalArgumentException if a name is missing or too many, or a shape differs
   */
  public void assign(ParameterSet other) {
    requireSameAs(other);
    Autograd.withoutGraph(
        () -> {
          try (Scope scope = Scope.open()) {
            tensors.forEach((name, tensor) -> tensor.copy_(other.get(name)));
          }
        });
  }

  private void requireSameAs(ParameterSet other) {
    List<String> missing = new ArrayList<>(tensors.keySet());
    missing.removeAll(other.tensors.keySet());
    List<String> foreign = new ArrayList<>(other.tensors.keySet());
    foreign.removeAll(tensors.keySet());
    if (!missing.isEmpty() || !foreign.isEmpty()) {
      throw new IllegalArgumentException(
          "weights do not fit this network: "
              + (missing.isEmpty() ? "unknown " + foreign.get(0) : missing.get(0) + " is missing"));
    }
    tensors.forEach(
        (name, tensor) -> {
          long[] mine = Shapes.of(tensor);
          long[] theirs = Shapes.of(other.get(name));
          if (!Arrays.equals(mine, theirs)) {
            throw new IllegalArgumentException(
                "weights do not fit this network: "
                    + name
                    + " has the shape "
                    + Arrays.toString(theirs)
                    + ", expected "
                    + Arrays.toString(mine));
          }
        });
  }

  /** Moves every tensor to the device of {@code compute}. */
  void place(Compute compute) {
    try (Scope scope = Scope.open()) {
      tensors.replaceAll(
          (name, tensor) -> {
            Tensor moved = Scope.keep(compute.place(tensor));
            tensor.close();
            return moved;
          });
    }
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    tensors.clear();
  }
}
