package io.github.handful.imaging;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The orientation tag of EXIF and TIFF (tag 274, values 1 to 8): how the stored rows and columns
 * are to be turned for viewing. Annotation tools show the turned image, so masks fit that one.
 */
enum ExifOrientation {
  NORMAL,
  MIRRORED,
  ROTATED_180,
  FLIPPED,
  TRANSPOSED,
  ROTATED_90,
  TRANSVERSED,
  ROTATED_270;

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int ORIENTATION_TAG = 274;

  /** The orientation with the number of the standard; unknown numbers mean normal. */
  static ExifOrientation ofNumber(int number) {
    return number >= 1 && number <= 8 ? values()[number - 1] : NORMAL;
  }

  /** The orientation in the payload of a JPEG APP1 segment; normal where it says nothing. */
  static ExifOrientation ofApp1(byte[] payload) {
    if (!Arrays.equals(EXIF, Arrays.copyOf(payload, EXIF.length))) {
      return NORMAL;
    }
    ByteBuffer tiff = ByteBuffer.wrap(payload, EXIF.length, payload.length - EXIF.length).slice();
    try {
      tiff.order(tiff.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      tiff.position(tiff.getInt(4));
      int entries = tiff.getShort() & 0xffff;
      for (int i = 0; i < entries; i++) {
        int tag = tiff.getShort() & 0xffff;
        tiff.position(tiff.position() + 6);
        int number = tiff.getShort() & 0xffff;
        tiff.getShort();
        if (tag == ORIENTATION_TAG) {
          return ofNumber(number);
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // A damaged EXIF block says nothing about the pixels: they are shown as stored.
      return NORMAL;
    }
    return NORMAL;
  }

  /** Whether width and height change places. */
  boolean swapsAxes() {
    return ordinal() >= TRANSPOSED.ordinal();
  }

  /** The image as it is meant to be seen. */
  Image apply(Image stored) {
    if (this == NORMAL) {
      return stored;
    }
    int width = swapsAxes() ? stored.height() : stored.width();
    int height = swapsAxes() ? stored.width() : stored.height();
    float[] samples = new float[stored.samples().length];
    int i = 0;
    for (int c = 0; c < stored.channels(); c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          samples[i++] = stored.at(c, row(x, y, stored), column(x, y, stored));
        }
      }
    }
    return new Image(width, height, stored.channels(), stored.maximum(), samples);
  }

  private int column(int x, int y, Image stored) {
    return switch (this) {
      case NORMAL, FLIPPED -> x;
      case MIRRORED, ROTATED_180 -> stored.width() - 1 - x;
      case TRANSPOSED, ROTATED_90 -> y;
      case TRANSVERSED, ROTATED_270 -> stored.width() - 1 - y;
    };
  }

  private int row(int x, int y, Image stored) {
    return switch (this) {
      case NORMAL, MIRRORED -> y;
      case ROTATED_180, FLIPPED -> stored.height() - 1 - y;
      case TRANSPOSED, ROTATED_270 -> x;
      case ROTATED_90, TRANSVERSED -> stored.height() - 1 - x;
    };
  }
}
