package io.github.handful.imaging.dicom;

/** How the elements of a data set are written: with their value representation or without. */
record Encoding(boolean explicit, boolean bigEndian) {
  static final Encoding IMPLICIT_LITTLE = new Encoding(false, false);
  static final Encoding EXPLICIT_LITTLE = new Encoding(true, false);
  static final Encoding EXPLICIT_BIG = new Encoding(true, true);
}
