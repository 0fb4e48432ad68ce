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
  /** Greatest distance of the surfaces. */
  HAUSDORFF,
  /** 95th percentile of the distances of the surfaces. */
  HAUSDORFF_95,
  /** Mean distance of the surfaces, both directions taken together. */
  AVERAGE_SURFACE_DISTANCE,
  /** Part of the surfaces within the tolerance (surface Dice). */
  NORMALISED_SURFACE_DISTANCE,
  /** Predicted less true area, or volume. */
  AREA_DIFFERENCE;

  /** The name in JSON and CSV: lower case with underscores. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
