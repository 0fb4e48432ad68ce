package io.github.handful.imaging;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageMetadata;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What ImageJ writes into the description of the first page of a TIFF stack: how the pages are
 * ordered (channels fastest, then slices, then frames) and how large a voxel is.
 *
 * @param images the pages that the file should have, or 0 where it does not say
 * @param spacing millimetres along x, y and z; 1 where no unit is given
 */
record ImageJStack(int images, int channels, int frames, double[] spacing) {
  private static final int DESCRIPTION = 270;
  private static final int X_RESOLUTION = 282;
  private static final int Y_RESOLUTION = 283;

  /**
   * Reads the description; a file of another program is one channel and one frame.
   *
   * @throws DataException where ImageJ's description is damaged or its unit unknown
   */
  static ImageJStack of(Path file, TIFFImageMetadata metadata) {
    double[] spacing = {1, 1, 1};
    String text = value(metadata, DESCRIPTION).map(Object::toString).orElse("");
    if (!text.startsWith("ImageJ=")) {
      return new ImageJStack(0, 1, 1, spacing);
    }
    Map<String, String> fields = new HashMap<>();
    for (String line : text.split("[\\r\\n\\x00]+")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        fields.put(line.substring(0, equals).trim(), line.substring(equals + 1).trim());
      }
    }
    double unit = millimetres(file, fields.getOrDefault("unit", "pixel"));
    if (unit > 0) {
      spacing[0] = unit / resolution(metadata, X_RESOLUTION);
      spacing[1] = unit / resolution(metadata, Y_RESOLUTION);
      spacing[2] = unit * Math.abs(number(file, fields, "spacing"));
    }
    return new ImageJStack(
        (int) number(file, fields, "images"),
        (int) number(file, fields, "channels"),
        (int) number(file, fields, "frames"),
        spacing);
  }

  private static double number(Path file, Map<String, String> fields, String name) {
    try {
      return Double.parseDouble(fields.getOrDefault(name, "1"));
    } catch (NumberFormatException e) {
      throw VolumeFormat.TIFF.damaged(file, name + " is '" + fields.get(name) + "'");
    }
  }

  /** Pixels for each unit. */
  private static double resolution(TIFFImageMetadata metadata, int tag) {
    return value(metadata, tag)
        .filter(Number.class::isInstance)
        .map(n -> ((Number) n).doubleValue())
        .orElse(1.0);
  }

  private static Optional<Object> value(TIFFImageMetadata metadata, int tag) {
    return Optional.ofNullable(metadata.getTIFFField(tag)).map(Entry::getValue);
  }

  /** Millimetres in a unit; 0 where there is none. */
  private static double millimetres(Path file, String unit) {
    return switch (unit.toLowerCase(Locale.ROOT).replace("\\u00b5", "u").replace('µ', 'u')) {
      case "", "pixel", "pixels", "voxel" -> 0;
      case "mm", "millimeter", "millimetre" -> 1;
      case "cm", "centimeter" -> 10;
      case "m", "meter", "metre" -> 1000;
      case "um", "micron", "microns", "micrometer" -> 0.001;
      case "nm", "nanometer" -> 1e-6;
      case "inch", "inches", "in" -> 25.4;
      default ->
          throw new DataException(
              "%s has the unknown unit of length '%s'; set the voxel size in mm and save it again."
                  .formatted(file, unit));
    };
  }
}
