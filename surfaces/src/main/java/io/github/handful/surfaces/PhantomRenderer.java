package io.github.handful.surfaces;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Makes the image of a synthetic B-scan from its surfaces. */
final class PhantomRenderer {
  /** Relative reflectivity from the vitreous to the choroid. */
  private static final double[] REFLECTIVITY = {
    0.02, 0.85, 0.50, 0.25, 0.45, 0.16, 0.33, 0.60, 1.00, 0.45
  };

  private static final double CHOROID_DEPTH = 120;
  private static final double ATTENUATION = 1.5e-3;
  private static final double FLOOR = 0.004;
  private static final double TEXTURE = 0.2;

  /** Decibels from black to white, and the level that is black. */
  private static final double RANGE = 27;

  private static final double BLACK = -25;
  private static final double AXIAL_PSF = 5 / 2.355;
  private static final double LATERAL_PSF = 15 / 2.355;

  private final SurfacePhantom phantom;
  private final SurfaceHeights heights;
  private final RandomGenerator random;
  private final int width;
  private final int height;

  private PhantomRenderer(SurfacePhantom phantom, SurfaceHeights heights, RandomGenerator random) {
    this.phantom = phantom;
    this.heights = heights;
    this.random = random;
    this.width = phantom.width();
    this.height = phantom.height();
  }

  /** Whole samples from 0 to 255, by rows. */
  static float[] render(
      SurfacePhantom phantom, SurfaceHeights heights, int vessels, RandomGenerator random) {
    PhantomRenderer renderer = new PhantomRenderer(phantom, heights, random);
    double[] reflected = layers(phantom, heights);
    renderer.texture(reflected);
    renderer.attenuate(reflected);
    for (int v = 0; v < vessels; v++) {
      renderer.vessel(reflected);
    }
    return display(renderer.speckle(reflected));
  }

  /** The mean reflectivity of each pixel, layers weighted by their part of its area. */
  static double[] layers(SurfacePhantom phantom, SurfaceHeights heights) {
    int width = phantom.width();
    int height = phantom.height();
    double[] reflected = new double[width * height];
    double axial = phantom.pixelSize().axial();
    for (int x = 0; x < width; x++) {
      double bottom = heights.at(heights.count() - 1, x);
      for (int z = 0; z < height; z++) {
        double sum = 0;
        for (int layer = 0; layer <= heights.count(); layer++) {
          double decay =
              layer < heights.count()
                  ? 1
                  : StrictMath.exp(-Math.max(0, z - bottom) * axial / CHOROID_DEPTH);
          sum += heights.part(layer, z, x) * REFLECTIVITY[layer] * decay;
        }
        reflected[z * width + x] = sum;
      }
    }
    return reflected;
  }

  private void texture(double[] reflected) {
    double[] noise = new double[reflected.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextGaussian();
    }
    SmoothNoise.filter(noise, width, 1.5, 3);
    double sd = Math.sqrt(Arrays.stream(noise).map(v -> v * v).sum() / noise.length);
    for (int i = 0; i < noise.length; i++) {
      reflected[i] *= StrictMath.exp(TEXTURE * noise[i] / sd);
    }
  }

  private void attenuate(double[] reflected) {
    double axial = phantom.pixelSize().axial();
    for (int x = 0; x < width; x++) {
      double passed = 0;
      for (int z = 0; z < height; z++) {
        double here = reflected[z * width + x];
        reflected[z * width + x] *= StrictMath.exp(-2 * ATTENUATION * passed);
        passed += here * axial;
      }
    }
  }

  /** A vessel under the nerve fibres: bright on top, with a shadow on all that lies below. */
  private void vessel(double[] reflected) {
    double middle = random.nextDouble() * width;
    double half = (20 + 50 * random.nextDouble()) / phantom.pixelSize().lateral();
    double transmission = 0.2 + 0.4 * random.nextDouble();
    for (int x = 0; x < width; x++) {
      double away = (x - middle) / half;
      double shade = StrictMath.exp(-away * away * away * away);
      int top = (int) Math.ceil(heights.at(1, x) + 2);
      for (int z = Math.max(0, top - 3); z < top && z < height; z++) {
        reflected[z * width + x] *= 1 + 0.5 * shade;
      }
      for (int z = Math.max(0, top); z < height; z++) {
        reflected[z * width + x] *= 1 - shade * (1 - transmission);
      }
    }
  }

  /** The mean power of so many looks at a complex Gaussian field seen through the optics. */
  private double[] speckle(double[] reflected) {
    double axialSd = AXIAL_PSF / phantom.pixelSize().axial();
    double lateralSd = LATERAL_PSF / phantom.pixelSize().lateral();
    double unit = energy(axialSd) * energy(lateralSd);
    int looks = phantom.noise().looks();
    double[] power = new double[reflected.length];
    for (int part = 0; part < 2 * looks; part++) {
      double[] field = new double[reflected.length];
      for (int i = 0; i < field.length; i++) {
        field[i] = Math.sqrt(reflected[i]) * random.nextGaussian();
      }
      SmoothNoise.filter(field, width, axialSd, lateralSd);
      for (int i = 0; i < field.length; i++) {
        double noise = random.nextGaussian();
        power[i] += (field[i] * field[i] / unit + FLOOR * noise * noise) / (2 * looks);
      }
    }
    return power;
  }

  /** What a filter leaves of the power of white noise. */
  private static double energy(double sd) {
    return Arrays.stream(SmoothNoise.kernel(sd)).map(w -> w * w).sum();
  }

  private static float[] display(double[] power) {
    float[] samples = new float[power.length];
    for (int i = 0; i < power.length; i++) {
      double level = (10 * StrictMath.log10(Math.max(power[i], 1e-9)) - BLACK) / RANGE;
      samples[i] = Math.round(255 * Math.max(0, Math.min(1, level)));
    }
    return samples;
  }
}
