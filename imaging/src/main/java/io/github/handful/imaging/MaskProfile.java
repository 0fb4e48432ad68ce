package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the values of one mask file say about its encoding.
 *
 * @param values pixels of each grey value; empty where the mask has colours
 * @param colours pixels of each colour 0xRRGGBB
 * @param indices the colour of each palette index in use; empty where there is no palette
 * @param between pixels with both a smaller and a larger value next to them, the mark of smoothing
 * @param middle pixels that have neither the smallest nor the largest value of the file
 */
record MaskProfile(
    Path file,
    NavigableMap<Float, Long> values,
    Map<Integer, Long> colours,
    NavigableMap<Integer, Integer> indices,
    boolean lossy,
    long between,
    long middle) {
  private static final int MAX_VALUES = 4096;

  /** JPEG shifts the chroma of grey pixels by some steps. */
  private static final float LOSSY_CHROMA = 32;

  /**
   * Reads a mask and counts its values.
   *
   * @throws DataException where it cannot be read or has as many values as a photograph
   */
  static MaskProfile of(Path file) {
    DecodedImage decoded = LabelFiles.decode(file);
    Optional<Image> grey = grey(decoded);
    NavigableMap<Float, Long> values = grey.map(g -> count(file, g)).orElseGet(TreeMap::new);
    boolean edges = values.size() > 2;
    long middle = 0;
    long between = 0;
    if (edges && grey.isPresent()) {
      middle =
          values.subMap(values.firstKey(), false, values.lastKey(), false).values().stream()
              .mapToLong(Long::longValue)
              .sum();
      between = between(grey.get());
    }
    return new MaskProfile(
        file,
        values,
        colours(file, decoded.image()),
        indices(decoded),
        decoded.lossy(),
        between,
        middle);
  }

  /** The grey values of a mask, also where they are stored as equal red, green and blue. */
  static Optional<Image> grey(DecodedImage decoded) {
    Image image = decoded.image();
    if (image.channels() == 1) {
      return Optional.of(image);
    }
    int plane = image.grid().count();
    float[] samples = image.samples();
    float tolerance = decoded.lossy() ? LOSSY_CHROMA : 0;
    float[] grey = new float[plane];
    for (int i = 0; i < plane; i++) {
      float red = samples[i];
      float green = samples[plane + i];
      float blue = samples[2 * plane + i];
      float chroma = Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
      if (chroma > tolerance) {
        return Optional.empty();
      }
      grey[i] = green;
    }
    return Optional.of(new Image(image.grid(), 1, image.maximum(), grey));
  }

  /** The colour 0xRRGGBB of pixel {@code i}, 16-bit values by their upper byte. */
  static int colour(Image image, int i) {
    int plane = image.grid().count();
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      float sample = image.samples()[image.channels() == 1 ? i : c * plane + i];
      int value = image.maximum() > 255 ? (int) (sample / 257) : (int) sample;
      rgb = rgb << 8 | (value & 0xff);
    }
    return rgb;
  }

  private static NavigableMap<Float, Long> count(Path file, Image grey) {
    float[] samples = grey.samples();
    NavigableMap<Float, Long> counts = new TreeMap<>();
    int start = 0;
    for (int i = 1; i <= samples.length; i++) {
      if (i == samples.length || samples[i] != samples[start]) {
        counts.merge(samples[start], (long) (i - start), Long::sum);
        start = i;
        if (counts.size() > MAX_VALUES) {
          throw notAMask(file, "thousands of grey values");
        }
      }
    }
    return counts;
  }

  private static Map<Integer, Long> colours(Path file, Image image) {
    Map<Integer, Long> colours = new HashMap<>();
    int pixels = image.grid().count();
    int start = 0;
    int current = colour(image, 0);
    for (int i = 1; i <= pixels; i++) {
      int next = i < pixels ? colour(image, i) : -1;
      if (next == current) {
        continue;
      }
      colours.merge(current, (long) (i - start), Long::sum);
      start = i;
      current = next;
      if (colours.size() > MAX_VALUES) {
        throw notAMask(file, "thousands of colours");
      }
    }
    return colours;
  }

  private static NavigableMap<Integer, Integer> indices(DecodedImage decoded) {
    NavigableMap<Integer, Integer> used = new TreeMap<>();
    decoded
        .indices()
        .ifPresent(
            indices -> {
              for (int i = 0; i < indices.samples().length; i++) {
                int index = (int) indices.samples()[i];
                if (!used.containsKey(index)) {
                  used.put(index, colour(decoded.image(), i));
                }
              }
            });
    return used;
  }

  private static long between(Image grey) {
    long between = 0;
    for (int z = 0; z < grey.depth(); z++) {
      for (int y = 0; y < grey.height(); y++) {
        for (int x = 0; x < grey.width(); x++) {
          between += isBetween(grey, z, y, x) ? 1 : 0;
        }
      }
    }
    return between;
  }

  private static boolean isBetween(Image grey, int z, int y, int x) {
    float centre = grey.at(0, z, y, x);
    boolean lower = false;
    boolean higher = false;
    for (int v = Math.max(0, y - 1); v <= Math.min(grey.height() - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(grey.width() - 1, x + 1); u++) {
        lower |= grey.at(0, z, v, u) < centre;
        higher |= grey.at(0, z, v, u) > centre;
      }
    }
    return lower && higher;
  }

  static DataException notAMask(Path file, String found) {
    return new DataException(
        "%s has %s and does not look like a mask; give masks as PNG files with one value or colour for each class."
            .formatted(file, found));
  }
}
