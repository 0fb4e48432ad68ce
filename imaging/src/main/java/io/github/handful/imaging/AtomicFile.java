package io.github.handful.imaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes files that appear whole or not at all, whatever stops the program. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes the bytes beside the target and then moves them into its place.
   *
   * @throws DataException where the file cannot be written; an older one is then left as it was
   */
  public static void write(Path file, byte[] content) {
    write(file, out -> out.write(content));
  }

  /** What is to be written. */
  interface Content {
    /** Writes everything; the stream is closed by whoever opened it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** As {@link #write(Path, byte[])}, for content that need not be in memory as a whole. */
  static void write(Path file, Content content) {
    // A hidden name of its own: readers of the folder never take it for a result.
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.writeTo(out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      DataException failure =
          new DataException(
              file + " cannot be written; check that its folder exists and the disk has space.", e);
      try {
        Files.deleteIfExists(part);
      } catch (IOException left) {
        failure.addSuppressed(left);
      }
      throw failure;
    }
  }
}
