package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.PicturePng;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfaceDataSet.Entry;
import io.github.handful.surfaces.SurfaceFiles;
import io.github.handful.surfaces.SurfaceHeights;
import io.github.handful.surfaces.SurfaceScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What convert does with a data set of surfaces: it writes the scans, or ranges of their columns,
 * as PNG files beside CSV tables of their surfaces.
 *
 * @param ranges each of which becomes a scan; empty for whole scans
 */
record SurfaceConvertVerb(
    Path data, List<ColumnRange> ranges, OutputFolder out, CommonOptions common, Console console) {

  /** The result of the verb. */
  private record Converted(
      Path folder, List<String> scans, List<String> remarks, List<String> failures) {}

  /** Writes the data set; returns whether no scan failed. */
  boolean run() throws IOException {
    SurfaceDataSet set = SurfaceDataSet.open(data);
    out.requireOtherThan(data).requireEmpty().create();
    Converted converted =
        new Converted(out.path(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    set.findings().forEach(finding -> converted.remarks().add(finding.message()));
    String splits = convert(set, converted);
    if (!set.split().isEmpty()) {
      write("split.csv", splits);
    }
    set.pixelSize().ifPresent(size -> write("pixel_size.csv", size.table()));
    converted.remarks().forEach(console::note);
    converted.failures().forEach(failure -> console.note("not converted: " + failure));
    console.result(
        common,
        converted,
        "%d scans with surfaces written to %s.".formatted(converted.scans().size(), out.path()));
    return converted.failures().isEmpty();
  }

  /** Returns the table of the parts' splits, which are those of their scans. */
  private String convert(SurfaceDataSet set, Converted converted) throws IOException {
    StringBuilder splits = new StringBuilder("id,split\n");
    try (Progress progress = console.progress()) {
      progress.begin("converting", set.entries().size());
      int done = 0;
      for (Entry entry : set.entries()) {
        int before = converted.scans().size();
        try {
          convert(set.read(entry), converted);
        } catch (DataException e) {
          converted.failures().add(e.getMessage());
        }
        if (set.split().containsKey(entry.id())) {
          for (String id : converted.scans().subList(before, converted.scans().size())) {
            splits.append("%s,%s\n".formatted(id, set.split().get(entry.id())));
          }
        }
        progress.at(++done, List.of());
      }
    }
    return splits.toString();
  }

  private void convert(SurfaceScan scan, Converted converted) throws IOException {
    if (ranges.isEmpty()) {
      write(scan, converted);
      return;
    }
    for (ColumnRange range : ranges) {
      if (range.last() >= scan.image().width()) {
        throw new DataException(
            "%s has %d columns, counted from 0, and none of number %d; correct --columns"
                .formatted(scan.id(), scan.image().width(), range.last()));
      }
    }
    for (ColumnRange range : ranges) {
      SurfaceScan part = scan.cut(range.first(), range.count());
      write(new SurfaceScan(scan.id() + "_" + range, part.image(), part.heights()), converted);
    }
  }

  private void write(SurfaceScan scan, Converted converted) throws IOException {
    SurfaceHeights heights = scan.heights();
    if (IntStream.range(0, heights.count()).allMatch(i -> heights.knownColumns(i) == 0)) {
      converted.remarks().add(scan.id() + " has no annotated column and is left out");
      return;
    }
    PicturePng.write(file("images", scan.id() + ".png"), writable(scan.image()));
    SurfaceFiles.write(file("surfaces", scan.id() + ".csv"), heights);
    converted.scans().add(scan.id());
  }

  private Path file(String folder, String name) throws IOException {
    return Files.createDirectories(out.path().resolve(folder)).resolve(name);
  }

  /** 8-bit scans as they are, all others as parts of their largest value, for 16 bit. */
  private static Image writable(Image image) {
    float most = image.maximum() == 255 ? 1 : image.maximum();
    float[] samples = image.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] /= most;
    }
    return new Image(image.grid(), image.channels(), image.maximum() / most, samples);
  }

  private void write(String name, String content) {
    AtomicFile.write(out.path().resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }
}
