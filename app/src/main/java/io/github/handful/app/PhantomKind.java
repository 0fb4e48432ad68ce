package io.github.handful.app;

import java.util.Locale;

/** What can be drawn. */
public enum PhantomKind {
  /** Lesions on skin. */
  LESION;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
