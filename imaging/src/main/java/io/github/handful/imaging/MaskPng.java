package io.github.handful.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes predictions as PNG files on the grid of their image. A file appears whole or not at all.
 */
public final class MaskPng {
  private static final int CLASSES = 256;
  private static final int SHORT = 65_535;

  private MaskPng() {}

  /**
   * Writes classes: as 0 and 255 in grey where the model has two, otherwise as a palette image
   * whose index is the class, so that all files of one model are of one kind.
   *
   * @param classes the number of classes of the model, background included
   * @throws DataException where the file cannot be written
   */
  public static void write(Path file, LabelMap labels, int classes) {
    AtomicFile.write(file, encode(labels, classes));
  }

  /** The same file as its bytes. */
  public static byte[] encode(LabelMap labels, int classes) {
    for (byte label : labels.labels()) {
      if ((label & 0xff) >= classes) {
        throw new IllegalArgumentException("class " + (label & 0xff) + " of only " + classes);
      }
    }
    boolean binary = classes <= 2;
    int width = labels.width();
    BufferedImage image =
        binary
            ? new BufferedImage(width, labels.height(), BufferedImage.TYPE_BYTE_GRAY)
            : new BufferedImage(width, labels.height(), BufferedImage.TYPE_BYTE_INDEXED, palette());
    int[] row = new int[width];
    for (int y = 0; y < labels.height(); y++) {
      for (int x = 0; x < width; x++) {
        row[x] = binary ? 255 * labels.at(y, x) : labels.at(y, x);
      }
      image.getRaster().setPixels(0, y, width, 1, row);
    }
    return encode(image);
  }

  /**
   * Writes probabilities of 0 to 1, row by row, as 16-bit grey of 0 to 65535; values outside are
   * clamped.
   *
   * @throws DataException where the file cannot be written
   */
  public static void write16(Path file, int width, int height, float[] probability) {
    if ((long) width * height != probability.length) {
      throw new IllegalArgumentException(
          probability.length + " probabilities do not fill " + width + "x" + height);
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
    short[] samples = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(SHORT * Math.min(1, Math.max(0, probability[i])));
    }
    AtomicFile.write(file, encode(image));
  }

  /** The image as the bytes of a PNG file. */
  static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", new MemoryCacheImageOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static IndexColorModel palette() {
    byte[] red = new byte[CLASSES];
    byte[] green = new byte[CLASSES];
    byte[] blue = new byte[CLASSES];
    for (int k = 0; k < CLASSES; k++) {
      int rgb = ClassColours.of(k);
      red[k] = (byte) (rgb >> 16);
      green[k] = (byte) (rgb >> 8);
      blue[k] = (byte) rgb;
    }
    return new IndexColorModel(8, CLASSES, red, green, blue);
  }
}
