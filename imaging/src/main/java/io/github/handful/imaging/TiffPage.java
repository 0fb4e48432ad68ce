package io.github.handful.imaging;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/**
 * One image file directory of a TIFF file (TIFF 6.0, section 2, and BigTIFF): the tags that decide
 * how its samples are read and whether they are all there.
 *
 * @param dataEnd the file position after the last strip or tile
 * @param dataBytes the bytes of all strips or tiles, or -1 where the file does not say
 * @param extraSamples whether the tag that declares alpha or other extra samples is there
 * @param photometricAt the file position of the photometric value, or -1
 * @param extraSamplesAt the file position of the entry of the extra samples, or -1
 */
record TiffPage(
    long width,
    long height,
    boolean reduced,
    int bits,
    int compression,
    int photometric,
    int samples,
    int sampleFormat,
    boolean extraSamples,
    long photometricAt,
    long extraSamplesAt,
    ExifOrientation orientation,
    long dataEnd,
    long dataBytes) {
  static final int FLOATING_POINT = 3;
  static final int SIGNED = 2;
  static final int MIN_IS_BLACK = 1;
  static final int RGB = 2;
  static final int CMYK = 5;
  private static final int MAX_TILE_SIDE = 8192;
  private static final int MAX_PAGES = 100_000;
  private static final long MAX_VALUES = 1 << 22;

  /** The pages in file order. Throws IOException where the directories are damaged. */
  static List<TiffPage> readAll(ImageInputStream in) throws IOException {
    in.seek(0);
    in.setByteOrder(in.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    in.seek(2);
    boolean big = in.readUnsignedShort() == 43;
    in.seek(big ? 8 : 4);
    long offset = big ? in.readLong() : in.readUnsignedInt();
    List<TiffPage> pages = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    while (offset != 0) {
      if (!seen.add(offset) || pages.size() >= MAX_PAGES || offset < 0 || offset >= in.length()) {
        throw new IOException("directory chain broken at " + offset);
      }
      in.seek(offset);
      long entries = big ? in.readLong() : in.readUnsignedShort();
      if (entries < 1 || entries > 0xffff) {
        throw new IOException("directory of " + entries + " entries");
      }
      long start = in.getStreamPosition();
      int size = big ? 20 : 12;
      Map<Integer, long[]> tags = new HashMap<>();
      Map<Integer, Long> positions = new HashMap<>();
      for (int i = 0; i < entries; i++) {
        in.seek(start + (long) i * size);
        positions.put(in.readUnsignedShort(), in.getStreamPosition() - 2);
        in.seek(start + (long) i * size);
        readEntry(in, big, tags);
      }
      long photometricAt = positions.containsKey(262) ? positions.get(262) + (big ? 12 : 8) : -1;
      requireTiles(tags);
      pages.add(of(tags, photometricAt, positions.getOrDefault(338, -1L)));
      in.seek(start + entries * size);
      offset = big ? in.readLong() : in.readUnsignedInt();
    }
    if (pages.isEmpty()) {
      throw new IOException("no page");
    }
    return pages;
  }

  private static void readEntry(ImageInputStream in, boolean big, Map<Integer, long[]> tags)
      throws IOException {
    int tag = in.readUnsignedShort();
    int type = in.readUnsignedShort();
    long count = big ? in.readLong() : in.readUnsignedInt();
    int bytes =
        switch (type) {
          case 1, 2, 6, 7 -> 1;
          case 3 -> 2;
          case 4, 13 -> 4;
          case 16, 18 -> 8;
          default -> 0;
        };
    boolean wanted = tag >= 254 && tag <= 339;
    if (!wanted || bytes == 0 || count < 1) {
      return;
    }
    if (count > MAX_VALUES) {
      throw new IOException("tag " + tag + " of " + count + " values");
    }
    if (count * bytes > (big ? 8 : 4)) {
      long offset = big ? in.readLong() : in.readUnsignedInt();
      if (offset < 0) {
        throw new IOException("tag " + tag + " at " + offset);
      }
      in.seek(offset);
    }
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (bytes) {
            case 1 -> in.readUnsignedByte();
            case 2 -> in.readUnsignedShort();
            case 4 -> in.readUnsignedInt();
            default -> in.readLong();
          };
    }
    tags.put(tag, values);
  }

  /** Readers allocate whole tiles, also where the image is smaller. */
  private static void requireTiles(Map<Integer, long[]> tags) throws IOException {
    long width = first(tags, 322, 1);
    long height = first(tags, 323, 1);
    boolean sane = width > 0 && height > 0 && width <= MAX_TILE_SIDE && height <= MAX_TILE_SIDE;
    if (!sane) {
      throw new IOException("tiles of " + width + "x" + height);
    }
  }

  private static TiffPage of(Map<Integer, long[]> tags, long photometricAt, long extraSamplesAt)
      throws IOException {
    long[] none = {};
    boolean tiled = tags.containsKey(324);
    long[] offsets = tags.getOrDefault(tiled ? 324 : 273, none);
    long[] counts = tags.getOrDefault(tiled ? 325 : 279, none);
    long end = 0;
    long bytes = 0;
    for (int i = 0; i < Math.min(offsets.length, counts.length); i++) {
      if (offsets[i] < 0 || counts[i] < 0) {
        throw new IOException(counts[i] + " bytes of the image at " + offsets[i]);
      }
      end = Math.max(end, offsets[i] + counts[i]);
      bytes += counts[i];
    }
    return new TiffPage(
        first(tags, 256, 0),
        first(tags, 257, 0),
        (first(tags, 254, 0) & 1) != 0,
        (int) first(tags, 258, 1),
        (int) first(tags, 259, 1),
        (int) first(tags, 262, MIN_IS_BLACK),
        (int) first(tags, 277, 1),
        (int) first(tags, 339, 1),
        tags.containsKey(338),
        photometricAt,
        extraSamplesAt,
        ExifOrientation.ofNumber((int) first(tags, 274, 1)),
        end,
        counts.length == 0 ? -1 : bytes);
  }

  private static long first(Map<Integer, long[]> tags, int tag, long otherwise) {
    long[] values = tags.get(tag);
    return values == null ? otherwise : values[0];
  }

  boolean sameSizeAs(TiffPage other) {
    return width == other.width && height == other.height;
  }

  /** The bytes that uncompressed samples need, or 0 where the page is compressed. */
  long uncompressedBytes() {
    return compression == 1 ? (width * samples * bits + 7) / 8 * height : 0;
  }
}
