package io.github.handful.genseg;

/** How a mixture of kernels is evaluated; both give the same result. */
public enum CellForm {
  /** One convolution for each kernel, and the weighted sum of their results. */
  SEPARATE,
  /** One convolution with the weighted sum of the kernels. */
  MERGED
}
