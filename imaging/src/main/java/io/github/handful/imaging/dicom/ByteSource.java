package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import java.nio.file.Path;

/** Bytes of a file, or of the inflated part of one, that are read wherever they are needed. */
sealed interface ByteSource extends AutoCloseable permits FileBytes, MemoryBytes {
  /** The file that messages name. */
  Path file();

  long length();

  /** The unsigned byte at an offset inside the source. */
  int at(long offset);

  /**
   * A copy of bytes that lie inside the source.
   *
   * @throws DataException where they do not, before anything is allocated
   */
  byte[] read(long offset, long count);

  @Override
  void close();

  /** Two bytes as an unsigned number. */
  default int u16(long offset, boolean bigEndian) {
    int first = at(offset);
    int second = at(offset + 1);
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  /** Four bytes as an unsigned number. */
  default long u32(long offset, boolean bigEndian) {
    long first = u16(offset, bigEndian);
    long second = u16(offset + 2, bigEndian);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  /** For files that end too early or contradict themselves. */
  default DataException damaged(String what) {
    return new DataException(
        file() + " is a damaged DICOM file (" + what + "); copy or export it again.");
  }

  /** Fails unless the bytes lie inside the source and fit into an array. */
  default void require(long offset, long count) {
    if (offset < 0 || count < 0 || offset > length() - count) {
      throw damaged("it is cut off after " + length() + " bytes");
    }
    if (count > Integer.MAX_VALUE - 8) {
      throw new DataException(
          file() + " holds a value of more than 2 GiB; export it as single frames.");
    }
  }
}
