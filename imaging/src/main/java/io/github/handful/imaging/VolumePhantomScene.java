package io.github.handful.imaging;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a volume phantom shows, in millimetres about its centre with x to the left, y to the back
 * and z to the head, so that one scene can be drawn on any grid.
 *
 * @param body semi-axes of the ellipsoid that holds everything
 * @param organs the left one (class 1) and the right one (class 2)
 * @param distractors shapes of the same brightness that are no organs
 * @param turn row-major 3×3 rotation that takes a point of the volume into the scene
 * @param levels brightness of the body, of organs above it, and of air
 * @param softness width over which an outline fades, in millimetres
 * @param bias change of the brightness across the volume along each axis
 * @param noise standard deviation of the noise, as a part of the greatest brightness
 * @param seed of texture and noise
 */
record VolumePhantomScene(
    double[] body,
    List<Tube> organs,
    List<Tube> distractors,
    double[] turn,
    double[] levels,
    double softness,
    double[] bias,
    double noise,
    long seed) {

  private static final double GAP = 2;

  static VolumePhantomScene draw(long seed, int index) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index).split();
    double[] body = {around(39, 3, random), around(33, 3, random), around(44, 2, random)};
    List<Tube> organs = List.of(left(random), right(random));
    List<Tube> distractors = new ArrayList<>();
    distractors.add(vessel(random));
    int count = 3 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      place(distractors, organs, body, random);
    }
    return new VolumePhantomScene(
        body,
        organs,
        List.copyOf(distractors),
        turn(random),
        new double[] {around(0.42, 0.06, random), around(0.2, 0.04, random), 0.04},
        around(0.8, 0.3, random),
        new double[] {around(0, 0.3, random), around(0, 0.3, random), around(0, 0.3, random)},
        around(0.04, 0.015, random),
        random.nextLong());
  }

  /** The class at a point of the volume: that of the organ whose outline holds it, else 0. */
  int label(double x, double y, double z) {
    double[] p = toScene(x, y, z);
    for (int k = 0; k < organs.size(); k++) {
      if (organs.get(k).depth(p[0], p[1], p[2]) > 0) {
        return k + 1;
      }
    }
    return 0;
  }

  double[] toScene(double x, double y, double z) {
    double[] point = new double[3];
    for (int r = 0; r < 3; r++) {
      point[r] = turn[3 * r] * x + turn[3 * r + 1] * y + turn[3 * r + 2] * z;
    }
    return point;
  }

  private static double around(double middle, double spread, SplittableRandom random) {
    return middle + random.nextDouble(-spread, spread);
  }

  private static double[] point(double x, double y, double z, SplittableRandom random) {
    return new double[] {around(x, 2, random), around(y, 2, random), around(z, 2, random)};
  }

  /** A long organ, wide at its upper end and bent outwards. */
  private static Tube left(SplittableRandom random) {
    return new Tube(
        point(13, 4, -21, random),
        point(29, 10, 0, random),
        point(14, 0, 20, random),
        around(4.5, 0.7, random),
        around(7.5, 1, random));
  }

  /** A short organ, wide at its lower end and bent to the front. */
  private static Tube right(SplittableRandom random) {
    return new Tube(
        point(-18, 3, -14, random),
        point(-22, -16, 0, random),
        point(-17, 7, 11, random),
        around(7, 1, random),
        around(5, 0.7, random));
  }

  private static Tube vessel(SplittableRandom random) {
    double radius = around(2.8, 0.5, random);
    return new Tube(
        point(-2, 15, -50, random),
        point(2, 18, 0, random),
        point(-2, 15, 50, random),
        radius,
        radius);
  }

  /** Adds a short tube within the body and apart from all others, if a place is found. */
  private static void place(
      List<Tube> distractors, List<Tube> organs, double[] body, SplittableRandom random) {
    for (int attempt = 0; attempt < 60; attempt++) {
      double radius = random.nextDouble(2.5, 6);
      double[] start = new double[3];
      double[] end = new double[3];
      double[] middle = new double[3];
      double distance = 0;
      for (int axis = 0; axis < 3; axis++) {
        start[axis] = random.nextDouble(-0.7, 0.7) * body[axis];
        end[axis] = around(start[axis], 6, random);
        middle[axis] = (start[axis] + end[axis]) / 2;
        distance += middle[axis] * middle[axis] / (body[axis] * body[axis]);
      }
      Tube tube = new Tube(start, middle, end, radius, radius);
      if (distance < 0.5
          && organs.stream().allMatch(organ -> tube.isApartFrom(organ, GAP))
          && distractors.stream().allMatch(other -> tube.isApartFrom(other, GAP))) {
        distractors.add(tube);
        return;
      }
    }
  }

  /** A turn about x, y and z by at most 8 degrees each. */
  private static double[] turn(SplittableRandom random) {
    double[] turn = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    for (int axis = 0; axis < 3; axis++) {
      double angle = StrictMath.toRadians(random.nextDouble(-8, 8));
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      int u = 3 * ((axis + 1) % 3);
      int v = 3 * ((axis + 2) % 3);
      for (int c = 0; c < 3; c++) {
        double first = turn[u + c];
        turn[u + c] = cos * first - sin * turn[v + c];
        turn[v + c] = sin * first + cos * turn[v + c];
      }
    }
    return turn;
  }
}
