package io.github.handful.app.report;

/**
 * The colours of series, as classes {@code s0}, {@code s1}, ... of the style sheet, which gives
 * each a light and a dark form and a dash of its own.
 */
final class Palette {
  static final int COLOURS = 8;

  private Palette() {}
}
