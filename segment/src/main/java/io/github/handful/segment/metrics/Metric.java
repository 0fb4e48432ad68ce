package io.github.handful.segment.metrics;

import java.util.Locale;

/** What an evaluation reports about a class of a case. */
public enum Metric {
  /** Twice the common pixels over the pixels of both masks. */
  DICE,
  /** The common pixels over the pixels of either mask. */
  JACCARD,
  /** The found part of the truth. */
  SENSITIVITY,
  /** The part of the pixels of other classes that was left alone. */
  SPECIFICITY,
  /** The right part of the prediction. */
  PRECISION,
  /** 95th percentile of the distances of the outlines. */
  HAUSDORFF_95,
  /** Mean distance of the outlines, both directions taken together. */
  AVERAGE_SURFACE_DISTANCE,
  /** Part of the outlines within the tolerance (surface Dice). */
  NORMALISED_SURFACE_DISTANCE,
  /** Predicted less true area. */
  AREA_DIFFERENCE;

  /** The name in JSON and CSV: lower case with underscores. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
