package io.github.handful.genseg;

/** How a mixture of kernels is evaluated; all give the same result. */
public enum CellForm {
  /** One convolution for each kernel, and the weighted sum of their results. */
  SEPARATE,
  /** One convolution with the weighted sum of the kernels. */
  MERGED,
  /**
   * The faster of the two for the size of the maps: separate where they have few pixels, since
   * there the merged kernel costs more to build than one convolution saves.
   */
  BY_SIZE
}
