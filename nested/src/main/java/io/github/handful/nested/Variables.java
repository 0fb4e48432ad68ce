package io.github.handful.nested;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The results of some steps and, last, the variables of the target: what gradients are asked for
 * when an adjoint is carried back.
 */
final class Variables {
  private final List<List<Tensor>> groups = new ArrayList<>();
  private final Point point;

  Variables(List<InnerStep> steps, Level target) {
    Point at = Point.present();
    for (InnerStep step : steps) {
      List<Tensor> after = Tensors.leaves(step.after());
      groups.add(after);
      at = at.with(step.level(), after);
    }
    List<Tensor> last = Tensors.leaves(target.variables().tensors());
    groups.add(last);
    this.point = at.with(target, last);
  }

  Point point() {
    return point;
  }

  List<Tensor> leaves() {
    return groups.stream().flatMap(List::stream).toList();
  }

  /** Gradients in the order of the leaves, by steps and, last, the target. */
  List<Gradient> split(List<Optional<Tensor>> flat) {
    List<Gradient> result = new ArrayList<>();
    int at = 0;
    for (List<Tensor> group : groups) {
      result.add(new Gradient(flat.subList(at, at + group.size())));
      at += group.size();
    }
    return result;
  }

  List<Gradient> none() {
    return new ArrayList<>(groups.stream().map(group -> Gradient.none(group.size())).toList());
  }
}
