package io.github.handful.imaging;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a lesion phantom shows, in parts of its size, so that one scene can be drawn at any size.
 *
 * @param blobs lesions and distractors, apart from one another
 * @param hairs dark lines above everything
 * @param background red, green and blue of the skin, each from 0 to 1
 * @param gradient change of the illumination along x and along y
 * @param noise greatest relative change of a sample by speckle
 * @param seed of all textures
 */
record LesionPhantomScene(
    List<Blob> blobs,
    List<Hair> hairs,
    double[] background,
    double[] gradient,
    double noise,
    long seed) {

  private static final double MARGIN = 0.02;

  /**
   * A star-shaped region: radius {@code radius * (1 + sum of amplitudes[k] * cos((k + 2) * angle +
   * phases[k]))} about its centre.
   *
   * @param kind 0 for a distractor, else the class of the lesion
   * @param colour added to the background
   * @param softness width over which the colour fades, in parts of the size
   */
  record Blob(
      int kind,
      double x,
      double y,
      double radius,
      double[] amplitudes,
      double[] phases,
      double[] colour,
      double softness) {

    /** How far the border lies beyond a point, along the ray from the centre; above 0 inside. */
    double depth(double px, double py) {
      double angle = StrictMath.atan2(py - y, px - x);
      double factor = 1;
      for (int k = 0; k < amplitudes.length; k++) {
        factor += amplitudes[k] * StrictMath.cos((k + 2) * angle + phases[k]);
      }
      return radius * factor - StrictMath.hypot(px - x, py - y);
    }

    double reach() {
      double factor = 1;
      for (double amplitude : amplitudes) {
        factor += Math.abs(amplitude);
      }
      return radius * factor;
    }

    boolean isApartFrom(Blob other) {
      return StrictMath.hypot(x - other.x, y - other.y) > reach() + other.reach() + MARGIN;
    }
  }

  /** A parabola through three points, {@code width} the deviation of its Gaussian profile. */
  record Hair(double[] xs, double[] ys, double width, double darkness) {}

  static LesionPhantomScene draw(int classes, long seed, int index) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index);
    random = random.split();
    double[] background = {
      random.nextDouble(0.66, 0.9), random.nextDouble(0.5, 0.68), random.nextDouble(0.42, 0.6)
    };
    List<Blob> blobs = new ArrayList<>();
    int lesions = 1 + random.nextInt(3);
    int distractors = 2 + random.nextInt(4);
    for (int i = 0; i < lesions; i++) {
      place(blobs, 1 + random.nextInt(classes), random);
    }
    for (int i = 0; i < distractors; i++) {
      place(blobs, 0, random);
    }
    List<Hair> hairs = new ArrayList<>();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      hairs.add(hair(random));
    }
    double[] gradient = {random.nextDouble(-0.5, 0.5), random.nextDouble(-0.5, 0.5)};
    return new LesionPhantomScene(
        List.copyOf(blobs),
        List.copyOf(hairs),
        background,
        gradient,
        random.nextDouble(0.05, 0.2),
        random.nextLong());
  }

  /** Adds a blob, smaller from try to try until it is apart from the others. */
  private static void place(List<Blob> blobs, int kind, SplittableRandom random) {
    double radius = random.nextDouble(0.06, 0.2);
    for (int attempt = 0; attempt < 60; attempt++) {
      Blob blob = blob(kind, radius, random);
      if (blobs.stream().allMatch(blob::isApartFrom)) {
        blobs.add(blob);
        return;
      }
      radius = Math.max(0.04, radius * 0.96);
    }
  }

  private static Blob blob(int kind, double radius, SplittableRandom random) {
    double[] amplitudes = new double[4];
    double[] phases = new double[4];
    for (int k = 0; k < amplitudes.length; k++) {
      amplitudes[k] = random.nextDouble(-0.3, 0.3) / (k + 1);
      phases[k] = random.nextDouble(0, 2 * Math.PI);
    }
    double shade = random.nextDouble(0.1, 0.4);
    double[] colour = {
      -shade * random.nextDouble(0.4, 1),
      -shade * random.nextDouble(0.7, 1.2),
      -shade * random.nextDouble(0.5, 1.2)
    };
    return new Blob(
        kind,
        random.nextDouble(0.1, 0.9),
        random.nextDouble(0.1, 0.9),
        radius,
        amplitudes,
        phases,
        colour,
        random.nextDouble(0.004, 0.02));
  }

  private static Hair hair(SplittableRandom random) {
    double[] xs = new double[3];
    double[] ys = new double[3];
    for (int k = 0; k < 3; k++) {
      xs[k] = random.nextDouble(-0.1, 1.1);
      ys[k] = random.nextDouble(-0.1, 1.1);
    }
    return new Hair(xs, ys, random.nextDouble(0.002, 0.005), random.nextDouble(0.3, 0.7));
  }
}
