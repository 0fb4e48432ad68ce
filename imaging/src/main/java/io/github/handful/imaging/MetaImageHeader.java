package io.github.handful.imaging;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the headers of MetaImage files, with their voxels behind them (.mha) or in a file beside
 * them (.mhd). The rows of the stored matrix are the directions of the axes: it is the transpose of
 * the direction matrix of ITK. Positions are those of DICOM.
 */
final class MetaImageHeader {
  private MetaImageHeader() {}

  /**
   * Reads the header and finds the voxels.
   *
   * @throws DataException where the header is damaged, or its voxels are missing or too few
   */
  static VoxelFile open(Path file) {
    TextHeader header = fields(file);
    long dimensions = header.integer("ndims", 0);
    if (dimensions < 2 || dimensions > 4) {
      throw header.bad("NDims", header.text("ndims").orElse(""));
    }
    int n = (int) dimensions;
    long[] dim = Arrays.copyOf(header.integers("DimSize", header.required("dimsize"), n), 4);
    Arrays.fill(dim, n, 4, 1);
    ScalarType type = type(header, header.required("elementtype"));
    VoxelFile.Claim claim =
        new VoxelFile.Claim(
            file,
            VolumeFormat.METAIMAGE,
            Arrays.copyOf(dim, 3),
            header.integer("elementnumberofchannels", 1),
            dim[3],
            true,
            type,
            header.flag("binarydatabyteordermsb", "elementbyteordermsb")
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN,
            header.number("elementtointensityfunctionslope", 1),
            header.number("elementtointensityfunctionoffset", 0));
    VoxelFile.requireSizes(
        file, VolumeFormat.METAIMAGE, claim.sizes(), claim.channels(), claim.frames());
    return VoxelFile.checked(claim, axes(header, n), stored(header, claim));
  }

  private static TextHeader fields(Path file) {
    String text = TextHeader.beginning(file);
    Map<String, String> fields = new LinkedHashMap<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String line = text.substring(start, end < 0 ? text.length() : end);
      start = end < 0 ? text.length() : end + 1;
      int equals = line.indexOf('=');
      if (equals < 0 && !line.isBlank()) {
        break;
      }
      if (equals > 0) {
        String name = line.substring(0, equals).trim().toLowerCase(Locale.ROOT);
        fields.put(name, line.substring(equals + 1).trim());
        if (name.equals("elementdatafile")) {
          return new TextHeader(file, VolumeFormat.METAIMAGE, fields, start);
        }
      }
    }
    throw VolumeFormat.METAIMAGE.damaged(file, "no ElementDataFile");
  }

  private static ScalarType type(TextHeader header, String name) {
    return switch (name.toUpperCase(Locale.ROOT).replaceAll("_ARRAY$", "")) {
      case "MET_CHAR" -> ScalarType.INT8;
      case "MET_UCHAR" -> ScalarType.UINT8;
      case "MET_SHORT" -> ScalarType.INT16;
      case "MET_USHORT" -> ScalarType.UINT16;
      case "MET_INT", "MET_LONG" -> ScalarType.INT32;
      case "MET_UINT", "MET_ULONG" -> ScalarType.UINT32;
      case "MET_LONG_LONG" -> ScalarType.INT64;
      case "MET_ULONG_LONG" -> ScalarType.UINT64;
      case "MET_FLOAT" -> ScalarType.FLOAT32;
      case "MET_DOUBLE" -> ScalarType.FLOAT64;
      default ->
          throw new DataException(
              "%s has the unknown ElementType %s; save it as MET_SHORT or MET_FLOAT."
                  .formatted(header.file(), name));
    };
  }

  private static VoxelAxes axes(TextHeader header, int n) {
    double[] spacing = padded(header, n, "elementspacing", "elementsize");
    for (int axis = 0; axis < 3; axis++) {
      if (axis >= n || header.text("elementspacing", "elementsize").isEmpty()) {
        spacing[axis] = 1;
      }
    }
    double[] origin = padded(header, n, "offset", "position", "origin");
    return VoxelAxes.of(directions(header, n), absolute(spacing), origin);
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  private static double[] padded(TextHeader header, int n, String... names) {
    return header
        .text(names)
        .map(
            text ->
                Arrays.copyOf(Arrays.copyOf(header.numbers(names[0], text, n), Math.min(n, 3)), 3))
        .orElseGet(() -> new double[3]);
  }

  private static double[][] directions(TextHeader header, int n) {
    String[] names = {"transformmatrix", "rotation", "orientation"};
    double[][] directions = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    if (header.text(names).isPresent()) {
      double[] matrix = header.numbers("TransformMatrix", header.text(names).get(), n * n);
      for (int axis = 0; axis < Math.min(n, 3); axis++) {
        for (int c = 0; c < Math.min(n, 3); c++) {
          directions[axis][c] = matrix[axis * n + c];
        }
      }
      return directions;
    }
    String letters = header.text("anatomicalorientation").orElse("").toUpperCase(Locale.ROOT);
    if (n == 2 || letters.isEmpty() || letters.contains("?")) {
      return directions;
    }
    return anatomical(header, letters);
  }

  /** Letters name the side that an axis comes from: RAI runs to the left, back and head. */
  private static double[][] anatomical(TextHeader header, String letters) {
    double[][] directions = new double[3][3];
    boolean[] used = new boolean[3];
    for (int axis = 0; axis < 3; axis++) {
      int from = axis < letters.length() ? "RAILPS".indexOf(letters.charAt(axis)) : -1;
      if (letters.length() < 3 || from < 0 || used[from % 3]) {
        throw new DataException(
            "%s has the unknown AnatomicalOrientation %s; write a TransformMatrix into it."
                .formatted(header.file(), letters));
      }
      used[from % 3] = true;
      directions[axis][from % 3] = from < 3 ? 1 : -1;
    }
    return directions;
  }

  private static StoredVoxels stored(TextHeader header, VoxelFile.Claim claim) {
    String name = header.required("elementdatafile");
    boolean list = name.toUpperCase(Locale.ROOT).startsWith("LIST") || name.contains("%");
    if (list) {
      throw new DataException(
          header.file()
              + " names a list of files, one for each slice, which is not read; save the volume as one file.");
    }
    boolean local = name.equalsIgnoreCase("LOCAL");
    Path file = local ? header.file() : StoredVoxels.beside(header.file(), name);
    long start = local ? header.end() : 0;
    boolean binary = header.text("binarydata").isEmpty() || header.flag("binarydata");
    if (!binary) {
      return StoredVoxels.from(file, StoredVoxels.Packing.TEXT, start, 0);
    }
    long headerSize = header.integer("headersize", 0);
    if (header.flag("compresseddata")) {
      return compressed(header, file, start + Math.max(0, headerSize));
    }
    if (headerSize < 0) {
      return claim.atEndOf(file);
    }
    return StoredVoxels.from(file, StoredVoxels.Packing.RAW, start + headerSize, 0);
  }

  private static StoredVoxels compressed(TextHeader header, Path file, long start) {
    long available = Math.max(0, StoredVoxels.bytes(file) - start);
    long size = header.integer("compresseddatasize", available);
    if (size > available) {
      throw VolumeFormat.METAIMAGE.cutOff(file);
    }
    boolean gzip = VolumeFormat.isGzip(StoredVoxels.firstBytes(file, start));
    return StoredVoxels.from(
        file, gzip ? StoredVoxels.Packing.GZIP : StoredVoxels.Packing.ZLIB, start, 0);
  }
}
