package io.github.handful.imaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Image files found by their names alone: no image is opened, and no mask is looked at, whether or
 * not there are any.
 *
 * @param files in natural order, or in the order of the table that names them
 * @param choice a few words on which images these are
 */
public record UnlabelledImages(List<Path> files, String choice) {
  private static final List<String> IMAGE_FOLDERS =
      List.of("images", "image", "imgs", "img", "imagestr");
  private static final List<String> PREFERRED = List.of("adapt", DataSet.TRAIN);

  public UnlabelledImages {
    files = List.copyOf(files);
  }

  /**
   * The images of one file, a folder, a data set or a CSV table with a column image.
   *
   * @param split which images of a table or of {@code split.csv} to take; empty for those called
   *     adapt, else train, else all
   * @throws DataException where there is nothing, no image, or no such split
   */
  public static UnlabelledImages list(Path given, Optional<String> split) {
    if (!Files.exists(given)) {
      throw new DataException(given + " does not exist; check the path of the images.");
    }
    if (Files.isRegularFile(given)) {
      return given.toString().toLowerCase(Locale.ROOT).endsWith(".csv")
          ? ofTable(given, split)
          : chosen(given, Map.of(ImageFiles.stem(given), given), Map.of(), split);
    }
    DataFolder root = DataFolder.list(given);
    Optional<Path> table = root.file("manifest.csv");
    if (table.isPresent()) {
      return ofTable(table.get(), split);
    }
    List<Path> folders = root.foldersNamed(IMAGE_FOLDERS);
    DataFolder folder = folders.isEmpty() ? root : DataFolder.list(folders.get(0));
    Map<String, Path> images = new LinkedHashMap<>();
    withoutMasks(folder.requireImages()).forEach(f -> images.put(ImageFiles.stem(f), f));
    Map<String, String> splits =
        root.file("split.csv")
            .map(file -> SplitTable.read(file, images.keySet(), new ArrayList<>()))
            .orElseGet(Map::of);
    return chosen(given, images, splits, split);
  }

  private static UnlabelledImages ofTable(Path file, Optional<String> split) {
    CsvTable table = CsvTable.read(file);
    int column = table.requireColumn("image");
    Optional<Integer> splitColumn = table.column("split");
    Map<String, Path> images = new LinkedHashMap<>();
    Map<String, String> splits = new LinkedHashMap<>();
    for (List<String> row : table.rows()) {
      String name = CsvTable.cell(row, column);
      images.put(name, file.resolveSibling(name));
      splitColumn
          .map(c -> SplitTable.name(CsvTable.cell(row, c)))
          .filter(s -> !s.isEmpty())
          .ifPresent(s -> splits.put(name, s));
    }
    return chosen(file, images, splits, split);
  }

  private static UnlabelledImages chosen(
      Path given, Map<String, Path> images, Map<String, String> splits, Optional<String> wanted) {
    Optional<String> name =
        wanted
            .map(SplitTable::name)
            .or(() -> PREFERRED.stream().filter(splits::containsValue).findFirst());
    if (name.isEmpty()) {
      return new UnlabelledImages(List.copyOf(images.values()), "all images of " + given);
    }
    List<Path> files =
        images.entrySet().stream()
            .filter(e -> name.get().equals(splits.get(e.getKey())))
            .map(Map.Entry::getValue)
            .toList();
    if (files.isEmpty()) {
      throw new DataException(
          splits.isEmpty()
              ? given + " has no split table (split.csv); leave --split out or add one."
              : "%s has no split called '%s'; it has %s."
                  .formatted(given, name.get(), String.join(", ", new TreeSet<>(splits.values()))));
    }
    return new UnlabelledImages(
        files, "the images of the split %s of %s".formatted(name.get(), given));
  }

  /**
   * Leaves out files called like masks of others beside them, as {@code a_mask} beside {@code a}.
   */
  private static List<Path> withoutMasks(List<Path> files) {
    List<String> stems = files.stream().map(ImageFiles::stem).toList();
    return files.stream()
        .filter(
            file -> {
              String stem = ImageFiles.stem(file);
              return !DataListing.MASK_WORD.matcher(stem).matches()
                  || stems.stream().noneMatch(s -> extend(s, stem));
            })
        .toList();
  }

  /** Whether a name is another with something before or behind it, set off from it. */
  private static boolean extend(String name, String longer) {
    int rest = longer.length() - name.length();
    return rest > 0
        && (longer.startsWith(name) && !Character.isLetterOrDigit(longer.charAt(name.length()))
            || longer.endsWith(name) && !Character.isLetterOrDigit(longer.charAt(rest - 1)));
  }
}
