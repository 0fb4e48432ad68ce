package io.github.handful.surfaces;

import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A two-dimensional array of a NumPy file (.npy, versions 1 to 3): integers and floats of either
 * byte order, by rows or by columns.
 *
 * @param values by rows, whatever the order in the file
 */
record NpyFile(int rows, int columns, double[] values) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST_HEADER = 65_536;
  private static final Pattern DESCR =
      Pattern.compile("'descr':\\s*'([<>|=])(f(?=[48])|[iu])([1248])'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d+),\\s*(\\d+),?\\)");

  static NpyFile read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer start = bytes(channel, file, 0, 12);
      byte[] magic = new byte[MAGIC.length];
      start.get(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new DataException(file + " is not a NumPy file; save the array with numpy.save.");
      }
      boolean wide = start.get() > 1;
      start.get();
      int length = wide ? start.getInt() : start.getShort() & 0xffff;
      if (length < 0 || length > LARGEST_HEADER) {
        throw damaged(file);
      }
      int at = wide ? 12 : 10;
      String header =
          new String(bytes(channel, file, at, length).array(), StandardCharsets.ISO_8859_1);
      return read(channel, file, at + length, header);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read; check the path and its access rights.", e);
    }
  }

  private static NpyFile read(FileChannel channel, Path file, long at, String header)
      throws IOException {
    Matcher type = DESCR.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !order.find() || !shape.find()) {
      throw new DataException(
          file
              + " does not hold a plain array of two dimensions; save surfaces x columns as numbers.");
    }
    int size = Integer.parseInt(type.group(3));
    long data = channel.size() - at;
    long rows = side(shape.group(1));
    long columns = side(shape.group(2));
    if (rows < 1 || columns < 1 || rows > data / size / columns) {
      throw damaged(file);
    }
    int count = Math.toIntExact(rows * columns);
    ByteBuffer buffer = bytes(channel, file, at, Math.multiplyExact(count, size));
    buffer.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[count];
    boolean byColumns = order.group(1).equals("True");
    for (int i = 0; i < count; i++) {
      int k = byColumns ? (int) (i % rows * columns + i / rows) : i;
      values[k] = value(buffer, type.group(2).charAt(0), size);
    }
    return new NpyFile((int) rows, (int) columns, values);
  }

  private static long side(String digits) {
    return digits.length() > 9 ? -1 : Long.parseLong(digits);
  }

  private static double value(ByteBuffer buffer, char kind, int size) {
    if (kind == 'f') {
      return size == 4 ? buffer.getFloat() : buffer.getDouble();
    }
    long signed =
        switch (size) {
          case 1 -> buffer.get();
          case 2 -> buffer.getShort();
          case 4 -> buffer.getInt();
          default -> buffer.getLong();
        };
    return kind == 'u' && size < 8 ? signed & ((1L << (8 * size)) - 1) : signed;
  }

  private static ByteBuffer bytes(FileChannel channel, Path file, long at, int length)
      throws IOException {
    if (length > channel.size() - at) {
      throw damaged(file);
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw damaged(file);
      }
    }
    return buffer.flip();
  }

  private static DataException damaged(Path file) {
    return new DataException(file + " is cut off or damaged; copy or save it again.");
  }
}
