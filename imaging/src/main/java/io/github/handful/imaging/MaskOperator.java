package io.github.handful.imaging;

/** The kinds of movement that {@link MaskAugmentation} joins. */
public enum MaskOperator {
  /** Mirrors left and right. */
  HORIZONTAL_FLIP,
  /** Adds background on each side and shrinks the result to the old size. */
  PAD,
  /** Enlarges or shrinks about the centre, along each axis independently. */
  SCALE,
  /** Shifts along each axis independently. */
  TRANSLATE,
  /** Rotates about the centre, volumes about each axis. */
  ROTATE,
  /** Shears about the centre, along x and y independently. */
  SHEAR
}
