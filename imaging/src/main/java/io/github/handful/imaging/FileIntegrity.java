package io.github.handful.imaging;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.stream.ImageInputStream;

/**
 * Checks that an image file is complete, by the structure of its format. Decoders fill what is
 * missing with grey or black and at best warn, which would train on a wrong image.
 */
final class FileIntegrity {
  private static final int CHUNK = 1 << 16;

  private FileIntegrity() {}

  /**
   * Walks the file to its end mark.
   *
   * @throws DataException where the file is cut off, damaged or an animation
   */
  static void require(Path file, ImageFormat format, byte[] content) {
    try (ImageInputStream in = new ByteArrayImageInputStream(content)) {
      switch (format) {
        case PNG -> requirePng(in);
        case JPEG -> requireJpeg(in);
        case GIF -> requireGif(file, in);
        case TIFF, BMP -> {
          // Their headers say where the samples lie: ImageHeader has compared that with the length.
        }
      }
    } catch (EOFException e) {
      DataException cutOff = ImageHeader.cutOff(file, format);
      cutOff.initCause(e);
      throw cutOff;
    } catch (IOException e) {
      throw ImageHeader.damaged(file, format, e);
    }
  }

  /** Every chunk up to IEND, with the checksums of the critical ones. */
  private static void requirePng(ImageInputStream in) throws IOException {
    byte[] buffer = new byte[CHUNK];
    in.seek(8);
    while (true) {
      long length = in.readUnsignedInt();
      byte[] type = new byte[4];
      in.readFully(type);
      CRC32 crc = new CRC32();
      crc.update(type);
      for (long left = length; left > 0; ) {
        int part = (int) Math.min(left, CHUNK);
        in.readFully(buffer, 0, part);
        crc.update(buffer, 0, part);
        left -= part;
      }
      boolean critical = (type[0] & 0x20) == 0;
      if (in.readUnsignedInt() != crc.getValue() && critical) {
        throw new IOException("checksum wrong");
      }
      if (type[0] == 'I' && type[1] == 'E' && type[2] == 'N' && type[3] == 'D') {
        return;
      }
    }
  }

  /** An end mark (ff d9) after the start of the scan. */
  private static void requireJpeg(ImageInputStream in) throws IOException {
    in.seek(2);
    int marker = 0;
    while (marker != 0xda) {
      in.readUnsignedByte();
      marker = in.readUnsignedByte();
      long next = in.getStreamPosition() + (marker == 0xff ? -1 : in.readUnsignedShort());
      in.seek(next);
    }
    int previous = 0;
    while (true) {
      int current = in.readUnsignedByte();
      if (previous == 0xff && current == 0xd9) {
        return;
      }
      previous = current;
    }
  }

  /** One frame that fills the screen, with all its data blocks. */
  private static void requireGif(Path file, ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(6);
    int width = in.readUnsignedShort();
    int height = in.readUnsignedShort();
    int flags = in.readUnsignedByte();
    in.seek(13 + colourTable(flags));
    int frames = 0;
    while (true) {
      int block = in.readUnsignedByte();
      if (block == 0x3b) {
        break;
      } else if (block == 0x21) {
        in.readUnsignedByte();
      } else if (block == 0x2c) {
        frames++;
        in.readInt();
        boolean fills = in.readUnsignedShort() == width && in.readUnsignedShort() == height;
        if (frames > 1 || !fills) {
          throw new DataException(
              file + " is an animated GIF; save the frame that is meant as a PNG file.");
        }
        long table = colourTable(in.readUnsignedByte());
        in.seek(in.getStreamPosition() + table + 1);
      } else {
        throw new IOException("unknown block");
      }
      skipSubBlocks(in);
    }
  }

  private static void skipSubBlocks(ImageInputStream in) throws IOException {
    int length = in.readUnsignedByte();
    while (length > 0) {
      in.seek(in.getStreamPosition() + length);
      length = in.readUnsignedByte();
    }
  }

  private static long colourTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
  }
}
