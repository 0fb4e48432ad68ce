package io.github.handful.torch;

import org.bytedeco.pytorch.Tensor;

/** The sizes of tensors as Java arrays. */
public final class Shapes {
  private Shapes() {}

  public static long[] of(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }
}
