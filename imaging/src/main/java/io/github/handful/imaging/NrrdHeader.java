package io.github.handful.imaging;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the headers of NRRD files, with their voxels behind them (.nrrd) or in a file beside them
 * (.nhdr), after the format's definition (teem.sourceforge.net/nrrd/format.html).
 */
final class NrrdHeader {
  private NrrdHeader() {}

  /**
   * Reads the header and finds the voxels.
   *
   * @throws DataException where the header is damaged, or its voxels are missing or too few
   */
  static VoxelFile open(Path file) {
    TextHeader header = fields(file);
    NrrdAxes axes = NrrdAxes.of(header);
    ScalarType type = type(header, header.required("type"));
    String encoding = header.required("encoding").toLowerCase(Locale.ROOT);
    boolean text = encoding.matches("txt|text|ascii");
    VoxelFile.Claim claim =
        new VoxelFile.Claim(
            file,
            VolumeFormat.NRRD,
            axes.sizes(),
            axes.channels(),
            axes.frames(),
            true,
            type,
            text || type.bytes() == 1 ? ByteOrder.LITTLE_ENDIAN : order(header),
            1,
            0);
    VoxelFile.requireSizes(
        file, VolumeFormat.NRRD, claim.sizes(), claim.channels(), claim.frames());
    return VoxelFile.checked(claim, axes.place(header), stored(header, claim, encoding));
  }

  private static TextHeader fields(Path file) {
    String text = TextHeader.beginning(file);
    Map<String, String> fields = new LinkedHashMap<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String line = text.substring(start, end < 0 ? text.length() : end).stripTrailing();
      start = end < 0 ? text.length() : end + 1;
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(": ");
      int pair = line.indexOf(":=");
      boolean field = colon > 0 && (pair < 0 || colon < pair) && !line.startsWith("#");
      if (field) {
        fields.put(
            line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
            line.substring(colon + 2).trim());
      }
    }
    return new TextHeader(file, VolumeFormat.NRRD, fields, start);
  }

  private static ScalarType type(TextHeader header, String name) {
    return switch (name.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ")) {
      case "signed char", "int8", "int8_t" -> ScalarType.INT8;
      case "uchar", "unsigned char", "uint8", "uint8_t" -> ScalarType.UINT8;
      case "short", "short int", "signed short", "signed short int", "int16", "int16_t" ->
          ScalarType.INT16;
      case "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t" ->
          ScalarType.UINT16;
      case "int", "signed int", "int32", "int32_t" -> ScalarType.INT32;
      case "uint", "unsigned int", "uint32", "uint32_t" -> ScalarType.UINT32;
      case "longlong",
          "long long",
          "long long int",
          "signed long long",
          "signed long long int",
          "int64",
          "int64_t" ->
          ScalarType.INT64;
      case "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t" ->
          ScalarType.UINT64;
      case "float" -> ScalarType.FLOAT32;
      case "double" -> ScalarType.FLOAT64;
      default ->
          throw new DataException(
              "%s has the unknown type %s; save it as short or float."
                  .formatted(header.file(), name));
    };
  }

  private static ByteOrder order(TextHeader header) {
    String endian = header.required("endian").toLowerCase(Locale.ROOT);
    return switch (endian) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw header.bad("endian", endian);
    };
  }

  private static StoredVoxels stored(TextHeader header, VoxelFile.Claim claim, String encoding) {
    Optional<String> name = header.text("data file", "datafile");
    boolean list =
        name.filter(n -> n.toUpperCase(Locale.ROOT).startsWith("LIST") || n.contains("%"))
            .isPresent();
    if (list) {
      throw new DataException(
          header.file()
              + " names a list of files, one for each slice, which is not read; save the volume as one file.");
    }
    Path file = name.map(n -> StoredVoxels.beside(header.file(), n)).orElse(header.file());
    StoredVoxels.Packing packing =
        switch (encoding) {
          case "raw" -> StoredVoxels.Packing.RAW;
          case "gz", "gzip" -> StoredVoxels.Packing.GZIP;
          case "txt", "text", "ascii" -> StoredVoxels.Packing.TEXT;
          default ->
              throw new DataException(
                  "%s has the encoding %s, and raw, gzip and ascii are read; save it with one of these."
                      .formatted(header.file(), encoding));
        };
    long start = name.isPresent() ? 0 : header.end();
    start = afterLines(header, file, start, header.text("line skip", "lineskip").orElse("0"));
    String skipText = header.text("byte skip", "byteskip").orElse("0");
    long skip = header.integers("byte skip", skipText, 1)[0];
    if (skip == -1 && packing == StoredVoxels.Packing.RAW) {
      return claim.atEndOf(file);
    }
    if (skip < 0) {
      throw header.bad("byte skip", skipText);
    }
    return packing == StoredVoxels.Packing.GZIP
        ? StoredVoxels.from(file, packing, start, skip)
        : StoredVoxels.from(file, packing, start + skip, 0);
  }

  private static long afterLines(TextHeader header, Path file, long start, String lines) {
    long left = header.integers("line skip", lines, 1)[0];
    if (left <= 0) {
      return start;
    }
    String text = TextHeader.beginning(file);
    int at = (int) start;
    for (; left > 0; left--) {
      at = text.indexOf('\n', at) + 1;
      if (at == 0) {
        throw header.bad("line skip", lines);
      }
    }
    return at;
  }
}
