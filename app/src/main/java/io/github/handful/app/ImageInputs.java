package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.ImageSource;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.VolumeFiles;
import io.github.handful.imaging.dicom.DicomSeries;
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
  private static final List<String> NNUNET_FOLDERS = List.of("imagests", "imagestr");
  private static final List<String> IMAGE_FOLDERS =
      List.of("images", "image", "imgs", "img", "imagests", "imagestr");
  private static final String TABLE = "manifest.csv";

  private ImageInputs() {}

  /**
   * The images of one file, of a folder (its subfolders are left out), or of a data set, whose
   * masks are not among them. In an nnU-Net folder these are the test images where there are any.
   *
   * @param channels of the images that the model learnt from: several may lie in several files
   * @throws DataException if there is nothing, or no image
   */
  static List<PredictionInput> list(Path given, int channels) throws IOException {
    List<Path> files =
        Files.isDirectory(given) ? files(imageFolder(given).orElse(given)) : List.of();
    boolean dicom = isDicom(given) || Files.isDirectory(given) && files.isEmpty();
    if (dicom && !Files.exists(given.resolve(TABLE))) {
      return series(given);
    }
    return sources(given, channels).stream()
        .<PredictionInput>map(PredictionInput.Plain::new)
        .toList();
  }

  private static boolean isDicom(Path given) {
    return Files.isRegularFile(given) && lowerName(given).endsWith(".dcm");
  }

  /**
   * The series of a DICOM folder.
   *
   * @throws DataException if it holds none
   */
  private static List<PredictionInput> series(Path folder) {
    List<PredictionInput> inputs = new ArrayList<>();
    SeriesNames.of(DicomSeries.list(folder).series())
        .forEach((name, one) -> inputs.add(new PredictionInput.Series(name, one)));
    if (inputs.isEmpty()) {
      throw new DataException(
          "%s holds no images (%s, DICOM); put them straight into it"
              .formatted(folder, ImageFiles.READABLE));
    }
    return inputs;
  }

  /** The pictures or volumes among what {@link #list} gives. */
  private static List<ImageSource> sources(Path given, int channels) throws IOException {
    if (!Files.exists(given)) {
      throw new DataException(given + " does not exist; check the path of the images");
    }
    if (isTable(given)) {
      return images(DataSet.openReadable(given));
    }
    if (Files.isRegularFile(given)) {
      return List.of(ImageSource.of(given));
    }
    if (Files.exists(given.resolve(TABLE))) {
      return images(DataSet.openReadable(given));
    }
    Path folder = imageFolder(given).orElse(given);
    List<Path> files = files(folder);
    return folder.equals(given)
        ? withoutMasks(folder, files, channels)
        : sources(folder, files, channels);
  }

  private static List<ImageSource> sources(Path folder, List<Path> files, int channels) {
    boolean nnUnet =
        NNUNET_FOLDERS.contains(lowerName(folder.toAbsolutePath()))
            || channels > 1 && files.stream().allMatch(VolumeFiles::isVolume);
    return nnUnet ? ImageSource.ofChannels(files) : files.stream().map(ImageSource::of).toList();
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
  private static List<ImageSource> withoutMasks(Path folder, List<Path> files, int channels) {
    return beside(folder)
        .map(ImageInputs::images)
        .orElseGet(() -> sources(folder, files, channels));
  }

  /** The data set of images and masks in one folder, where it is one. */
  private static Optional<DataSet> beside(Path folder) {
    try {
      return Optional.of(DataSet.openReadable(folder));
    } catch (DataException e) { // images only, or masks only
      return Optional.empty();
    }
  }

  private static List<ImageSource> images(DataSet data) {
    List<ImageSource> images = new ArrayList<>(data.pairs().stream().map(Pair::source).toList());
    images.addAll(data.unpairedImages());
    return images;
  }
}
