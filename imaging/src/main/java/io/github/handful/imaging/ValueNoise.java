package io.github.handful.imaging;

/** Noise of phantoms that is the same on every machine: random values joined smoothly. */
final class ValueNoise {
  private ValueNoise() {}

  /** From 0 to 1, with random values at whole coordinates of a plane. */
  static double at(long seed, double x, double y) {
    long cx = (long) Math.floor(x);
    long cy = (long) Math.floor(y);
    double fx = smooth(x - cx);
    double fy = smooth(y - cy);
    double top = hash(seed, cx, cy) * (1 - fx) + hash(seed, cx + 1, cy) * fx;
    double bottom = hash(seed, cx, cy + 1) * (1 - fx) + hash(seed, cx + 1, cy + 1) * fx;
    return top * (1 - fy) + bottom * fy;
  }

  /** From 0 to 1, with random values at whole coordinates of space. */
  static double at(long seed, double x, double y, double z) {
    long cz = (long) Math.floor(z);
    double fz = smooth(z - cz);
    return at(plane(seed, cz), x, y) * (1 - fz) + at(plane(seed, cz + 1), x, y) * fz;
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  /** The seed of one plane of a noise in space. */
  static long plane(long seed, long z) {
    return seed + z * 0xA0761D6478BD642FL;
  }

  /** A number from 0 to below 1 that looks random, the finaliser of SplitMix64. */
  static double hash(long seed, long x, long y) {
    long z = seed + x * 0x9E3779B97F4A7C15L + y * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
  }
}
