package io.github.handful.surfaces;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * What the scans of one synthetic eye share: mean layer thicknesses, the width and place of the
 * pit, how many drusen and vessels a scan has.
 *
 * @param thickness of the eight layers in micrometres, away from the pit
 * @param pitRadius in micrometres
 */
record PhantomEye(double[] thickness, double pitRadius, double pitPlace, int drusen, int vessels) {
  /** RNFL, GCL and IPL, INL, OPL, ONL, ELM to IS-OS, OS, RPE to BM. */
  private static final double[] MEAN = {30, 75, 38, 30, 75, 26, 32, 26};

  /** The part of a layer's thickness that is missing in the middle of the pit. */
  private static final double[] PIT = {0.95, 0.90, 0.85, 0.50, -0.35, -0.10, -0.15, 0};

  /** How much of a druse's height each surface is lifted by; the last one lies below it. */
  private static final double[] LIFT = {0.08, 0.12, 0.18, 0.25, 0.35, 0.75, 0.95, 1, 0};

  private static final double LEAST_LAYER = 1;

  static PhantomEye draw(RandomGenerator random) {
    double[] thickness = MEAN.clone();
    for (int k = 0; k < thickness.length; k++) {
      thickness[k] *= StrictMath.exp(0.12 * random.nextGaussian());
    }
    if (random.nextInt(3) == 0) {
      thickness[0] *= 0.6 + 0.3 * random.nextDouble();
      thickness[1] *= 0.7 + 0.25 * random.nextDouble();
    }
    int drusen = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
    return new PhantomEye(
        thickness,
        300 + 150 * random.nextDouble(),
        0.5 + 0.1 * (random.nextDouble() - 0.5),
        drusen,
        random.nextInt(6));
  }

  /** The surfaces of one scan, in order and at least a quarter of a row apart. */
  SurfaceHeights surfaces(SurfacePhantom phantom, RandomGenerator random) {
    int width = phantom.width();
    PixelSize pixel = phantom.pixelSize();
    // The further a scan is from the fovea, the shallower its pit.
    double depth = Math.sqrt(random.nextDouble());
    double middle = pitPlace * width;
    double[][] layers = new double[thickness.length][width];
    for (int k = 0; k < layers.length; k++) {
      double[] noise = SmoothNoise.curve(random, width, 0.06 * width);
      for (int x = 0; x < width; x++) {
        double away = (x - middle) * pixel.lateral() / pitRadius;
        double pit = 1 - depth * PIT[k] * StrictMath.exp(-away * away);
        layers[k][x] = thickness[k] * pit * StrictMath.exp(0.04 * noise[x]);
      }
    }
    double[] lowest = lowest(phantom, random);
    double[] lift = lift(phantom, random);
    double[] rows = new double[SurfacePhantom.SURFACES * width];
    for (int x = 0; x < width; x++) {
      double depthHere = lowest[x];
      double below = Double.POSITIVE_INFINITY;
      for (int i = SurfacePhantom.SURFACES - 1; i >= 0; i--) {
        depthHere -= i < layers.length ? layers[i][x] : 0;
        double lifted = depthHere - LIFT[i] * lift[x];
        below = Math.min(lifted, below - LEAST_LAYER);
        rows[i * width + x] = below / pixel.axial();
      }
    }
    return keptInside(new SurfaceHeights(SurfacePhantom.SURFACES, width, rows), phantom.height());
  }

  /** Bruch's membrane in micrometres below the top: tilted, and gently waving. */
  private static double[] lowest(SurfacePhantom phantom, RandomGenerator random) {
    double[] curve = SmoothNoise.curve(random, phantom.width(), 0.12 * phantom.width());
    double tilt = 60 * (random.nextDouble() - 0.5);
    double bend = 30 * random.nextDouble();
    double jitter = 40 * (random.nextDouble() - 0.5);
    double rows = 0.78 * phantom.height() * phantom.pixelSize().axial();
    for (int x = 0; x < curve.length; x++) {
      double place = 2.0 * x / (curve.length - 1) - 1;
      curve[x] = rows + jitter + 6 * curve[x] + tilt * place - bend * place * place;
    }
    return curve;
  }

  private double[] lift(SurfacePhantom phantom, RandomGenerator random) {
    double[] lift = new double[phantom.width()];
    for (int d = 0; d < drusen; d++) {
      double middle = random.nextDouble() * phantom.width();
      double height = 20 + 60 * random.nextDouble();
      double sd = (60 + 90 * random.nextDouble()) / phantom.pixelSize().lateral();
      for (int x = 0; x < lift.length; x++) {
        double away = (x - middle) / sd;
        lift[x] = Math.max(lift[x], height * StrictMath.exp(-0.5 * away * away));
      }
    }
    return lift;
  }

  /** Moves a scan that would leave the image at the top or at the bottom. */
  private static SurfaceHeights keptInside(SurfaceHeights heights, int height) {
    double top = Arrays.stream(heights.rows()).min().orElseThrow();
    double bottom = Arrays.stream(heights.rows()).max().orElseThrow();
    double margin = 4;
    if (top < margin) {
      return heights.lowered(margin - top);
    }
    double most = height - 1 - margin;
    return bottom > most ? heights.lowered(most - bottom) : heights;
  }
}
