package io.github.handful.imaging;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What one pair contributes to an inspection.
 *
 * @param image facts of the image; empty where it cannot be read
 * @param classPixels pixels of each class; empty where the mask cannot be used
 * @param errors one sentence for each thing that is wrong
 */
record CaseFacts(
    Pair pair, Optional<ImageFacts> image, List<Long> classPixels, List<String> errors) {
  static final String GREY = "grey";
  static final String RGB = "RGB";
  static final String CHANNELS = " channels";
  static final String GREY_AS_RGB = "grey stored as RGB";

  /**
   * Facts of a decoded image.
   *
   * @param digest the same for images with the same pixels
   * @param channels one entry for each channel, one for grey stored as RGB
   * @param notes what reading did beyond taking the pixels
   */
  record ImageFacts(
      Grid grid,
      String kind,
      String sampleType,
      String digest,
      List<ChannelFacts> channels,
      List<String> notes) {}

  /** Extremes of all pixels, and evenly spaced pixels for percentiles. */
  record ChannelFacts(float minimum, float maximum, float[] spaced) {}

  /** Reads a pair and measures it; nothing that is wrong with the files stops it. */
  static CaseFacts of(Pair pair, LabelEncoding encoding, int spacedPixels) {
    List<String> errors = new ArrayList<>();
    Optional<Image> image = Optional.empty();
    Optional<LabelMap> labels = Optional.empty();
    try {
      image = Optional.of(pair.source().read());
    } catch (DataException e) {
      errors.add(e.getMessage());
    }
    try {
      labels = Optional.of(LabelFiles.read(pair.mask(), encoding));
      if (image.isPresent()) {
        pair.requireSameGrid();
      }
    } catch (DataException e) {
      labels = Optional.empty();
      errors.add(e.getMessage());
    }
    return new CaseFacts(
        pair,
        image.map(i -> facts(pair, i, spacedPixels)),
        labels.map(l -> classPixels(l, encoding.classes())).orElse(List.of()),
        errors);
  }

  /** Whether the mask is readable and has no pixel of any class but background. */
  boolean hasEmptyMask() {
    return !classPixels.isEmpty() && classPixels.stream().skip(1).allMatch(count -> count == 0);
  }

  private static ImageFacts facts(Pair pair, Image image, int spacedPixels) {
    String kind = kind(image);
    List<ChannelFacts> channels = new ArrayList<>();
    for (int c = 0; c < (kind.equals(GREY_AS_RGB) ? 1 : image.channels()); c++) {
      channels.add(channel(image, c, spacedPixels));
    }
    return new ImageFacts(
        image.grid(),
        kind,
        sampleType(image),
        digest(image),
        channels,
        VolumeFiles.isVolume(pair.image()) ? List.of() : ImageHeader.read(pair.image()).notes());
  }

  private static String kind(Image image) {
    if (image.channels() == 1) {
      return GREY;
    }
    if (image.channels() != 3 || image.grid().isVolume()) {
      return image.channels() + CHANNELS;
    }
    return hasEqualPlanes(image) ? GREY_AS_RGB : RGB;
  }

  private static boolean hasEqualPlanes(Image image) {
    int plane = image.grid().count();
    float[] samples = image.samples();
    for (int c = 1; c < image.channels(); c++) {
      if (!Arrays.equals(samples, 0, plane, samples, c * plane, (c + 1) * plane)) {
        return false;
      }
    }
    return true;
  }

  private static ChannelFacts channel(Image image, int c, int spacedPixels) {
    int plane = image.grid().count();
    float minimum = Float.POSITIVE_INFINITY;
    float maximum = Float.NEGATIVE_INFINITY;
    for (int i = c * plane; i < (c + 1) * plane; i++) {
      minimum = Math.min(minimum, image.samples()[i]);
      maximum = Math.max(maximum, image.samples()[i]);
    }
    float[] spaced = new float[Math.min(plane, spacedPixels)];
    for (int i = 0; i < spaced.length; i++) {
      spaced[i] = image.samples()[c * plane + (int) ((long) i * plane / spaced.length)];
    }
    return new ChannelFacts(minimum, maximum, spaced);
  }

  private static String sampleType(Image image) {
    if (image.maximum() == 1) {
      return image.grid().isVolume() ? "volume" : "floating point";
    }
    return Math.round(Math.log(image.maximum() + 1.0) / Math.log(2)) + " bit";
  }

  private static String digest(Image image) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer size = ByteBuffer.allocate(16);
      size.putInt(image.width()).putInt(image.height()).putInt(image.depth());
      size.putInt(image.channels());
      digest.update(size.array());
      ByteBuffer row = ByteBuffer.allocate(4 * image.width());
      for (int start = 0; start < image.samples().length; start += image.width()) {
        row.asFloatBuffer().put(image.samples(), start, image.width());
        digest.update(row.array());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static List<Long> classPixels(LabelMap labels, int classes) {
    long[] counts = new long[classes];
    for (byte label : labels.labels()) {
      counts[label & 0xff]++;
    }
    return Arrays.stream(counts).boxed().toList();
  }
}
