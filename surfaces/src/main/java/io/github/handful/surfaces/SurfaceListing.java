package io.github.handful.surfaces;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.LabelFiles;
import io.github.handful.imaging.LabelMap;
import io.github.handful.surfaces.SurfaceDataSet.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the files of a {@link SurfaceDataSet} in its folder. */
final class SurfaceListing {
  private final Path root;
  private final List<Finding> findings = new ArrayList<>();

  private SurfaceListing(Path root) {
    this.root = root;
  }

  static SurfaceDataSet of(Path root) {
    SurfaceListing listing = new SurfaceListing(root);
    if (!Files.isDirectory(root)) {
      throw new DataException(root + " is not a folder; give the folder of the data set.");
    }
    if (Files.exists(root.resolve("manifest.csv"))) {
      return listing.ofTables(listing.manifest(root.resolve("manifest.csv")));
    }
    if (Files.isDirectory(root.resolve("surfaces"))) {
      return listing.ofTables(
          listing.distinct(new SurfaceMatcher(root, listing.findings).entries()));
    }
    if (Files.isDirectory(root.resolve("images"))) {
      return listing.ofMasks();
    }
    throw new DataException(
        root
            + " has neither manifest.csv nor a folder images beside a folder surfaces or masks;"
            + " arrange the data in one of these ways.");
  }

  private SurfaceDataSet ofTables(List<Entry> entries) {
    return dataSet(
        entries,
        (entry, image) -> SurfaceFiles.read(entry.annotation(), image.width(), image.height()));
  }

  private SurfaceDataSet dataSet(List<Entry> entries, SurfaceDataSet.Annotations annotations) {
    return new SurfaceDataSet(root, entries, annotations, split(entries), pixelSize(), findings);
  }

  private List<Entry> manifest(Path file) {
    NumberTable table = NumberTable.read(file);
    int image = table.requireColumn("image");
    int surfaces = table.requireColumn("surfaces");
    Optional<Integer> id = table.column("id");
    List<Entry> entries = new ArrayList<>();
    for (int line = 1; line < table.rows().size(); line++) {
      Path picture = root.resolve(table.text(line, image));
      Path heights = root.resolve(table.text(line, surfaces));
      for (Path named : List.of(picture, heights)) {
        if (!Files.isRegularFile(named)) {
          throw new DataException(
              "%s names %s in line %d, which is not there; correct the table."
                  .formatted(file, named, line + 1));
        }
      }
      int at = line;
      String name =
          id.map(column -> table.text(at, column)).orElseGet(() -> ImageFiles.stem(picture));
      entries.add(new Entry(name, picture, heights));
    }
    return distinct(entries);
  }

  private List<Entry> distinct(List<Entry> entries) {
    Map<String, Long> counts =
        entries.stream().collect(Collectors.groupingBy(Entry::id, Collectors.counting()));
    counts.forEach(
        (id, count) -> {
          if (count > 1) {
            throw new DataException(
                "%s has %d images called %s; give each its own name.".formatted(root, count, id));
          }
        });
    return entries;
  }

  /** Masks of layers, read like any masks; the borders of the layers are the surfaces. */
  private SurfaceDataSet ofMasks() {
    DataSet masks = DataSet.open(root);
    findings.addAll(masks.findings());
    List<Entry> entries =
        masks.pairs().stream().map(p -> new Entry(p.id(), p.image(), p.mask())).toList();
    boolean closed =
        entries.stream()
            .map(entry -> LabelFiles.read(entry.annotation(), masks.encoding()))
            .anyMatch(SurfaceListing::isClosed);
    int classes = masks.encoding().classes();
    return dataSet(
        entries,
        (entry, image) -> {
          LabelMap layers = LabelFiles.read(entry.annotation(), masks.encoding());
          if (layers.width() != image.width() || layers.height() != image.height()) {
            throw new DataException(
                entry.annotation()
                    + " differs in size from its image; export it at the same size.");
          }
          SurfaceHeights heights =
              SurfaceFiles.ofLayers(entry.annotation(), layers, classes, closed);
          SurfaceFiles.require(entry.annotation(), heights, image.height());
          return heights;
        });
  }

  /** Whether the background lies below the last layer somewhere. */
  private static boolean isClosed(LabelMap layers) {
    for (int x = 0; x < layers.width(); x++) {
      boolean seen = false;
      for (int z = 0; z < layers.height(); z++) {
        seen |= layers.at(z, x) != 0;
      }
      if (seen && layers.at(layers.height() - 1, x) == 0) {
        return true;
      }
    }
    return false;
  }

  private Map<String, String> split(List<Entry> entries) {
    Path file = root.resolve("split.csv");
    if (!Files.exists(file)) {
      return Map.of();
    }
    NumberTable table = NumberTable.read(file);
    int id = table.requireColumn("id");
    int name = table.requireColumn("split");
    Map<String, Entry> known =
        entries.stream().collect(Collectors.toMap(Entry::id, Function.identity()));
    Map<String, String> split = new LinkedHashMap<>();
    for (int line = 1; line < table.rows().size(); line++) {
      if (known.containsKey(table.text(line, id))) {
        split.put(table.text(line, id), table.text(line, name).toLowerCase(Locale.ROOT));
      }
    }
    if (split.isEmpty()) {
      throw new DataException(
          file + " names no image of this data set; write the image names without extension.");
    }
    return split;
  }

  private Optional<PixelSize> pixelSize() {
    Path file = root.resolve("pixel_size.csv");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    NumberTable table = NumberTable.read(file);
    int axial = table.requireColumn("axial_um");
    int lateral = table.requireColumn("lateral_um");
    if (table.rows().size() != 2) {
      throw new DataException(file + " must have one line of sizes below its first line.");
    }
    try {
      return Optional.of(new PixelSize(table.number(1, axial), table.number(1, lateral)));
    } catch (IllegalArgumentException e) {
      throw new DataException(file + " needs two sizes above 0 in micrometres.", e);
    }
  }
}
