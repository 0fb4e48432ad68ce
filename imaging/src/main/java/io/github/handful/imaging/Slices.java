package io.github.handful.imaging;

import java.util.Arrays;

/** The slices of a volume along the third axis of its file, as pictures. */
public final class Slices {
  private Slices() {}

  /** Slice {@code z}, from 0; all channels. */
  public static Image of(Image volume, int z) {
    int count = volume.width() * volume.height();
    float[] samples = new float[volume.channels() * count];
    for (int c = 0; c < volume.channels(); c++) {
      int from = (c * volume.depth() + z) * count;
      System.arraycopy(volume.samples(), from, samples, c * count, count);
    }
    return new Image(volume.width(), volume.height(), volume.channels(), volume.maximum(), samples);
  }

  /** Slice {@code z}, from 0. */
  public static LabelMap of(LabelMap volume, int z) {
    int count = volume.width() * volume.height();
    return new LabelMap(
        volume.width(),
        volume.height(),
        Arrays.copyOfRange(volume.labels(), z * count, (z + 1) * count));
  }
}
