package io.github.handful.imaging;

/**
 * The triangle filter of {@link Resampling} along one axis: element {@code i} of the new axis is
 * the sum of {@code weights[i * count + k] * source[indices[i * count + k]]}. Weights add up to 1
 * and indices beyond the border are mirrored.
 */
record FilterTaps(int sourceSize, int size, int count, int[] indices, double[] weights) {

  static FilterTaps of(int sourceSize, int size) {
    double scale = (double) sourceSize / size;
    double support = Math.max(1, scale);
    int count = (int) Math.ceil(2 * support) + 1;
    int[] indices = new int[Math.multiplyExact(size, count)];
    double[] weights = new double[indices.length];
    for (int i = 0; i < size; i++) {
      double centre = (i + 0.5) * scale - 0.5;
      int first = (int) Math.ceil(centre - support);
      double sum = 0;
      for (int k = 0; k < count; k++) {
        double weight = Math.max(0, 1 - Math.abs(first + k - centre) / support);
        indices[i * count + k] = mirror(first + k, sourceSize);
        weights[i * count + k] = weight;
        sum += weight;
      }
      for (int k = 0; k < count; k++) {
        weights[i * count + k] /= sum;
      }
    }
    return new FilterTaps(sourceSize, size, count, indices, weights);
  }

  private static int mirror(int index, int size) {
    int folded = Math.floorMod(index, 2 * size);
    return folded < size ? folded : 2 * size - 1 - folded;
  }

  /** Whether every element is that of the source. */
  boolean isIdentity() {
    return sourceSize == size;
  }

  /** The least index that element {@code i} needs. */
  int first(int i) {
    int first = sourceSize;
    for (int t = i * count; t < (i + 1) * count; t++) {
      first = weights[t] > 0 ? Math.min(first, indices[t]) : first;
    }
    return first;
  }

  /** The greatest index that element {@code i} needs. */
  int last(int i) {
    int last = -1;
    for (int t = i * count; t < (i + 1) * count; t++) {
      last = weights[t] > 0 ? Math.max(last, indices[t]) : last;
    }
    return last;
  }
}
