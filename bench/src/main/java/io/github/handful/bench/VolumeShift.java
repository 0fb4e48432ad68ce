package io.github.handful.bench;

import io.github.handful.imaging.Image;
import java.util.random.RandomGenerator;

/** Another MR scanner: a bias field, another contrast, a blur and noise, drawn for each volume. */
final class VolumeShift implements Shift {
  private static final double BIAS = 0.4;
  private static final double GAMMA = 1.6;
  private static final double NOISE = 0.04;

  /** Binomial weights with a standard deviation of one voxel. */
  private static final double[] BLUR = {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0};

  /** Samples from 0 to the volume's own maximum, changed in the order in which a scanner would. */
  @Override
  public Image of(Image image, RandomGenerator random) {
    int width = image.width();
    int height = image.height();
    int[] sides = {width, height, image.grid().depth()};
    float[] x = image.samples().clone();
    double most = 0;
    for (float sample : x) {
      most = Math.max(most, sample);
    }
    double[] field = random.doubles(9, -BIAS, BIAS).toArray();
    for (int i = 0; i < x.length; i++) {
      double[] p = {
        2.0 * (i % width) / width - 1,
        2.0 * (i / width % height) / height - 1,
        2.0 * (i / (width * height)) / sides[2] - 1
      };
      double toned = Math.pow(Math.max(0, x[i]) / most, GAMMA);
      x[i] = (float) (toned * Math.exp(polynomial(field, p)));
    }
    int stride = 1;
    for (int side : sides) {
      x = blurred(x, stride, side);
      stride *= side;
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (most * Math.max(0, x[i] + NOISE * random.nextGaussian()));
    }
    return new Image(image.grid(), 1, image.maximum(), x);
  }

  /** Of second degree, without a constant. */
  private static double polynomial(double[] field, double[] p) {
    return field[0] * p[0]
        + field[1] * p[1]
        + field[2] * p[2]
        + field[3] * p[0] * p[0]
        + field[4] * p[1] * p[1]
        + field[5] * p[2] * p[2]
        + field[6] * p[0] * p[1]
        + field[7] * p[0] * p[2]
        + field[8] * p[1] * p[2];
  }

  private static float[] blurred(float[] x, int stride, int side) {
    float[] y = new float[x.length];
    int radius = BLUR.length / 2;
    for (int i = 0; i < x.length; i++) {
      int at = i / stride % side;
      double sum = 0;
      for (int k = -radius; k <= radius; k++) {
        int there = Math.min(side - 1, Math.max(0, at + k));
        sum += BLUR[k + radius] * x[i + (there - at) * stride];
      }
      y[i] = (float) sum;
    }
    return y;
  }
}
