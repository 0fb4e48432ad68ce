package io.github.handful.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.zip.DeflaterOutputStream;

/** Writes MetaImage files with their voxels in them. */
final class MetaImageWriter {
  private MetaImageWriter() {}

  /** Not compressed: noise hardly becomes smaller, and the length must stand before the data. */
  static void write(Path file, Image image) {
    String header = header(image.grid(), image.channels(), "MET_FLOAT", Optional.empty());
    AtomicFile.write(
        file,
        out -> {
          out.write(header.getBytes(StandardCharsets.US_ASCII));
          VolumeBytes.writeInterleaved(image, out);
        });
  }

  /** Compressed, which makes a label map a hundredth of its size. */
  static void write(Path file, LabelMap labels) {
    byte[] packed = deflate(labels.labels());
    String header = header(labels.grid(), 1, "MET_UCHAR", Optional.of(packed.length));
    AtomicFile.write(
        file,
        out -> {
          out.write(header.getBytes(StandardCharsets.US_ASCII));
          out.write(packed);
        });
  }

  private static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static String header(Grid grid, int channels, String type, Optional<Integer> packed) {
    Placement place = grid.placement();
    StringJoiner matrix = new StringJoiner(" ");
    StringJoiner offset = new StringJoiner(" ");
    StringJoiner spacing = new StringJoiner(" ");
    for (int axis = 0; axis < 3; axis++) {
      offset.add(place.origin().get(axis).toString());
      spacing.add(place.spacing().get(axis).toString());
      // One axis after another: the transpose of the direction matrix.
      for (int c = 0; c < 3; c++) {
        matrix.add(place.direction().get(3 * c + axis).toString());
      }
    }
    StringBuilder header = new StringBuilder();
    header.append("ObjectType = Image\nNDims = 3\nBinaryData = True\n");
    header.append("BinaryDataByteOrderMSB = False\n");
    header.append("CompressedData = ").append(packed.isPresent() ? "True\n" : "False\n");
    packed.ifPresent(n -> header.append("CompressedDataSize = ").append(n).append('\n'));
    header.append("TransformMatrix = ").append(matrix).append('\n');
    header.append("Offset = ").append(offset).append('\n');
    header.append("CenterOfRotation = 0 0 0\n");
    header.append("ElementSpacing = ").append(spacing).append('\n');
    header.append("DimSize = ").append(grid.width()).append(' ').append(grid.height());
    header.append(' ').append(grid.depth()).append('\n');
    if (channels > 1) {
      header.append("ElementNumberOfChannels = ").append(channels).append('\n');
    }
    header.append("ElementType = ").append(type).append("\nElementDataFile = LOCAL\n");
    return header.toString();
  }
}
