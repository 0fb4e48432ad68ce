package io.github.handful.surfaces;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.surfaces.SurfaceDataSet.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Matches the files of {@code images} and {@code surfaces} by their names.
 *
 * @param findings where what a person should know is added
 */
record SurfaceMatcher(Path root, List<Finding> findings) {
  /** What may stand behind an image's name in that of its surfaces. */
  private static final Set<String> ANNOTATIONS =
      Set.of("surfaces", "layers", "boundaries", "annotation", "manual", "truth", "gt");

  List<Entry> entries() {
    Map<String, Path> images = byStem(root.resolve("images"), ImageFiles::isImage);
    Map<String, Path> surfaces = byStem(root.resolve("surfaces"), SurfaceFiles::isSurfaceFile);
    Map<String, Path> left = new LinkedHashMap<>(surfaces);
    List<Entry> entries = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    images.forEach(
        (stem, image) -> {
          Optional<String> found = surfacesOf(stem, surfaces);
          found.ifPresent(name -> entries.add(new Entry(stem, image, surfaces.get(name))));
          found.ifPresentOrElse(left::remove, () -> alone.add(stem));
        });
    if (entries.isEmpty()) {
      throw new DataException(
          "%s has no file in surfaces with the name of an image (images: %s, surfaces: %s); name them alike, or list the pairs in manifest.csv."
              .formatted(root, some(images), some(surfaces)));
    }
    if (!alone.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Severity.WARNING,
              "%d images have no surfaces, among them %s; they are left out."
                  .formatted(alone.size(), alone.get(0))));
    }
    if (!left.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Severity.WARNING,
              "%d files in surfaces have the name of no image, among them %s; they are left out."
                  .formatted(left.size(), some(left))));
    }
    return entries;
  }

  /** The name of an image's surfaces: its own, else its own with a word for annotations behind. */
  private Optional<String> surfacesOf(String stem, Map<String, Path> surfaces) {
    if (surfaces.containsKey(stem)) {
      return Optional.of(stem);
    }
    List<String> named =
        surfaces.keySet().stream()
            .filter(name -> name.startsWith(stem) && isAnnotation(name.substring(stem.length())))
            .toList();
    if (named.size() > 1) {
      throw new DataException(
          "%s has surfaces of %s in %s and in %s; keep one, or list the pairs in manifest.csv."
              .formatted(root, stem, named.get(0), named.get(1)));
    }
    named.forEach(
        name ->
            findings.add(
                new Finding(
                    Finding.Severity.INFO,
                    "The surfaces of %s are those of %s."
                        .formatted(stem, surfaces.get(name).getFileName()))));
    return named.stream().findFirst();
  }

  private static boolean isAnnotation(String suffix) {
    return suffix.length() > 1
        && "_-. ".indexOf(suffix.charAt(0)) >= 0
        && ANNOTATIONS.contains(suffix.substring(1).toLowerCase(Locale.ROOT));
  }

  private static String some(Map<String, Path> files) {
    return files.keySet().stream().limit(2).collect(Collectors.joining(", "));
  }

  private Map<String, Path> byStem(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, Path> stems = new LinkedHashMap<>();
      for (Path file : files.filter(wanted).sorted(Comparator.comparing(Path::toString)).toList()) {
        Path other = stems.put(ImageFiles.stem(file), file);
        if (other != null) {
          throw new DataException(
              "%s and %s have the same name; keep one of them.".formatted(other, file));
        }
      }
      return stems;
    } catch (IOException e) {
      throw new DataException(folder + " cannot be listed; check that it is there.", e);
    }
  }
}
