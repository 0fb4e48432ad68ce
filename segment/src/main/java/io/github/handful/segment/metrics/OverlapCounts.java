package io.github.handful.segment.metrics;

import io.github.handful.imaging.LabelMap;

/**
 * How many pixels of a class a prediction found, invented, missed and rightly left alone. The
 * ratios are from 0 to 1; the package description says what they are for empty masks.
 */
public record OverlapCounts(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

  /**
   * Counts the pixels of class {@code label}.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static OverlapCounts of(LabelMap prediction, LabelMap truth, int label) {
    requireSameSize(prediction, truth);
    long both = 0;
    long predicted = 0;
    long real = 0;
    byte wanted = (byte) label;
    for (int i = 0; i < truth.labels().length; i++) {
      boolean p = prediction.labels()[i] == wanted;
      boolean t = truth.labels()[i] == wanted;
      both += p && t ? 1 : 0;
      predicted += p ? 1 : 0;
      real += t ? 1 : 0;
    }
    return new OverlapCounts(
        both, predicted - both, real - both, truth.labels().length - predicted - real + both);
  }

  static void requireSameSize(LabelMap prediction, LabelMap truth) {
    if (prediction.width() != truth.width() || prediction.height() != truth.height()) {
      throw new IllegalArgumentException(
          "the prediction has "
              + prediction.width()
              + "x"
              + prediction.height()
              + " pixels, the truth "
              + truth.width()
              + "x"
              + truth.height());
    }
  }

  /** Pixels of the class in the prediction. */
  public long predicted() {
    return truePositives + falsePositives;
  }

  /** Pixels of the class in the truth. */
  public long real() {
    return truePositives + falseNegatives;
  }

  /** Twice the common pixels over the pixels of both masks. */
  public double dice() {
    return agreement(2.0 * truePositives, predicted() + real());
  }

  /** The common pixels over the pixels of either mask. */
  public double jaccard() {
    return agreement(truePositives, truePositives + falsePositives + falseNegatives);
  }

  /** The found part of the truth; undefined if only the truth is empty. */
  public double sensitivity() {
    return predicted() + real() == 0 ? 1 : (double) truePositives / real();
  }

  /** The right part of the prediction; undefined if only the prediction is empty. */
  public double precision() {
    return predicted() + real() == 0 ? 1 : (double) truePositives / predicted();
  }

  /** The part of the other pixels that was left alone; undefined if there are none. */
  public double specificity() {
    return (double) trueNegatives / (trueNegatives + falsePositives);
  }

  private static double agreement(double common, long all) {
    return all == 0 ? 1 : common / all;
  }
}
