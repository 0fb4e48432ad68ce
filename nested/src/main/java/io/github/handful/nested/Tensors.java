package io.github.handful.nested;

import io.github.handful.torch.Ops;
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

  private static List<Tensor> zip(
      List<Tensor> a, List<Tensor> b, BinaryOperator<Tensor> operation) {
    List<Tensor> result = new ArrayList<>(a.size());
    for (int i = 0; i < a.size(); i++) {
      result.add(operation.apply(a.get(i), b.get(i)));
    }
    return result;
  }
}
