package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.surfaces.SurfaceFiles;
import io.github.handful.surfaces.SurfaceModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells folders of surfaces from those of masks. */
final class SurfaceFolders {
  /** The table of thicknesses that lies beside predicted surfaces. */
  static final String THICKNESS = "thickness.csv";

  private static final String TABLE = "manifest.csv";

  private SurfaceFolders() {}

  /** Whether a data set has surfaces and no masks; masks of layers may be read as either. */
  static boolean isData(Path root) {
    if (Files.isRegularFile(root.resolve(TABLE))) {
      return hasTable(root);
    }
    Path surfaces = root.resolve("surfaces");
    return Files.isDirectory(surfaces)
        && !predictions(surfaces).isEmpty()
        && !Files.isDirectory(root.resolve("masks"));
  }

  /** Whether a data set names its surfaces in a table. */
  static boolean hasTable(Path root) {
    Path table = root.resolve(TABLE);
    return Files.isRegularFile(table) && columns(table).contains("surfaces");
  }

  private static List<String> columns(Path table) {
    try (Stream<String> lines = Files.lines(table)) {
      return lines
          .findFirst()
          .map(line -> Arrays.stream(line.toLowerCase(Locale.ROOT).split(",")))
          .orElseGet(Stream::empty)
          .map(String::strip)
          .toList();
    } catch (IOException | UncheckedIOException e) { // no text: another reader says so
      return List.of();
    }
  }

  /** The surface model in a run folder, or in a model folder itself, where it is one. */
  static Optional<Path> model(Path run) {
    return Stream.of(new RunFolder(run).model(), run).filter(SurfaceModel::isIn).findFirst();
  }

  /**
   * The files with surfaces straight in a folder, by name.
   *
   * @throws DataException if it cannot be listed
   */
  static List<Path> predictions(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(SurfaceFiles::isSurfaceFile)
          .filter(file -> !file.getFileName().toString().equals(THICKNESS))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be listed; check its access rights.", e);
    }
  }
}
