package io.github.handful.imaging;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Reads masks as classes, by an encoding that is inferred once for a whole data set. */
public final class LabelFiles {
  private LabelFiles() {}

  /**
   * Finds out what the values of these masks mean, from all of them together: one mask alone may
   * lack a class.
   *
   * @throws DataException where a mask is unreadable or looks like a photograph, or the list is
   *     empty
   */
  public static LabelEncoding infer(List<Path> masks) {
    return infer(masks, Collections.emptySortedSet());
  }

  /** As {@link #infer(List)}, with class values that the data set names itself. */
  static LabelEncoding infer(List<Path> masks, SortedSet<Integer> declared) {
    if (masks.isEmpty()) {
      throw new DataException("There is no mask to learn the classes from; add labelled images.");
    }
    return LabelInference.infer(masks.stream().map(MaskProfile::of).toList(), declared);
  }

  /**
   * Reads one mask.
   *
   * @throws DataException where the file is unreadable, or has a value that the encoding lacks
   */
  public static LabelMap read(Path file, LabelEncoding encoding) {
    DecodedImage decoded = decode(file);
    Image image = decoded.image();
    byte[] labels;
    if (encoding instanceof LabelEncoding.Binary binary) {
      labels = aboveThreshold(file, grey(file, decoded).samples(), binary);
    } else if (encoding instanceof LabelEncoding.Indexed indexed) {
      labels = positions(file, grey(file, decoded).samples(), indexed.values(), "value %s");
    } else if (encoding instanceof LabelEncoding.PaletteIndex palette) {
      Image indices = decoded.indices().orElseGet(() -> grey(file, decoded));
      labels = positions(file, indices.samples(), palette.indices(), "palette index %s");
    } else {
      List<Integer> colours = ((LabelEncoding.Colours) encoding).colours();
      float[] rgb = new float[image.grid().count()];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = MaskProfile.colour(image, i);
      }
      labels = positions(file, rgb, colours, "colour number %s");
    }
    return new LabelMap(image.grid(), labels);
  }

  /**
   * A mask before its values are read as classes.
   *
   * @throws DataException where it is unreadable, or a volume of anything but whole numbers
   */
  static DecodedImage decode(Path file) {
    if (!VolumeFiles.isVolume(file)) {
      return ImageDecoder.decode(file);
    }
    return new DecodedImage(VolumeFiles.readLabels(file), Optional.empty(), false);
  }

  private static byte[] aboveThreshold(Path file, float[] values, LabelEncoding.Binary encoding) {
    float low = (float) encoding.low();
    float high = (float) encoding.high();
    boolean exact = encoding.reading() == LabelEncoding.Reading.TWO_VALUES && low != high;
    byte[] labels = new byte[values.length];
    for (int i = 0; i < labels.length; i++) {
      if (exact && values[i] != low && values[i] != high) {
        throw unknownValue(file, "value " + new BigDecimal(values[i]).toPlainString());
      }
      labels[i] = (byte) (values[i] > encoding.threshold() ? 1 : 0);
    }
    return labels;
  }

  /** The place of each value in the list of known ones; 24-bit colours are exact in a float. */
  private static byte[] positions(
      Path file, float[] values, List<? extends Number> known, String format) {
    Map<Float, Byte> classes = new HashMap<>();
    for (int k = 0; k < known.size(); k++) {
      classes.put(known.get(k).floatValue(), (byte) k);
    }
    byte[] labels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      if (i > 0 && values[i] == values[i - 1]) {
        labels[i] = labels[i - 1];
        continue;
      }
      Byte label = classes.get(values[i]);
      if (label == null) {
        throw unknownValue(file, format.formatted(new BigDecimal(values[i]).toPlainString()));
      }
      labels[i] = label;
    }
    return labels;
  }

  private static DataException unknownValue(Path file, String value) {
    return new DataException(
        "%s has the %s, which no class of this data set has; correct the mask."
            .formatted(file, value));
  }

  private static Image grey(Path file, DecodedImage decoded) {
    return MaskProfile.grey(decoded)
        .orElseThrow(
            () ->
                new DataException(
                    file
                        + " is a colour image, and the masks of this data set are grey; save it as they are."));
  }
}
