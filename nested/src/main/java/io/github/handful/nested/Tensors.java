package io.github.handful.nested;

import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Tensor;

/** Arithmetic on lists of tensors of equal shapes. */
final class Tensors {
  private Tensors() {}

  static List<Tensor> sum(List<Tensor> a, List<Tensor> b) {
    return zip(a, b, Tensor::add);
  }

  static List<Tensor> product(List<Tensor> a, List<Tensor> b) {
    return zip(a, b, Tensor::mul);
  }

  /** a + scale·b. */
  static List<Tensor> sum(List<Tensor> a, List<Tensor> b, double scale) {
    return zip(a, b, (x, y) -> Ops.plus(x, y, scale));
  }

  static List<Tensor> zeros(List<Tensor> like) {
    return like.stream().map(Ops::zerosLike).toList();
  }

  static List<Tensor> detached(List<Tensor> a) {
    return a.stream().map(Tensor::detach).toList();
  }

  /** The same values as new variables that gradients can be asked for. */
  static List<Tensor> leaves(List<Tensor> a) {
    return a.stream().map(x -> x.detach().requires_grad_(true)).toList();
  }

  /** The operation on each pair; {@code a} is freed tensor by tensor. */
  static List<Tensor> replacing(List<Tensor> a, List<Tensor> b, BinaryOperator<Tensor> operation) {
    return zip(a, b, (x, y) -> freeing(operation, x, y, false));
  }

  /** The operation on each pair; {@code a} and {@code b} are freed tensor by tensor. */
  static List<Tensor> replacingBoth(
      List<Tensor> a, List<Tensor> b, BinaryOperator<Tensor> operation) {
    return zip(a, b, (x, y) -> freeing(operation, x, y, true));
  }

  private static Tensor freeing(
      BinaryOperator<Tensor> operation, Tensor x, Tensor y, boolean bothFreed) {
    Tensor result = Scope.returning(() -> List.of(operation.apply(x, y))).get(0);
    x.close();
    if (bothFreed) {
      y.close();
    }
    return result;
  }

  private static List<Tensor> zip(
      List<Tensor> a, List<Tensor> b, BinaryOperator<Tensor> operation) {
    List<Tensor> result = new ArrayList<>(a.size());
    for (int i = 0; i < a.size(); i++) {
      result.add(operation.apply(a.get(i), b.get(i)));
    }
    return result;
  }
}
