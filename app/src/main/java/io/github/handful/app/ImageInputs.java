package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The image files that the user means by a path. */
final class ImageInputs {
  private static final List<String> IMAGE_FOLDERS =
      List.of("images", "image", "imgs", "img", "imagestr");
  private static final String TABLE = "manifest.csv";

  private ImageInputs() {}

  /**
   * The images of one file, of a folder (its subfolders are left out), or of a data set, whose
   * masks are not among them.
   *
   * @throws DataException if there is nothing, or no image
   */
  static List<Path> list(Path given) throws IOException {
    if (!Files.exists(given)) {
      throw new DataException(given + " does not exist; check the path of the images");
    }
    if (isTable(given)) {
      return images(DataSet.openReadable(given));
    }
    if (Files.isRegularFile(given)) {
      return List.of(given);
    }
    if (Files.exists(given.resolve(TABLE))) {
      return images(DataSet.openReadable(given));
    }
    Path folder = imageFolder(given).orElse(given);
    List<Path> files = files(folder);
    if (files.isEmpty()) {
      throw new DataException(
          folder + " holds no images (PNG, JPEG, TIFF, BMP, GIF); put them straight into it");
    }
    return folder.equals(given) ? withoutMasks(folder, files) : files;
  }

  /** Whether a path is a data set of images and masks rather than a folder of masks alone. */
  static boolean isDataSet(Path given) throws IOException {
    return isTable(given)
        || Files.exists(given.resolve(TABLE))
        || imageFolder(given).isPresent()
        || beside(given).isPresent();
  }

  /** The image files straight in a folder, by name; hidden ones are left out. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(ImageFiles::isImage)
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    }
  }

  /** The file name without its extension. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static boolean isTable(Path given) {
    return Files.isRegularFile(given) && given.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  private static Optional<Path> imageFolder(Path given) throws IOException {
    if (!Files.isDirectory(given)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(given)) {
      return entries
          .filter(Files::isDirectory)
          .filter(folder -> IMAGE_FOLDERS.contains(lowerName(folder)))
          .min(Comparator.comparingInt(folder -> IMAGE_FOLDERS.indexOf(lowerName(folder))));
    }
  }

  private static String lowerName(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  /** In a folder that also holds the masks of some images, those are not images to segment. */
  private static List<Path> withoutMasks(Path folder, List<Path> files) {
    return beside(folder).map(ImageInputs::images).orElse(files);
  }

  /** The data set of images and masks in one folder, where it is one. */
  private static Optional<DataSet> beside(Path folder) {
    try {
      return Optional.of(DataSet.openReadable(folder));
    } catch (DataException e) { // images only, or masks only
      return Optional.empty();
    }
  }

  private static List<Path> images(DataSet data) {
    List<Path> images = new ArrayList<>(data.pairs().stream().map(Pair::image).toList());
    images.addAll(data.unpairedImages());
    return images;
  }
}
