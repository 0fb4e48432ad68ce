package io.github.handful.imaging;

import java.io.Closeable;
import java.io.IOException;

/** The numbers of a volume file, one after another. */
sealed interface NumberStream extends Closeable permits BinaryNumbers, TextNumbers {
  /** Reads the next numbers; throws EOFException where fewer are left. */
  void read(double[] values, int count) throws IOException;

  /** Leaves out the next numbers; throws EOFException where fewer are left. */
  void skip(long count) throws IOException;

  /**
   * How many bytes follow the last number, counted up to a limit. Reading them also verifies the
   * checksum of packed numbers.
   */
  long trailing(long limit) throws IOException;
}
