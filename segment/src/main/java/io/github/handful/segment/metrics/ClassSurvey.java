package io.github.handful.segment.metrics;

import io.github.handful.imaging.LabelMap;

/**
 * What one pass over a prediction and its truth tells about all classes: how many voxels each has
 * in either and in both, and the box that holds it in both. A volume is too large for a pass per
 * class and figure.
 */
final class ClassSurvey {
  private static final int LABELS = 256;

  private final LabelMap prediction;
  private final LabelMap truth;
  private final long[] predicted = new long[LABELS];
  private final long[] real = new long[LABELS];
  private final long[] common = new long[LABELS];

  /** For each class the least and greatest x, y and z. */
  private final int[] bounds = new int[6 * LABELS];

  /**
   * Looks at every voxel once.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  ClassSurvey(LabelMap prediction, LabelMap truth) {
    if (!prediction.grid().sameSize(truth.grid())) {
      throw new IllegalArgumentException(
          "the prediction has %s pixels, the truth %s"
              .formatted(prediction.grid().describe(), truth.grid().describe()));
    }
    this.prediction = prediction;
    this.truth = truth;
    for (int label = 0; label < LABELS; label++) {
      for (int axis = 0; axis < 3; axis++) {
        bounds[6 * label + 2 * axis] = Integer.MAX_VALUE;
        bounds[6 * label + 2 * axis + 1] = -1;
      }
    }
    for (int z = 0; z < truth.depth(); z++) {
      for (int y = 0; y < truth.height(); y++) {
        lookAtRow(y, z);
      }
    }
  }

  private void lookAtRow(int y, int z) {
    int start = (z * truth.height() + y) * truth.width();
    for (int x = 0; x < truth.width(); x++) {
      int p = prediction.labels()[start + x] & 0xff;
      int t = truth.labels()[start + x] & 0xff;
      predicted[p]++;
      real[t]++;
      if (p == t) {
        common[p]++;
      } else {
        extend(p, x, y, z);
      }
      // Most voxels are background in both, and its box is not worth the time.
      if (t != 0) {
        extend(t, x, y, z);
      }
    }
  }

  private void extend(int label, int x, int y, int z) {
    extend(6 * label, x);
    extend(6 * label + 2, y);
    extend(6 * label + 4, z);
  }

  private void extend(int bound, int position) {
    bounds[bound] = Math.min(bounds[bound], position);
    bounds[bound + 1] = Math.max(bounds[bound + 1], position);
  }

  /** The voxels of a class, from 0 to 255. */
  OverlapCounts counts(int label) {
    long both = common[label];
    return new OverlapCounts(
        both,
        predicted[label] - both,
        real[label] - both,
        truth.labels().length - predicted[label] - real[label] + both);
  }

  /** The box that holds a class in prediction and truth; that of background is everything. */
  MaskBox box(int label) {
    if (label == 0) {
      return new MaskBox(0, 0, 0, truth.width(), truth.height(), truth.depth());
    }
    int at = 6 * label;
    return new MaskBox(
        bounds[at],
        bounds[at + 2],
        bounds[at + 4],
        bounds[at + 1] - bounds[at] + 1,
        bounds[at + 3] - bounds[at + 2] + 1,
        bounds[at + 5] - bounds[at + 4] + 1);
  }

  LabelMap prediction() {
    return prediction;
  }

  LabelMap truth() {
    return truth;
  }
}
