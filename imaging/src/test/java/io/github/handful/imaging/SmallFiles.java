package io.github.handful.imaging;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes small image files whose every sample the tests know. */
final class SmallFiles {
  private SmallFiles() {}

  /** Encodes an image with Java's own writers. */
  static Path write(Path file, String format, BufferedImage image) {
    try {
      Files.createDirectories(file.getParent());
      if (!ImageIO.write(image, format, file.toFile())) {
        throw new AssertionError("no writer for " + format);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A grey PNG, one value for each pixel, row by row. */
  static Path greyPng(Path file, int width, int... values) {
    return write(file, "png", grey(width, values));
  }

  static BufferedImage grey(int width, int... values) {
    BufferedImage image =
        new BufferedImage(width, values.length / width, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, width, values.length / width, values);
    return image;
  }

  static BufferedImage grey16(int width, int... values) {
    BufferedImage image =
        new BufferedImage(width, values.length / width, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, width, values.length / width, values);
    return image;
  }

  /** One colour 0xRRGGBB for each pixel. */
  static BufferedImage rgb(int width, int... colours) {
    BufferedImage image =
        new BufferedImage(width, colours.length / width, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, colours.length / width, colours, 0, width);
    return image;
  }

  /** One palette index for each pixel; the palette has 0xRRGGBB entries. */
  static BufferedImage palette(int[] palette, int width, int... indices) {
    byte[][] entries = new byte[3][palette.length];
    for (int i = 0; i < palette.length; i++) {
      for (int c = 0; c < 3; c++) {
        entries[c][i] = (byte) (palette[i] >> (16 - 8 * c));
      }
    }
    IndexColorModel model =
        new IndexColorModel(8, palette.length, entries[0], entries[1], entries[2]);
    BufferedImage image =
        new BufferedImage(width, indices.length / width, BufferedImage.TYPE_BYTE_INDEXED, model);
    image.getRaster().setPixels(0, 0, width, indices.length / width, indices);
    return image;
  }

  /** Interleaved samples of 8 or 16 bit with alpha behind grey (2 bands) or colours (4 bands). */
  static BufferedImage withAlpha(int bits, int width, int bands, int... samples) {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(bands == 2 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            true,
            false,
            Transparency.TRANSLUCENT,
            bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
    int height = samples.length / bands / width;
    WritableRaster raster =
        Raster.createInterleavedRaster(model.getTransferType(), width, height, bands, null);
    raster.setPixels(0, 0, width, height, samples);
    return new BufferedImage(model, raster, false, null);
  }

  /** Puts an EXIF block with an orientation behind the start mark of a JPEG file. */
  static Path withOrientation(Path jpeg, int orientation, ByteOrder order) {
    ByteBuffer app1 = ByteBuffer.allocate(2 + 2 + 6 + 8 + 2 + 12 + 4);
    app1.putShort((short) 0xffe1).putShort((short) (app1.capacity() - 2));
    app1.put(new byte[] {'E', 'x', 'i', 'f', 0, 0});
    app1.order(order).putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949));
    app1.putShort((short) 42).putInt(8).putShort((short) 1);
    app1.putShort((short) 274).putShort((short) 3).putInt(1);
    app1.putShort((short) orientation).putShort((short) 0).putInt(0);
    try {
      byte[] original = Files.readAllBytes(jpeg);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(original, 0, 2);
      bytes.writeBytes(app1.array());
      bytes.write(original, 2, original.length - 2);
      return Files.write(jpeg, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An uncompressed TIFF file of grey pages of 32 bit floating point, each of one row.
   *
   * @param subfileType 0 for a page in its own right, 1 for a reduced copy of another
   */
  static Path floatTiff(Path file, ByteOrder order, int[] subfileType, float[]... pages) {
    int tags = 10;
    int directory = 2 + tags * 12 + 4;
    int size = 8;
    for (float[] page : pages) {
      size += directory + 4 * page.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(order);
    out.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949));
    out.putShort((short) 42).putInt(8);
    for (int p = 0; p < pages.length; p++) {
      int data = out.position() + directory;
      int next = p + 1 < pages.length ? data + 4 * pages[p].length : 0;
      out.putShort((short) tags);
      entry(out, 254, subfileType[p]);
      entry(out, 256, pages[p].length);
      entry(out, 257, 1);
      shortEntry(out, 258, 32);
      shortEntry(out, 259, 1);
      shortEntry(out, 262, 1);
      entry(out, 273, data);
      entry(out, 278, 1);
      entry(out, 279, 4 * pages[p].length);
      shortEntry(out, 339, 3);
      out.putInt(next);
      for (float sample : pages[p]) {
        out.putFloat(sample);
      }
    }
    return write(file, out.array());
  }

  private static void entry(ByteBuffer out, int tag, int value) {
    out.putShort((short) tag).putShort((short) 4).putInt(1).putInt(value);
  }

  private static void shortEntry(ByteBuffer out, int tag, int value) {
    out.putShort((short) tag).putShort((short) 3).putInt(1).putShort((short) value);
    out.putShort((short) 0);
  }
}
