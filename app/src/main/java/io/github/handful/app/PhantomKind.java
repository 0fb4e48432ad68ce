package io.github.handful.app;

import java.util.Locale;

/** What can be drawn. */
public enum PhantomKind {
  /** Pictures of lesions on skin. */
  LESION,
  /** Volumes of two bent organs. */
  VOLUME,
  /** B-scans of the retina with nine surfaces. */
  OCT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
