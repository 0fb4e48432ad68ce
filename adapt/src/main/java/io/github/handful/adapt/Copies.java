package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Compute;

/** Networks of the same shape with the same values. */
final class Copies {
  private Copies() {}

  /** A new network with the values of another; the caller closes it. */
  static Segmenter of(Segmenter segmenter, Compute compute) {
    Segmenter copy = segmenter.spec().build(compute);
    assign(copy, segmenter);
    return copy;
  }

  /** Overwrites weights and running statistics. */
  static void assign(Segmenter to, Segmenter from) {
    to.network().parameters().assign(from.network().parameters());
    to.network().statistics().assign(from.network().statistics());
  }
}
