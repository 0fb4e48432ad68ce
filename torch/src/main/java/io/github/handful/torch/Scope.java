package io.github.handful.torch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * The life time of native memory: every tensor made on this thread while the scope is open is freed
 * when it closes, except those handed to {@link #keep}. One scope per training step, per validation
 * case, per window.
 */
public final class Scope implements AutoCloseable {
  private final PointerScope pointers;

  private Scope() {
    this.pointers = new PointerScope();
  }

  public static Scope open() {
    NativeRuntime.load();
    return new Scope();
  }

  /**
   * Lets a tensor outlive the open scopes of this thread. Whoever keeps it closes it.
   *
   * @return the same tensor
   */
  public static Tensor keep(Tensor tensor) {
    return tensor.retainReference();
  }

  /**
   * Runs an action in a scope of its own and hands its results, and nothing else, to the scope that
   * is open around it.
   */
  public static List<Tensor> returning(Supplier<List<Tensor>> action) {
    List<Tensor> kept;
    try (Scope scope = open()) {
      kept = action.get();
      kept.forEach(Scope::keep);
    }
    List<Tensor> results = new ArrayList<>(kept.size());
    for (Tensor tensor : kept) {
      results.add(new Tensor(tensor));
      tensor.close();
    }
    return results;
  }

  /**
   * As {@link #returning} for one result. Layers use it, since a tensor that only its handle keeps
   * would otherwise take memory until the step ends.
   */
  public static Tensor returningOne(Supplier<Tensor> action) {
    return returning(() -> List.of(action.get())).get(0);
  }

  /** As {@link #returning}, for results some of which may be absent. */
  public static List<Optional<Tensor>> returningPresent(Supplier<List<Optional<Tensor>>> action) {
    List<Optional<Tensor>> shape = new ArrayList<>();
    Iterator<Tensor> present =
        returning(
                () -> {
                  shape.addAll(action.get());
                  return shape.stream().flatMap(Optional::stream).toList();
                })
            .iterator();
    return shape.stream().map(result -> result.map(t -> present.next())).toList();
  }

  @Override
  public void close() {
    pointers.close();
  }
}
