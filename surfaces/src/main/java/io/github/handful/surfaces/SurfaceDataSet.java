package io.github.handful.surfaces;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.ImageFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * B-scans with surfaces as they lie on disk. Accepted are a folder {@code images} beside a folder
 * {@code surfaces} of CSV or NumPy files with the images' names (or those and {@code _manual},
 * {@code _layers} and the like), a table {@code manifest.csv} with the columns image and surfaces,
 * and {@code images} beside {@code masks} of layers. A table {@code split.csv} (id, split) and a
 * table {@code pixel_size.csv} (axial_um, lateral_um) may lie beside them.
 *
 * @param entries by id, whatever the order of the directory
 * @param split train, val or test by id, in the order of the table; empty where there is none
 * @param findings what a person should know about this reading
 */
public record SurfaceDataSet(
    Path root,
    List<Entry> entries,
    Annotations annotations,
    Map<String, String> split,
    Optional<PixelSize> pixelSize,
    List<Finding> findings) {

  public SurfaceDataSet {
    entries = List.copyOf(entries);
    // Map.copyOf would lose the order of the table.
    split = Collections.unmodifiableMap(new LinkedHashMap<>(split));
    findings = List.copyOf(findings);
  }

  /** An image file and the file with its surfaces. */
  public record Entry(String id, Path image, Path annotation) {}

  /** How the surfaces of an entry are read. */
  @FunctionalInterface
  public interface Annotations {
    SurfaceHeights read(Entry entry, Image image);
  }

  /**
   * Finds the B-scans of a folder.
   *
   * @throws DataException where nothing matches, or a table is faulty
   */
  public static SurfaceDataSet open(Path root) {
    return SurfaceListing.of(root);
  }

  /** The entries to train on: those of the split train, or all without a split. */
  public List<Entry> trainingEntries() {
    return split.isEmpty() ? entries : entriesOf("train");
  }

  /** The entries of one split in the order of the table. */
  public List<Entry> entriesOf(String name) {
    return split.entrySet().stream()
        .filter(row -> row.getValue().equals(name))
        .flatMap(row -> entries.stream().filter(entry -> entry.id().equals(row.getKey())))
        .toList();
  }

  /**
   * Reads one B-scan; colours are averaged.
   *
   * @throws DataException where a file cannot be read or {@link SurfaceFiles#require} refuses it
   */
  public SurfaceScan read(Entry entry) {
    Image image = ImageFiles.read(entry.image());
    return new SurfaceScan(entry.id(), image, annotations.read(entry, image));
  }

  /**
   * Reads B-scans.
   *
   * @throws DataException as {@link #read}, and where they differ in the number of surfaces
   */
  public List<SurfaceScan> read(List<Entry> some) {
    List<SurfaceScan> scans = new ArrayList<>();
    for (Entry entry : some) {
      SurfaceScan scan = read(entry);
      int count = scan.heights().count();
      if (!scans.isEmpty() && scans.get(0).heights().count() != count) {
        throw new DataException(
            "%s has %d surfaces and %s has %d; annotate the same surfaces in all of them."
                .formatted(
                    some.get(0).annotation(),
                    scans.get(0).heights().count(),
                    entry.annotation(),
                    count));
      }
      scans.add(scan);
    }
    return scans;
  }

  /** Reads everything and tells what is wrong with it or missing; for looking at a data set. */
  public List<Finding> inspect() {
    List<Finding> all = new ArrayList<>(findings);
    for (Entry entry : entries) {
      try {
        gaps(read(entry)).ifPresent(all::add);
      } catch (DataException e) {
        all.add(new Finding(Finding.Severity.ERROR, e.getMessage()));
      }
    }
    if (pixelSize.isEmpty()) {
      all.add(
          new Finding(
              Finding.Severity.WARNING,
              "%s has no pixel_size.csv (axial_um, lateral_um); distances are given in pixels only."
                  .formatted(root)));
    }
    return all;
  }

  private static Optional<Finding> gaps(SurfaceScan scan) {
    SurfaceHeights heights = scan.heights();
    int missing = 0;
    for (int i = 0; i < heights.count(); i++) {
      missing += heights.width() - heights.knownColumns(i);
    }
    if (missing == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Finding.Severity.INFO,
            "%s: %.1f %% of the columns of its %d surfaces are not annotated and are left out."
                .formatted(scan.id(), 100.0 * missing / heights.rows().length, heights.count())));
  }

  /**
   * SHA-256 in hexadecimal over the ids and the bytes of all images and annotations.
   *
   * @throws DataException where a file cannot be read
   */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Entry entry : entries) {
        digest.update((entry.id() + "\0").getBytes(StandardCharsets.UTF_8));
        for (Path file : List.of(entry.image(), entry.annotation())) {
          byte[] content = content(file);
          // The length separates one file from the next.
          digest.update((content.length + "\0").getBytes(StandardCharsets.UTF_8));
          digest.update(content);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read; check its access rights.", e);
    }
  }
}
