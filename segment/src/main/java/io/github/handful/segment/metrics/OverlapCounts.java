package io.github.handful.segment.metrics;

import io.github.handful.imaging.LabelMap;

/**
 * How many pixels or voxels of a class a prediction found, invented, missed and rightly left alone.
 * The ratios are from 0 to 1; the package description says what they are for empty masks.
 */
public record OverlapCounts(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

  /**
   * Counts the pixels of class {@code label}.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static OverlapCounts of(LabelMap prediction, LabelMap truth, int label) {
    return new ClassSurvey(prediction, truth).counts(label);
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
