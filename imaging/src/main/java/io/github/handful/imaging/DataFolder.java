package io.github.handful.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One directory of a data set, listed in natural order and without hidden files. */
record DataFolder(Path path, List<Path> files, List<Path> folders) {
  /**
   * Lists a directory.
   *
   * @throws DataException where it is missing, no directory or empty
   */
  static DataFolder list(Path path) {
    if (!Files.exists(path)) {
      throw new DataException(path + " does not exist; check the path of the data set.");
    }
    if (!Files.isDirectory(path)) {
      throw new DataException(
          path + " is a file; give the folder of the data set, or a CSV table of its files.");
    }
    List<Path> entries;
    try (Stream<Path> stream = Files.list(path)) {
      entries =
          stream
              .filter(entry -> !entry.getFileName().toString().startsWith("."))
              .sorted(
                  Comparator.comparing(entry -> entry.getFileName().toString(), new NaturalOrder()))
              .toList();
    } catch (IOException e) {
      throw new DataException(path + " cannot be listed; check its access rights.", e);
    }
    if (entries.isEmpty()) {
      throw new DataException(
          path + " is empty; put images there, with their masks where masks are needed.");
    }
    return new DataFolder(
        path,
        entries.stream().filter(Files::isRegularFile).toList(),
        entries.stream().filter(Files::isDirectory).toList());
  }

  List<Path> images() {
    return files.stream().filter(ImageFiles::isImage).toList();
  }

  /**
   * The images of this directory.
   *
   * @throws DataException where there is none
   */
  List<Path> requireImages() {
    List<Path> images = images();
    if (images.isEmpty()) {
      throw new DataException(
          "%s holds no image (%s); put the image files straight into it."
              .formatted(path, ImageFiles.READABLE));
    }
    return images;
  }

  /** Whether there is nothing in a directory but hidden files. */
  static boolean isEmpty(Path path) {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.allMatch(entry -> entry.getFileName().toString().startsWith("."));
    } catch (IOException e) {
      throw new DataException(path + " cannot be listed; check its access rights.", e);
    }
  }

  /** The subfolders with one of these names, upper or lower case, in the order of the names. */
  List<Path> foldersNamed(List<String> names) {
    return names.stream()
        .flatMap(name -> folders.stream().filter(folder -> lowerName(folder).equals(name)))
        .toList();
  }

  /** The file with this name, upper or lower case. */
  Optional<Path> file(String name) {
    return files.stream().filter(file -> lowerName(file).equals(name)).findFirst();
  }

  private static String lowerName(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
