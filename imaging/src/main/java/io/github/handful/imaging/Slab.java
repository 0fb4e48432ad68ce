package io.github.handful.imaging;

import java.util.Arrays;

/**
 * A few slices of a scan whose mask is of the middle one, for networks of pictures that see the
 * slices around it as channels ("2.5-D").
 *
 * @param volume an odd number of slices of one channel, at least three
 * @param mask of the middle slice
 */
public record Slab(String id, Image volume, LabelMap mask) {
  private static final int CHANNELS = 3;

  /**
   * Reads a slab and its mask.
   *
   * @throws DataException where a file is unreadable, or image and mask are no slab
   */
  public static Slab read(Pair pair, LabelEncoding encoding) {
    Image volume = pair.source().read();
    LabelMap mask = LabelFiles.read(pair.mask(), encoding);
    boolean slab = volume.channels() == 1 && volume.depth() >= CHANNELS && volume.depth() % 2 == 1;
    boolean slice =
        mask.depth() == 1 && mask.width() == volume.width() && mask.height() == volume.height();
    if (!slab || !slice) {
      throw new DataException(
          "%s is %s with %d %s and its mask %s; a slab has an odd number of slices of one channel and a mask of the middle one."
              .formatted(
                  pair.image(),
                  volume.grid().describe(),
                  volume.channels(),
                  volume.channels() == 1 ? "channel" : "channels",
                  mask.grid().describe()));
    }
    return new Slab(pair.id(), volume, mask);
  }

  /** The slices before, at and after the middle as the three channels of a picture. */
  public Image picture() {
    int count = volume.width() * volume.height();
    int first = (volume.depth() / 2 - 1) * count;
    return new Image(
        volume.width(),
        volume.height(),
        CHANNELS,
        volume.maximum(),
        Arrays.copyOfRange(volume.samples(), first, first + CHANNELS * count));
  }
}
