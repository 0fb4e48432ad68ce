package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The values that become 0 and 255 where volumes become pictures.
 *
 * @param low becomes 0, as all below it does
 * @param high becomes 255, as all above it does
 */
record IntensityWindow(float low, float high) {
  private static final int BYTE = 255;

  /** The parts of the samples that are cut off below and above. */
  private static final double CUT = 0.005;

  /**
   * Samples of 8 bit stay as they are; of others, half a hundredth is cut off at each end.
   *
   * @throws DataException if all samples are the same
   */
  static IntensityWindow of(float[] samples) {
    float[] sorted = samples.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    boolean whole = IntStream.range(0, sorted.length).allMatch(i -> sorted[i] % 1 == 0);
    if (whole && sorted[0] >= 0 && sorted[last] <= BYTE) {
      return new IntensityWindow(0, BYTE);
    }
    float low = sorted[(int) (CUT * last)];
    float high = sorted[(int) ((1 - CUT) * last)];
    if (!(high > low)) {
      throw new DataException(
          "nearly all values of these images are %s; check that they are images".formatted(low));
    }
    return new IntensityWindow(low, high);
  }

  Image apply(Image image) {
    float[] samples = image.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (samples[i] - low) / (high - low) * BYTE;
    }
    return new Image(image.grid(), image.channels(), BYTE, samples);
  }
}
