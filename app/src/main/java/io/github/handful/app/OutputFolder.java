package io.github.handful.app;

import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder that a verb puts its results into, and whether it may replace what is there. */
record OutputFolder(Path path, boolean overwrite) {

  /**
   * Makes the folder where it is missing.
   *
   * @throws DataException if it is a file, or nothing can be written into it
   */
  OutputFolder create() throws IOException {
    requirePossible(path);
    Files.createDirectories(path);
    return this;
  }

  /**
   * Makes sure that {@code path} is a folder, or can become one, that can be written to.
   *
   * @throws DataException if it is a file or in a file, or its access rights forbid it
   */
  static void requirePossible(Path path) {
    Path there = path.toAbsolutePath();
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new DataException(there + " is no folder; give --out the name of a folder");
    }
    if (!Files.isWritable(there)) {
      throw new DataException(
          there + " cannot be written to; change its access rights or choose another --out");
    }
  }

  /**
   * Makes sure that none of these files is replaced without permission.
   *
   * @throws DataException if one of them is there and {@code overwrite} is false
   */
  OutputFolder requireNone(List<String> names) {
    for (String name : names) {
      if (!overwrite && Files.exists(path.resolve(name))) {
        throw new DataException(
            path.resolve(name) + " is there already; add --overwrite or choose another --out");
      }
    }
    return this;
  }

  /**
   * Makes sure that the folder is not that of the data themselves.
   *
   * @throws DataException if it is
   */
  OutputFolder requireOtherThan(Path data) throws IOException {
    if (Files.isDirectory(path) && Files.isSameFile(path, data)) {
      throw new DataException(
          data + " would be mixed with its own result; choose another folder for --out");
    }
    return this;
  }

  /**
   * Makes sure that the folder is new or empty.
   *
   * @throws DataException if it holds anything and {@code overwrite} is false
   */
  OutputFolder requireEmpty() throws IOException {
    if (!overwrite && Files.isDirectory(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          throw new DataException(path + " is not empty; add --overwrite or choose another --out");
        }
      }
    }
    return this;
  }

  /**
   * Makes sure that no result replaces a file that is read.
   *
   * @param names of results in this folder
   * @throws DataException if one of them is among the inputs
   */
  OutputFolder requireApart(List<Path> inputs, Set<String> names) throws IOException {
    for (Path input : inputs) {
      Path parent = input.toAbsolutePath().getParent();
      boolean same = Files.isDirectory(path) && Files.isSameFile(path, parent);
      if (same && names.contains(input.getFileName().toString())) {
        throw new DataException(
            input + " would be replaced by its own result; choose another --out");
      }
    }
    return this;
  }
}
