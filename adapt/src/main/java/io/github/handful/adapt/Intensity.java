package io.github.handful.adapt;

import io.github.handful.torch.Ops;
import io.github.handful.torch.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Changes of the intensities of images N×C×… in [0, 1]; nothing moves, and the results are in [0,
 * 1] again.
 */
final class Intensity {
  private static final double[] GREY = {0.299, 0.587, 0.114};
  private static final double BLUR_RADIUS = 3;

  private Intensity() {}

  /**
   * Strengths of a colour jitter.
   *
   * @param brightness factor of all samples, 1 ± this
   * @param contrast factor of the difference to the mean, 1 ± this
   * @param saturation factor of the difference to the pixel's grey, 1 ± this
   * @param hue turn of the colours, ± this part of a circle
   */
  record Jitter(double brightness, double contrast, double saturation, double hue) {

    /** The four changes with random strengths in random order; grey images have the first two. */
    Tensor apply(Tensor x, RandomGenerator random) {
      boolean colour = x.dim() == 4 && x.size(1) == 3;
      List<Integer> rest = new ArrayList<>(colour ? List.of(0, 1, 2, 3) : List.of(0, 1));
      Tensor y = x;
      while (!rest.isEmpty()) {
        int change = rest.remove(random.nextInt(rest.size()));
        double z = 2 * random.nextDouble() - 1;
        y =
            switch (change) {
              case 0 -> Ops.times(y, 1 + z * brightness);
              case 1 -> Intensity.contrast(y, 1 + z * contrast);
              case 2 -> blended(grey(y), y, 1 + z * saturation);
              default -> turned(y, 2 * Math.PI * z * hue);
            };
        y = Ops.clamp(y, 0, 1);
      }
      return y;
    }
  }

  /** The grey of a colour picture in equal channels; other images as they are. */
  static Tensor grey(Tensor x) {
    return x.dim() == 4 && x.size(1) == 3 ? mixed(x, new double[][] {GREY, GREY, GREY}) : x;
  }

  /** Samples at the threshold and above it are inverted. */
  static Tensor solarised(Tensor x, double threshold) {
    Tensor bright = Ops.atLeast(x, threshold);
    return x.add(bright.mul(Ops.oneMinus(Ops.times(x, 2))));
  }

  /** Every channel of every image from 0 to 1; channels of one value as they are. */
  static Tensor stretched(Tensor x) {
    long[] pixels = LongStream.range(2, x.dim()).toArray();
    Tensor least = x.amin(pixels, true);
    Tensor range = x.amax(pixels, true).sub(least);
    Tensor flat = Ops.oneMinus(Ops.above(range, 0));
    Tensor stretched = x.sub(least).div(range.add(flat));
    return stretched.mul(Ops.oneMinus(flat)).add(x.mul(flat));
  }

  static Tensor contrast(Tensor x, double factor) {
    long[] all = LongStream.range(1, x.dim()).toArray();
    return Ops.clamp(blended(Ops.mean(x, all), x, factor), 0, 1);
  }

  static Tensor gamma(Tensor x, double exponent) {
    return Ops.power(x, exponent);
  }

  static Tensor noisy(Tensor x, double deviation, RandomGenerator random) {
    float[] noise = new float[Math.toIntExact(x.numel())];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (deviation * random.nextGaussian());
    }
    Tensor grains = Ops.tensor(noise, Shapes.of(x)).to(x.device(), x.scalar_type());
    return Ops.clamp(x.add(grains), 0, 1);
  }

  /**
   * Uneven sensitivity: samples times the exponential of a random polynomial of second degree in
   * the coordinates, whose coefficients are up to {@code strength}.
   */
  static Tensor biased(Tensor x, double strength, RandomGenerator random) {
    List<Tensor> axes = new ArrayList<>();
    for (int d = 2; d < x.dim(); d++) {
      axes.add(coordinates(x, d));
    }
    Tensor exponent = Ops.zeros();
    for (int i = 0; i < axes.size(); i++) {
      exponent = Ops.plus(exponent, axes.get(i), coefficient(strength, random));
      for (int j = i; j < axes.size(); j++) {
        Tensor product = axes.get(i).mul(axes.get(j));
        exponent = Ops.plus(exponent, product, coefficient(strength, random));
      }
    }
    return Ops.clamp(x.mul(exponent.to(x.device(), x.scalar_type()).exp()), 0, 1);
  }

  /** A Gaussian blur along every axis; border samples are repeated outwards. */
  static Tensor blurred(Tensor x, double sigma) {
    int radius = (int) Math.ceil(BLUR_RADIUS * sigma);
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int k = -radius; k <= radius; k++) {
      weights[k + radius] = Math.exp(-0.5 * k * k / (sigma * sigma));
      sum += weights[k + radius];
    }
    Tensor y = x;
    for (int d = 2; d < x.dim(); d++) {
      Tensor padded = repeatedBorder(y, d, radius);
      Tensor blurred = Ops.zerosLike(y);
      for (int k = 0; k < weights.length; k++) {
        blurred = Ops.plus(blurred, padded.narrow(d, k, y.size(d)), weights[k] / sum);
      }
      y = blurred;
    }
    return y;
  }

  private static Tensor repeatedBorder(Tensor x, int dimension, int radius) {
    long[] shape = Shapes.of(x);
    shape[dimension] = radius;
    Tensor first = x.narrow(dimension, 0, 1).expand(shape);
    Tensor last = x.narrow(dimension, x.size(dimension) - 1, 1).expand(shape);
    return radius == 0 ? x : Ops.cat(List.of(first, x, last), dimension);
  }

  /** Coordinates from -1 to 1 along one axis, of size 1 along the others. */
  private static Tensor coordinates(Tensor x, int dimension) {
    int side = Math.toIntExact(x.size(dimension));
    float[] values = new float[side];
    for (int i = 0; i < side; i++) {
      values[i] = side == 1 ? 0 : 2f * i / (side - 1) - 1;
    }
    long[] shape = LongStream.range(0, x.dim()).map(d -> d == dimension ? side : 1).toArray();
    return Ops.tensor(values, shape);
  }

  private static double coefficient(double strength, RandomGenerator random) {
    return strength * (2 * random.nextDouble() - 1);
  }

  /** From {@code a} at factor 0 through {@code b} at 1 and beyond. */
  private static Tensor blended(Tensor a, Tensor b, double factor) {
    return a.add(Ops.times(b.sub(a), factor));
  }

  /** The colours turned about the grey axis (in the YIQ space of analogue television). */
  private static Tensor turned(Tensor x, double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double[][] toYiq = {GREY, {0.5959, -0.2746, -0.3213}, {0.2115, -0.5227, 0.3112}};
    double[][] turn = {{1, 0, 0}, {0, cos, -sin}, {0, sin, cos}};
    double[][] toRgb = {{1, 0.956, 0.619}, {1, -0.272, -0.647}, {1, -1.106, 1.703}};
    return mixed(x, product(toRgb, product(turn, toYiq)));
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  private static Tensor mixed(Tensor x, double[][] matrix) {
    List<Tensor> channels = new ArrayList<>();
    for (double[] row : matrix) {
      Tensor sum = Ops.times(x.narrow(1, 0, 1), row[0]);
      sum = Ops.plus(sum, x.narrow(1, 1, 1), row[1]);
      channels.add(Ops.plus(sum, x.narrow(1, 2, 1), row[2]));
    }
    return Ops.cat(channels, 1);
  }
}
