package io.github.handful.app;

import java.util.Locale;

/** What a model learns to find. */
public enum Task {
  /** The class of every pixel. */
  SEGMENTATION,
  /** The row of every surface in every column of a B-scan. */
  SURFACES;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
