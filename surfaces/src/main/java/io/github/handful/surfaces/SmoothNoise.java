package io.github.handful.surfaces;

import java.util.random.RandomGenerator;

/** Gaussian filters and smooth random curves and textures. */
final class SmoothNoise {
  private SmoothNoise() {}

  /** A curve of mean 0 and standard deviation 1 whose values are alike over {@code length}. */
  static double[] curve(RandomGenerator random, int count, double length) {
    double[] values = new double[count];
    int margin = (int) Math.ceil(3 * length);
    double[] white = new double[count + 2 * margin];
    for (int i = 0; i < white.length; i++) {
      white[i] = random.nextGaussian();
    }
    double[] kernel = kernel(length);
    double squares = 0;
    for (double weight : kernel) {
      squares += weight * weight;
    }
    int half = kernel.length / 2;
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int k = 0; k < kernel.length; k++) {
        sum += kernel[k] * white[i + margin - half + k];
      }
      values[i] = sum / Math.sqrt(squares);
    }
    return values;
  }

  /** Gaussian weights that add up to 1. */
  static double[] kernel(double sd) {
    int half = (int) Math.ceil(3 * sd);
    double[] kernel = new double[2 * half + 1];
    double sum = 0;
    for (int k = -half; k <= half; k++) {
      kernel[k + half] = sd == 0 ? 1 : StrictMath.exp(-0.5 * k * k / (sd * sd));
      sum += kernel[k + half];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= sum;
    }
    return kernel;
  }

  /** Filters a plane of rows along columns and along rows; beyond the border it is mirrored. */
  static void filter(double[] plane, int width, double axialSd, double lateralSd) {
    int height = plane.length / width;
    double[] axial = kernel(axialSd);
    double[] lateral = kernel(lateralSd);
    double[] line = new double[Math.max(width, height)];
    for (int z = 0; z < height; z++) {
      filter(plane, z * width, 1, width, lateral, line);
    }
    for (int x = 0; x < width; x++) {
      filter(plane, x, width, height, axial, line);
    }
  }

  private static void filter(
      double[] plane, int at, int step, int count, double[] kernel, double[] line) {
    int half = kernel.length / 2;
    for (int i = 0; i < count; i++) {
      line[i] = plane[at + i * step];
    }
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int k = 0; k < kernel.length; k++) {
        int j = i + k - half;
        j = j < 0 ? -1 - j : j;
        j = j >= count ? 2 * count - 1 - j : j;
        sum += kernel[k] * line[Math.max(0, Math.min(count - 1, j))];
      }
      plane[at + i * step] = sum;
    }
  }
}
