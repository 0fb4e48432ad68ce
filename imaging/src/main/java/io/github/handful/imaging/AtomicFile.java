package io.github.handful.imaging;

import java.io.IOException;
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
    // A hidden name of its own: readers of the folder never take it for a result.
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, content);
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
