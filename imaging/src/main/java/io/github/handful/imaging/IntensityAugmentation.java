package io.github.handful.imaging;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Ranges of the random changes of sharpness, colour, brightness and noise of an image. They act on
 * samples divided by the image's maximum: resolution and blur first, then colour, contrast,
 * brightness and gamma, noise last. The result is clamped to 0..maximum.
 *
 * <p>Each channel of a volume is a sequence of its own: contrast, brightness and gamma are drawn
 * for each, and no colours are mixed. Where one spacing is more than three times another, no
 * resolution is lost across the thick slices.
 *
 * @param toning probability of each of the changes of brightness, contrast, gamma, saturation and
 *     channel gain; 1 makes all of them in every image
 * @param brightness added to every sample
 * @param contrast factor of the difference to the mean of the picture, or of a volume's channel
 * @param gamma exponent of the samples, above 0
 * @param saturation factor of the difference to the pixel's grey; colour pictures only
 * @param channelGain factor of each channel on its own; colour pictures only
 * @param noise probability of Gaussian noise
 * @param noiseDeviation standard deviation of the noise, not below 0
 * @param blur probability of a Gaussian blur
 * @param blurSigma standard deviation of the blur in pixels, from 0 to 10; in a volume in voxels of
 *     the finest axis, and as many millimetres along the others
 * @param lowResolution probability of losing resolution
 * @param resolution part of the pixels that are left along each axis, above 0 and at most 1, where
 *     resolution is lost
 */
public record IntensityAugmentation(
    double toning,
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
    AugmentationRange.requireProbability(toning, "toning");
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
        1,
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
    return new IntensityAugmentation(1, zero, one, one, one, one, 0, zero, 0, zero, 0, one);
  }

  /** These changes, but each of brightness, contrast and colour only with this probability. */
  public IntensityAugmentation withToning(double probability) {
    return new IntensityAugmentation(
        probability,
        brightness,
        contrast,
        gamma,
        saturation,
        channelGain,
        noise,
        noiseDeviation,
        blur,
        blurSigma,
        lowResolution,
        resolution);
  }

  /** Whether a change of brightness, contrast or colour is made; certain ones take no number. */
  public boolean tones(RandomGenerator random) {
    return toning == 1 || random.nextDouble() < toning;
  }

  /** The image with random changes. */
  Image apply(Image image, RandomGenerator random) {
    Image sharpness = image;
    if (random.nextDouble() < lowResolution) {
      sharpness = coarsen(image, random);
    }
    float[] samples = sharpness.samples().clone();
    if (random.nextDouble() < blur) {
      blur(samples, image.grid(), blurSigma.draw(random));
    }
    boolean volume = image.grid().isVolume();
    if (image.channels() == 3 && !volume) {
      colour(samples, random);
    }
    int toned = volume ? image.grid().count() : samples.length;
    for (int from = 0; from < samples.length; from += toned) {
      tone(samples, from, from + toned, image.maximum(), random);
    }
    if (random.nextDouble() < noise) {
      float deviation = (float) noiseDeviation.draw(random) * image.maximum();
      for (int i = 0; i < samples.length; i++) {
        samples[i] += deviation * (float) random.nextGaussian();
      }
      clamp(samples, 0, samples.length, image.maximum());
    }
    return new Image(image.grid(), image.channels(), image.maximum(), samples);
  }

  private Image coarsen(Image image, RandomGenerator random) {
    Grid grid = image.grid();
    int[] size = {grid.width(), grid.height(), grid.depth()};
    for (int axis : MovementAxes.of(grid).moving()) {
      size[axis] = Math.max(1, (int) Math.round(size[axis] * resolution.draw(random)));
    }
    return Resampling.resize(Resampling.resize(image, size[0], size[1], size[2]), grid);
  }

  private void colour(float[] samples, RandomGenerator random) {
    float keep = tones(random) ? (float) saturation.draw(random) : 1;
    AugmentationRange gain = tones(random) ? channelGain : AugmentationRange.only(1);
    float red = (float) gain.draw(random);
    float green = (float) gain.draw(random);
    float blue = (float) gain.draw(random);
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

  /** Changes the samples from {@code from} to before {@code to}. */
  private void tone(float[] samples, int from, int to, float maximum, RandomGenerator random) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += samples[i];
    }
    double slope = tones(random) ? contrast.draw(random) : 1;
    double added = tones(random) ? brightness.draw(random) : 0;
    double offset = (1 - slope) * sum / (to - from) + added * maximum;
    for (int i = from; i < to; i++) {
      samples[i] = (float) slope * samples[i] + (float) offset;
    }
    clamp(samples, from, to, maximum);
    double exponent = tones(random) ? gamma.draw(random) : 1;
    if (exponent != 1) {
      gamma(samples, from, to, maximum, exponent);
    }
  }

  /** A power function read from a table, because {@link Math#pow} costs more than all the rest. */
  private static void gamma(float[] samples, int from, int to, float maximum, double exponent) {
    float[] table = new float[CURVE_STEPS + 2];
    for (int i = 0; i <= CURVE_STEPS; i++) {
      table[i] = (float) (maximum * Math.pow((double) i / CURVE_STEPS, exponent));
    }
    table[CURVE_STEPS + 1] = maximum;
    float perStep = CURVE_STEPS / maximum;
    for (int i = from; i < to; i++) {
      float position = samples[i] * perStep;
      int step = (int) position;
      samples[i] = table[step] + (position - step) * (table[step + 1] - table[step]);
    }
  }

  private static void clamp(float[] samples, int from, int to, float maximum) {
    for (int i = from; i < to; i++) {
      samples[i] = Math.max(0, Math.min(maximum, samples[i]));
    }
  }

  /** Blurs every channel in place along one axis after another; border voxels are repeated. */
  private static void blur(float[] samples, Grid grid, double sigma) {
    List<Double> spacing = grid.placement().spacing();
    double finest = Math.min(spacing.get(0), spacing.get(1));
    if (grid.isVolume()) {
      finest = Math.min(finest, spacing.get(2));
    }
    int stride = 1;
    for (int axis = 0; axis < (grid.isVolume() ? 3 : 2); axis++) {
      blur(samples, stride, grid.size(axis), sigma * finest / spacing.get(axis));
      stride *= grid.size(axis);
    }
  }

  /** Blurs all lines of {@code count} samples that are {@code stride} apart. */
  private static void blur(float[] samples, int stride, int count, double sigma) {
    if (sigma < SHARP) {
      return;
    }
    float[] kernel = gaussian(sigma);
    float[] line = new float[count + kernel.length - 1];
    for (int block = 0; block < samples.length; block += stride * count) {
      for (int start = block; start < block + stride; start++) {
        convolve(samples, start, stride, count, kernel, line);
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

  /** Convolves the line of {@code count} samples from {@code start} with the help of a buffer. */
  private static void convolve(
      float[] samples, int start, int stride, int count, float[] kernel, float[] line) {
    int radius = kernel.length / 2;
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
