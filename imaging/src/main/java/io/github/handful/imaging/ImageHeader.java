package io.github.handful.imaging;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * What the first bytes of an image file promise, checked against the length of the file before any
 * pixel is allocated.
 *
 * @param width columns as stored, before the orientation is applied
 * @param height rows as stored
 * @param tiffPages every page of a TIFF file, empty for the other formats
 */
record ImageHeader(
    ImageFormat format,
    int width,
    int height,
    ExifOrientation orientation,
    List<TiffPage> tiffPages) {
  private static final long MAX_PIXELS = 1L << 28;

  /** Deflate packs at most 1032 bytes into one. */
  private static final long MAX_DEFLATE_RATIO = 1032;

  /**
   * Reads the header.
   *
   * @throws DataException where the file is no image, or its header is damaged or absurd
   */
  static ImageHeader read(Path file) {
    ImageFormat format = ImageFormat.of(file);
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      return switch (format) {
        case PNG -> png(file, in);
        case JPEG -> jpeg(file, in);
        case TIFF -> tiff(file, in);
        case BMP -> bmp(file, in);
        case GIF -> gif(file, in);
      };
    } catch (EOFException e) {
      throw new DataException(
          file + " is cut off inside its " + format + " header; copy it again from its source.", e);
    } catch (IOException e) {
      throw damaged(file, format, e);
    }
  }

  /** Columns and rows as the image is meant to be seen. */
  Grid grid() {
    return orientation.swapsAxes() ? Grid.of(height, width) : Grid.of(width, height);
  }

  /** What reading does beyond taking the pixels, for people to know. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (orientation != ExifOrientation.NORMAL) {
      notes.add("Orientation tags are applied, as viewers do");
    }
    if (tiffPages.size() > 1) {
      notes.add("Further pages of TIFF files, thumbnails or copies, are left out");
    }
    return notes;
  }

  private static ImageHeader png(Path file, ImageInputStream in) throws IOException {
    in.seek(8);
    if (in.readInt() != 13 || in.readInt() != 0x49484452) {
      throw new IOException("no IHDR chunk");
    }
    long width = in.readUnsignedInt();
    long height = in.readUnsignedInt();
    int bits = in.readUnsignedByte();
    long least = (width * bits + 7) / 8 * height / MAX_DEFLATE_RATIO;
    return checked(file, ImageFormat.PNG, width, height, least, in.length());
  }

  private static ImageHeader jpeg(Path file, ImageInputStream in) throws IOException {
    ExifOrientation orientation = ExifOrientation.NORMAL;
    in.seek(2);
    while (true) {
      if (in.readUnsignedByte() != 0xff) {
        throw new IOException("no marker where one must be");
      }
      int marker = in.readUnsignedByte();
      while (marker == 0xff) {
        marker = in.readUnsignedByte();
      }
      if (marker == 0xd9 || marker == 0xda) {
        throw new IOException("no frame header");
      }
      long next = in.getStreamPosition() + in.readUnsignedShort();
      boolean frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (frame) {
        in.readUnsignedByte();
        int height = in.readUnsignedShort();
        int width = in.readUnsignedShort();
        ImageHeader header = checked(file, ImageFormat.JPEG, width, height, 0, in.length());
        return new ImageHeader(ImageFormat.JPEG, width, height, orientation, header.tiffPages());
      }
      if (marker == 0xe1 && orientation == ExifOrientation.NORMAL) {
        byte[] payload = new byte[(int) Math.max(0, next - in.getStreamPosition())];
        in.readFully(payload);
        orientation = ExifOrientation.ofApp1(payload);
      }
      in.seek(next);
    }
  }

  private static ImageHeader tiff(Path file, ImageInputStream in) throws IOException {
    List<TiffPage> pages = TiffPage.readAll(in);
    TiffPage page = pages.get(0);
    if (page.dataEnd() > in.length()) {
      throw cutOff(file, ImageFormat.TIFF);
    }
    long least = page.dataBytes() < 0 ? 0 : page.uncompressedBytes();
    ImageHeader header =
        checked(file, ImageFormat.TIFF, page.width(), page.height(), least, page.dataBytes());
    return new ImageHeader(
        ImageFormat.TIFF, header.width(), header.height(), page.orientation(), pages);
  }

  private static ImageHeader bmp(Path file, ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(10);
    long offset = in.readUnsignedInt();
    boolean old = in.readUnsignedInt() == 12;
    long width = old ? in.readUnsignedShort() : in.readInt();
    // A negative height means that the first row of the file is the top one.
    long height = old ? in.readUnsignedShort() : Math.abs((long) in.readInt());
    in.readUnsignedShort();
    int bits = in.readUnsignedShort();
    long compression = old ? 0 : in.readUnsignedInt();
    boolean packed = compression == 0 || compression == 3;
    long least = packed ? offset + (width * bits + 31) / 32 * 4 * height : 0;
    return checked(file, ImageFormat.BMP, width, height, least, in.length());
  }

  private static ImageHeader gif(Path file, ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(6);
    return checked(
        file, ImageFormat.GIF, in.readUnsignedShort(), in.readUnsignedShort(), 0, in.length());
  }

  private static ImageHeader checked(
      Path file, ImageFormat format, long width, long height, long leastBytes, long bytes)
      throws IOException {
    if (width < 1 || height < 1) {
      throw new IOException("size " + width + "x" + height);
    }
    // Widths beyond the limit are refused first: the products below would not fit a long.
    boolean absurd = width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS;
    if (absurd) {
      throw new DataException(
          "%s claims %d x %d pixels, more than the %d that are read; crop or scale it down."
              .formatted(file, width, height, MAX_PIXELS));
    }
    if (leastBytes > bytes) {
      throw new DataException(
          "%s claims %d x %d pixels but is too short to hold them; copy it again from its source."
              .formatted(file, width, height));
    }
    return new ImageHeader(format, (int) width, (int) height, ExifOrientation.NORMAL, List.of());
  }

  static DataException cutOff(Path file, ImageFormat format) {
    return new DataException(
        "%s is cut off before the end of its %s data; copy it again from its source."
            .formatted(file, format));
  }

  static DataException damaged(Path file, ImageFormat format, Throwable cause) {
    String detail =
        Optional.ofNullable(cause.getMessage())
            .map(
                text ->
                    " (" + text.lines().findFirst().orElse("").replaceAll("(.{60}).+", "$1…") + ")")
            .orElse("");
    return new DataException(
        "%s is damaged and cannot be read as %s%s; copy it again from its source."
            .formatted(file, format, detail),
        cause);
  }
}
