package io.github.handful.imaging;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers of one type and byte order. */
final class BinaryNumbers implements NumberStream {
  private static final int PIECE = 1 << 16;
  private final InputStream in;
  private final ScalarType type;
  private final byte[] bytes = new byte[PIECE];
  private final ByteBuffer buffer;

  BinaryNumbers(InputStream in, ScalarType type, ByteOrder order) {
    this.in = in;
    this.type = type;
    this.buffer = ByteBuffer.wrap(bytes).order(order);
  }

  @Override
  public void read(double[] values, int count) throws IOException {
    if (count * type.bytes() > PIECE) {
      throw new IllegalArgumentException(count + " numbers do not fit the buffer");
    }
    if (in.readNBytes(bytes, 0, count * type.bytes()) < count * type.bytes()) {
      throw new EOFException();
    }
    type.decode(buffer, values, count);
  }

  @Override
  public void skip(long count) throws IOException {
    in.skipNBytes(count * type.bytes());
  }

  @Override
  public long trailing(long limit) throws IOException {
    long trailing = 0;
    int read = in.readNBytes(bytes, 0, PIECE);
    while (read > 0 && trailing <= limit) {
      trailing += read;
      read = in.readNBytes(bytes, 0, PIECE);
    }
    return trailing;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
