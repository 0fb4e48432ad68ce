package io.github.handful.nested;

import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A gradient with respect to the variables of one level. Variables on which the loss does not
 * depend have no part, rather than zeros as large as they are.
 */
final class Gradient implements AutoCloseable {
  private final List<Optional<Tensor>> parts;

  /** Takes over the parts, in the order of the level's variables. */
  Gradient(List<Optional<Tensor>> parts) {
    this.parts = new ArrayList<>(parts);
  }

  static Gradient none(int variables) {
    return new Gradient(Collections.nCopies(variables, Optional.empty()));
  }

  double norm() {
    return Ops.norm(parts.stream().flatMap(Optional::stream).toList());
  }

  /** Becomes a·this + b·other; the other is used up. */
  void combine(double a, Gradient other, double b) {
    Autograd.withoutGraph(
        () -> {
          for (int i = 0; i < parts.size(); i++) {
            parts.set(i, combined(parts.get(i), a, other.parts.get(i), b));
          }
        });
  }

  private static Optional<Tensor> combined(
      Optional<Tensor> x, double a, Optional<Tensor> y, double b) {
    Optional<Tensor> result =
        x.isPresent() && y.isPresent()
            ? Optional.of(Ops.combination(x.get(), a, y.get(), b))
            : x.map(part -> Ops.times(part, a)).or(() -> y.map(part -> Ops.times(part, b)));
    x.ifPresent(tensor -> tensor.close());
    y.ifPresent(tensor -> tensor.close());
    return result;
  }

  /** Is multiplied, entry by entry, by factors that are used up. */
  void scale(List<Tensor> factors) {
    Autograd.withoutGraph(
        () -> {
          for (int i = 0; i < parts.size(); i++) {
            try (Tensor factor = factors.get(i)) {
              parts.set(i, parts.get(i).map(part -> replaced(part, part.mul(factor))));
            }
          }
        });
  }

  /** New tensors, one at a time, since autograd may give several variables the same memory. */
  private static Tensor replaced(Tensor old, Tensor value) {
    old.close();
    return value;
  }

  /** The level's values moved by {@code scale} along this, as new tensors. */
  List<Tensor> shift(List<Tensor> values, double scale) {
    List<Tensor> shifted = new ArrayList<>(values.size());
    for (int i = 0; i < parts.size(); i++) {
      Tensor value = values.get(i).detach();
      shifted.add(parts.get(i).map(part -> Ops.plus(value, part, scale)).orElse(value));
    }
    return shifted;
  }

  /** All parts, absent ones as zeros. */
  List<Tensor> orZeros(List<Tensor> like) {
    List<Tensor> all = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      Tensor variable = like.get(i);
      all.add(parts.get(i).orElseGet(() -> Ops.zerosLike(variable)));
    }
    return all;
  }

  @Override
  public void close() {
    parts.forEach(part -> part.ifPresent(tensor -> tensor.close()));
  }
}
