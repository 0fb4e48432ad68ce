package io.github.handful.imaging;

import java.util.random.RandomGenerator;

/**
 * Ranges of the random changes of sharpness, colour, brightness and noise of an image. They act on
 * samples divided by the image's maximum: resolution and blur first, then colour, contrast,
 * brightness and gamma, noise last. The result is clamped to 0..maximum.
 *
 * @param brightness added to every sample
 * @param contrast factor of the difference to the mean of the image
 * @param gamma exponent of the samples, above 0
 * @param saturation factor of the difference to the pixel's grey; three channels only
 * @param channelGain factor of each channel on its own; three channels only
 * @param noise probability of Gaussian noise
 * @param noiseDeviation standard deviation of the noise, not below 0
 * @param blur probability of a Gaussian blur
 * @param blurSigma standard deviation of the blur in pixels, from 0 to 10
 * @param lowResolution probability of losing resolution
 * @param resolution part of the pixels that are left along x and along y, above 0 and at most 1,
 *     where resolution is lost
 */
public record IntensityAugmentation(
    AugmentationRange brightness,
    AugmentationRange contrast,
    AugmentationRange gamma,
    AugmentationRange saturation,
    AugmentationRange channelGain,
    double noise,
    AugmentationRange noiseDeviation,
    double blur,
    AugmentationRange blurSigma,
    double lowResolution,
    AugmentationRange resolution) {

  /** Steps of the table of a gamma curve. */
  private static final int CURVE_STEPS = 1024;

  /** A blur this narrow, in pixels, changes no sample: the neighbours' weight is below 1e-21. */
  private static final double SHARP = 0.1;

  public IntensityAugmentation {
    gamma.requirePositive("gamma");
    AugmentationRange.requireProbability(noise, "noise");
    AugmentationRange.requireProbability(blur, "blur");
    AugmentationRange.requireProbability(lowResolution, "lowResolution");
    blurSigma.requireWithin(10, "blurSigma");
    resolution.requirePositive("resolution").requireWithin(1, "resolution");
    if (noiseDeviation.least() < 0 || blurSigma.least() < 0) {
      throw new IllegalArgumentException(
          "a standard deviation must not be below 0, got "
              + Math.min(noiseDeviation.least(), blurSigma.least()));
    }
  }

  /** Strong ranges that leave what a picture shows recognisable. */
  public static IntensityAugmentation standard() {
    return new IntensityAugmentation(
        AugmentationRange.plusMinus(0.15),
        new AugmentationRange(0.7, 1.4),
        new AugmentationRange(0.7, 1.5),
        new AugmentationRange(0.7, 1.3),
        new AugmentationRange(0.9, 1.1),
        0.3,
        new AugmentationRange(0, 0.05),
        0.2,
        new AugmentationRange(0, 1),
        0.15,
        new AugmentationRange(0.5, 1));
  }

  /** Changes nothing but samples outside 0..maximum, which are clamped. */
  public static IntensityAugmentation none() {
    AugmentationRange zero = AugmentationRange.only(0);
    AugmentationRange one = AugmentationRange.only(1);
    return new IntensityAugmentation(zero, one, one, one, one, 0, zero, 0, zero, 0, one);
  }

  /** The image with random changes. */
  Image apply(Image image, RandomGenerator random) {
    Image sharpness = image;
    if (random.nextDouble() < lowResolution) {
      sharpness = coarsen(image, resolution.draw(random), resolution.draw(random));
    }
    float[] samples = sharpness.samples().clone();
    if (random.nextDouble() < blur) {
      blur(samples, image, blurSigma.draw(random));
    }
    if (image.channels() == 3) {
      colour(samples, random);
    }
    tone(samples, image.maximum(), random);
    if (random.nextDouble() < noise) {
      float deviation = (float) noiseDeviation.draw(random) * image.maximum();
      for (int i = 0; i < samples.length; i++) {
        samples[i] += deviation * (float) random.nextGaussian();
      }
      clamp(samples, image.maximum());
    }
    return new Image(image.width(), image.height(), image.channels(), image.maximum(), samples);
  }

  private static Image coarsen(Image image, double partOfWidth, double partOfHeight) {
    int width = Math.max(1, (int) Math.round(image.width() * partOfWidth));
    int height = Math.max(1, (int) Math.round(image.height() * partOfHeight));
    return Resampling.resize(
        Resampling.resize(image, width, height), image.width(), image.height());
  }

  private void colour(float[] samples, RandomGenerator random) {
    float keep = (float) saturation.draw(random);
    float red = (float) channelGain.draw(random);
    float green = (float) channelGain.draw(random);
    float blue = (float) channelGain.draw(random);
    int plane = samples.length / 3;
    for (int i = 0; i < plane; i++) {
      float r = red * samples[i];
      float g = green * samples[plane + i];
      float b = blue * samples[2 * plane + i];
      float grey = (1 - keep) * (0.299f * r + 0.587f * g + 0.114f * b);
      samples[i] = keep * r + grey;
      samples[plane + i] = keep * g + grey;
      samples[2 * plane + i] = keep * b + grey;
    }
  }

  private void tone(float[] samples, float maximum, RandomGenerator random) {
    double sum = 0;
    for (float sample : samples) {
      sum += sample;
    }
    double slope = contrast.draw(random);
    double offset = (1 - slope) * sum / samples.length + brightness.draw(random) * maximum;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) slope * samples[i] + (float) offset;
    }
    clamp(samples, maximum);
    double exponent = gamma.draw(random);
    if (exponent != 1) {
      gamma(samples, maximum, exponent);
    }
  }

  /** A power function read from a table, because {@link Math#pow} costs more than all the rest. */
  private static void gamma(float[] samples, float maximum, double exponent) {
    float[] table = new float[CURVE_STEPS + 2];
    for (int i = 0; i <= CURVE_STEPS; i++) {
      table[i] = (float) (maximum * Math.pow((double) i / CURVE_STEPS, exponent));
    }
    table[CURVE_STEPS + 1] = maximum;
    float perStep = CURVE_STEPS / maximum;
    for (int i = 0; i < samples.length; i++) {
      float position = samples[i] * perStep;
      int step = (int) position;
      samples[i] = table[step] + (position - step) * (table[step + 1] - table[step]);
    }
  }

  private static void clamp(float[] samples, float maximum) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.max(0, Math.min(maximum, samples[i]));
    }
  }

  /** Blurs every plane in place, along x and then along y; border pixels are repeated outwards. */
  private static void blur(float[] samples, Image image, double sigma) {
    if (sigma < SHARP) {
      return;
    }
    float[] kernel = gaussian(sigma);
    int width = image.width();
    int height = image.height();
    for (int row = 0; row < height * image.channels(); row++) {
      convolve(samples, row * width, 1, width, kernel);
    }
    for (int c = 0; c < image.channels(); c++) {
      for (int x = 0; x < width; x++) {
        convolve(samples, c * width * height + x, width, height, kernel);
      }
    }
  }

  private static float[] gaussian(double sigma) {
    int radius = (int) Math.ceil(3 * sigma);
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int k = -radius; k <= radius; k++) {
      weights[k + radius] = Math.exp(-0.5 * k * k / (sigma * sigma));
      sum += weights[k + radius];
    }
    float[] kernel = new float[weights.length];
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] = (float) (weights[k] / sum);
    }
    return kernel;
  }

  /** Convolves the line of {@code count} samples from {@code start}, {@code stride} apart. */
  private static void convolve(float[] samples, int start, int stride, int count, float[] kernel) {
    int radius = kernel.length / 2;
    float[] line = new float[count + 2 * radius];
    for (int i = 0; i < line.length; i++) {
      line[i] = samples[start + stride * Math.max(0, Math.min(count - 1, i - radius))];
    }
    for (int i = 0; i < count; i++) {
      float sum = 0;
      for (int k = 0; k < kernel.length; k++) {
        sum += kernel[k] * line[i + k];
      }
      samples[start + stride * i] = sum;
    }
  }
}
