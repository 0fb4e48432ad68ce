package io.github.handful.genseg;

import java.util.List;

/** The kernels that a searched convolution mixes, and the one that it is without a search. */
public enum KernelSizes {
  /** Of convolutions that halve the resolution, or double it if they are transposed. */
  FOUR_TO_EIGHT(4, 4, 6, 8),
  /** Of transposed convolutions that double the resolution. */
  TWO_TO_SIX(4, 2, 4, 6),
  /** Of convolutions that keep the resolution. */
  THREE_TO_SEVEN(3, 3, 5, 7);

  private final int plain;
  private final List<Integer> sizes;

  KernelSizes(int plain, Integer... sizes) {
    this.plain = plain;
    this.sizes = List.of(sizes);
  }

  /** Sides of the kernels from the smallest. */
  public List<Integer> sizes() {
    return sizes;
  }

  int plain() {
    return plain;
  }

  int largest() {
    return sizes.get(sizes.size() - 1);
  }
}
