package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import java.util.Locale;
import java.util.Set;

/**
 * What the pixel data of a file is (PS3.3 section C.7.6.3), checked.
 *
 * @param samples 1 or 3 for each pixel
 * @param allocated bits of a sample in the file: 1, 8, 16, 32 or 64
 * @param planar whether the three colours follow one another instead of being interleaved
 */
record PixelFormat(
    int rows,
    int columns,
    int frames,
    int samples,
    int allocated,
    int stored,
    int highBit,
    boolean signed,
    boolean planar,
    boolean floating,
    String photometric) {
  private static final Set<String> COLOURS =
      Set.of("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT");

  /**
   * Reads the description, which must be complete.
   *
   * @throws DataException where it is contradictory or of a kind that is not read
   */
  static PixelFormat of(DicomFile file) {
    Attributes attributes = file.attributes();
    boolean doubles = attributes.has(Tag.DOUBLE_FLOAT_PIXEL_DATA);
    boolean floating = doubles || attributes.has(Tag.FLOAT_PIXEL_DATA);
    int allocated = floating ? doubles ? 64 : 32 : number(file, Tag.BITS_ALLOCATED, 1, 64);
    int stored = floating ? allocated : attributes.integer(Tag.BITS_STORED).orElse(allocated);
    PixelFormat format =
        new PixelFormat(
            number(file, Tag.ROWS, 1, 65535),
            number(file, Tag.COLUMNS, 1, 65535),
            attributes.has(Tag.NUMBER_OF_FRAMES)
                ? number(file, Tag.NUMBER_OF_FRAMES, 1, Integer.MAX_VALUE)
                : 1,
            attributes.integer(Tag.SAMPLES_PER_PIXEL).orElse(1),
            allocated,
            stored,
            floating ? allocated - 1 : attributes.integer(Tag.HIGH_BIT).orElse(stored - 1),
            attributes.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1,
            attributes.integer(Tag.PLANAR_CONFIGURATION).orElse(0) == 1,
            floating,
            attributes.text(Tag.PHOTOMETRIC_INTERPRETATION).orElse("MONOCHROME2"));
    format.check(file);
    return format;
  }

  private static int number(DicomFile file, Tag tag, int least, int most) {
    int value =
        file.attributes()
            .integer(tag)
            .orElseThrow(() -> file.damaged("it does not say its " + title(tag)));
    if (value < least || value > most) {
      throw file.damaged("its " + title(tag) + " is " + value);
    }
    return value;
  }

  private static String title(Tag tag) {
    return tag.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void check(DicomFile file) {
    boolean bits =
        floating
            || Set.of(1, 8, 16, 32).contains(allocated)
                && stored >= 1
                && highBit < allocated
                && stored <= highBit + 1;
    if (!bits) {
      throw new DataException(
          "%s has pixels of %d bits in %d (high bit %d), which are not read; convert it with \"gdcmconv --raw\"."
              .formatted(file.file(), stored, allocated, highBit));
    }
    boolean grey = samples == 1 && photometric.startsWith("MONOCHROME") || isPalette();
    if (!grey && !(samples == 3 && COLOURS.contains(photometric) && isColourDepth())) {
      throw new DataException(
          "%s has %d samples a pixel of kind %s, which are not read; convert it to MONOCHROME2 or RGB."
              .formatted(file.file(), samples, photometric.replaceAll("[^A-Z0-9_ ]", "?")));
    }
    if ((long) rows * columns * samples * Math.max(1, allocated / 8) > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "%s has frames of %d x %d pixels, more than one image can have; crop it."
              .formatted(file.file(), columns, rows));
    }
  }

  private boolean isColourDepth() {
    return !floating && (photometric.equals("RGB") || allocated <= 16);
  }

  boolean isPalette() {
    return samples == 1 && photometric.equals("PALETTE COLOR");
  }

  /** Channels of the image: 3 for colours, also from a palette. */
  int channels() {
    return isPalette() ? 3 : samples;
  }

  int pixels() {
    return rows * columns;
  }

  /** Bits of one frame without compression. */
  long frameBits() {
    // Two pixels share their chrominance: four samples for two pixels.
    int perPixel = photometric.equals("YBR_FULL_422") ? 2 : samples;
    return (long) pixels() * perPixel * allocated;
  }

  /** The stored bits of an allocated sample as a number. */
  int value(int raw) {
    if (stored == 32) {
      return raw;
    }
    int bits = raw >>> (highBit + 1 - stored);
    int unused = 32 - stored;
    return signed ? bits << unused >> unused : bits << unused >>> unused;
  }

  /** The least and greatest stored values together, of which MONOCHROME1 is the mirror. */
  double mirror() {
    return signed ? -1 : Math.pow(2, stored) - 1;
  }
}
