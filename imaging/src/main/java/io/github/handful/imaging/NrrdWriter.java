package io.github.handful.imaging;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.StringJoiner;
import java.util.zip.GZIPOutputStream;

/** Writes NRRD files with their voxels in them, gzip-compressed. */
final class NrrdWriter {
  private NrrdWriter() {}

  static void write(Path file, Image image) {
    write(
        file,
        header(image.grid(), image.channels(), "float"),
        out -> VolumeBytes.writeInterleaved(image, out));
  }

  static void write(Path file, LabelMap labels) {
    write(file, header(labels.grid(), 1, "uint8"), out -> out.write(labels.labels()));
  }

  private static void write(Path file, String header, AtomicFile.Content voxels) {
    AtomicFile.write(
        file,
        out -> {
          out.write(header.getBytes(StandardCharsets.US_ASCII));
          GZIPOutputStream packed = VolumeBytes.gzip(out);
          voxels.writeTo(packed);
          packed.finish();
        });
  }

  private static String header(Grid grid, int channels, String type) {
    Placement place = grid.placement();
    boolean vector = channels > 1;
    StringJoiner directions = new StringJoiner(" ");
    for (int axis = 0; axis < 3; axis++) {
      directions.add(
          "(%s,%s,%s)".formatted(place.step(0, axis), place.step(1, axis), place.step(2, axis)));
    }
    StringJoiner origin = new StringJoiner(",", "(", ")");
    place.origin().forEach(c -> origin.add(c.toString()));
    return "NRRD0004\ntype: "
        + type
        + "\ndimension: "
        + (vector ? 4 : 3)
        + "\nspace: left-posterior-superior\nsizes: "
        + (vector ? channels + " " : "")
        + grid.width()
        + " "
        + grid.height()
        + " "
        + grid.depth()
        + "\nspace directions: "
        + (vector ? "none " : "")
        + directions
        + "\nkinds: "
        + (vector ? "vector " : "")
        + "domain domain domain\nendian: little\nencoding: gzip\nspace origin: "
        + origin
        + "\n\n";
  }
}
