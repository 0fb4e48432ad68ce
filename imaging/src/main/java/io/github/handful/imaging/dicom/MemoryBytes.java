package io.github.handful.imaging.dicom;

import java.nio.file.Path;
import java.util.Arrays;

/** Bytes in memory. */
record MemoryBytes(Path file, byte[] bytes) implements ByteSource {
  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public int at(long offset) {
    require(offset, 1);
    return bytes[(int) offset] & 0xff;
  }

  @Override
  public byte[] read(long offset, long count) {
    require(offset, count);
    return Arrays.copyOfRange(bytes, (int) offset, (int) (offset + count));
  }

  @Override
  public void close() {
    // Memory needs no closing.
  }
}
