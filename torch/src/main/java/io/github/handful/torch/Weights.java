package io.github.handful.torch;

import org.bytedeco.pytorch.Tensor;

/** Looks up a network's tensors by name, whoever owns them. */
@FunctionalInterface
public interface Weights {
  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  Tensor get(String name);
}
