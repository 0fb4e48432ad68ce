package io.github.handful.genseg;

import io.github.handful.imaging.AugmentationRange;
import io.github.handful.imaging.IntensityAugmentation;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The changes of colour, contrast, brightness, gamma and noise of {@link IntensityAugmentation}, as
 * differentiable functions of painted images N×C×… in [0, 1], each image with numbers of its own.
 */
final class IntensityJitter {
  /** Gamma has no slope at 0. */
  private static final double DARKEST = 1e-3;

  private final Tensor saturation;
  private final Tensor gain;
  private final Tensor contrast;
  private final Tensor brightness;
  private final Tensor gamma;
  private final Tensor noise;

  private IntensityJitter(
      Tensor saturation,
      Tensor gain,
      Tensor contrast,
      Tensor brightness,
      Tensor gamma,
      Tensor noise) {
    this.saturation = saturation;
    this.gain = gain;
    this.contrast = contrast;
    this.brightness = brightness;
    this.gamma = gamma;
    this.noise = noise;
  }

  /** Draws the numbers for a batch of {@code shape} N×C×…; they live in the open scope. */
  static IntensityJitter draw(
      IntensityAugmentation ranges, long[] shape, RandomGenerator random, Compute compute) {
    int n = (int) shape[0];
    int channels = (int) shape[1];
    float[] deviations = new float[n];
    for (int i = 0; i < n; i++) {
      deviations[i] =
          random.nextDouble() < ranges.noise() ? (float) ranges.noiseDeviation().draw(random) : 0;
    }
    float[] grains =
        new float[Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact))];
    for (int i = 0; i < grains.length; i++) {
      float deviation = deviations[i / (grains.length / n)];
      grains[i] = deviation == 0 ? 0 : deviation * (float) random.nextGaussian();
    }
    return new IntensityJitter(
        column(ranges, ranges.saturation(), 1, shape, 1, random, compute),
        column(ranges, ranges.channelGain(), 1, shape, channels, random, compute),
        column(ranges, ranges.contrast(), 1, shape, 1, random, compute),
        column(ranges, ranges.brightness(), 0, shape, 1, random, compute),
        column(ranges, ranges.gamma(), 1, shape, 1, random, compute),
        compute.place(Ops.tensor(grains, shape)));
  }

  /** Numbers for each image, of a range where they change anything, else {@code unchanged}. */
  private static Tensor column(
      IntensityAugmentation ranges,
      AugmentationRange range,
      double unchanged,
      long[] batch,
      int channels,
      RandomGenerator random,
      Compute compute) {
    long[] shape = new long[batch.length];
    Arrays.fill(shape, 1);
    shape[0] = batch[0];
    shape[1] = channels;
    float[] values = new float[(int) batch[0] * channels];
    for (int image = 0; image < batch[0]; image++) {
      AugmentationRange drawn = ranges.tones(random) ? range : AugmentationRange.only(unchanged);
      for (int channel = 0; channel < channels; channel++) {
        values[image * channels + channel] = (float) drawn.draw(random);
      }
    }
    return compute.place(Ops.tensor(values, shape));
  }

  Tensor apply(Tensor images) {
    Tensor coloured = images.size(1) == 3 ? coloured(images) : images;
    Tensor mean = Ops.mean(coloured, LongStream.range(1, images.dim()).toArray());
    Tensor toned = mean.add(coloured.sub(mean).mul(contrast)).add(brightness);
    Tensor bent = Ops.clamp(toned, DARKEST, 1).pow(gamma);
    return Ops.clamp(bent.add(noise), 0, 1);
  }

  private Tensor coloured(Tensor images) {
    Tensor gained = images.mul(gain);
    Tensor grey =
        Ops.times(gained.narrow(1, 0, 1), 0.299)
            .add(Ops.times(gained.narrow(1, 1, 1), 0.587))
            .add(Ops.times(gained.narrow(1, 2, 1), 0.114));
    return grey.add(gained.sub(grey).mul(saturation));
  }
}
