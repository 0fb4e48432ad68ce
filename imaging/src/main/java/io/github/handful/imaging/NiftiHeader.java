package io.github.handful.imaging;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the headers of NIfTI-1 and NIfTI-2 files, alone or with their voxels beside them, in both
 * byte orders, after the standard's nifti1.h and nifti2.h.
 */
final class NiftiHeader {
  static final int SIZE_1 = 348;
  static final int SIZE_2 = 540;
  private static final int RGB24 = 128;

  /** The squares of the three stored parts are at most 1, but for rounding. */
  private static final double LONGEST_QUATERNION = 1.01;

  private NiftiHeader() {}

  /**
   * Reads the header and finds the voxels.
   *
   * @throws DataException where the header is damaged, or its voxels are missing or too few
   */
  static VoxelFile open(Path named) {
    Path file =
        VolumeFormat.isVoxelsOfPair(named.getFileName().toString())
            ? sibling(named, ".hdr").orElseThrow(() -> missing(named, ".hdr"))
            : named;
    byte[] head = head(file);
    ByteBuffer header = ByteBuffer.wrap(head);
    NiftiFields fields = NiftiFields.read(file, ordered(file, header));
    Path voxels =
        fields.pair() ? sibling(file, ".img").orElseThrow(() -> missing(file, ".img")) : file;
    return VoxelFile.checked(
        claim(file, fields, header.order()), axes(file, fields), stored(file, fields, voxels));
  }

  private static VoxelFile.Claim claim(Path file, NiftiFields fields, ByteOrder order) {
    long[] dim = fields.dim();
    if (dim[0] < 1 || dim[0] > 7) {
      throw VolumeFormat.NIFTI.damaged(file, dim[0] + " dimensions");
    }
    for (int i = 1; i <= dim[0]; i++) {
      if (dim[i] < 1) {
        throw VolumeFormat.NIFTI.damaged(file, "size " + dim[i] + " along axis " + i);
      }
    }
    long[] sizes = new long[7];
    for (int i = 0; i < 7; i++) {
      sizes[i] = i < dim[0] ? dim[i + 1] : 1;
    }
    boolean colours = fields.datatype() == RGB24;
    if (sizes[5] > 1 || sizes[6] > 1 || (colours && sizes[4] > 1)) {
      throw new DataException(
          "%s has %d dimensions, and only volumes and their frames and channels are read; save the volume that is meant alone."
              .formatted(file, dim[0]));
    }
    boolean scaled = Double.isFinite(fields.slope()) && fields.slope() != 0 && !colours;
    if (scaled && !Double.isFinite(fields.intercept())) {
      throw VolumeFormat.NIFTI.damaged(file, "scl_inter is " + fields.intercept());
    }
    return new VoxelFile.Claim(
        file,
        VolumeFormat.NIFTI,
        new long[] {sizes[0], sizes[1], sizes[2]},
        colours ? 3 : sizes[4],
        sizes[3],
        colours,
        type(file, fields.datatype()),
        order,
        scaled ? fields.slope() : 1,
        scaled ? fields.intercept() : 0);
  }

  private static ScalarType type(Path file, int code) {
    return switch (code) {
      case 2, RGB24 -> ScalarType.UINT8;
      case 4 -> ScalarType.INT16;
      case 8 -> ScalarType.INT32;
      case 16 -> ScalarType.FLOAT32;
      case 64 -> ScalarType.FLOAT64;
      case 256 -> ScalarType.INT8;
      case 512 -> ScalarType.UINT16;
      case 768 -> ScalarType.UINT32;
      case 1024 -> ScalarType.INT64;
      case 1280 -> ScalarType.UINT64;
      default ->
          throw new DataException(
              "%s has the NIfTI data type %d (%s), which is not read; save it as 16-bit integers or 32-bit floating point."
                  .formatted(file, code, unreadType(code)));
    };
  }

  private static String unreadType(int code) {
    return switch (code) {
      case 1 -> "single bits";
      case 32, 1792, 2048 -> "complex numbers";
      case 1536 -> "128-bit floating point";
      case 2304 -> "colours with alpha";
      default -> "unknown";
    };
  }

  /** The standard's order of trust: sform, then qform, then the voxel sizes alone. */
  private static VoxelAxes axes(Path file, NiftiFields fields) {
    double[] pixdim = fields.pixdim();
    double[] spacing = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      boolean many = axis < fields.dim()[0] && fields.dim()[axis + 1] > 1;
      double size = Math.abs(pixdim[axis + 1]);
      // Pictures often have no thickness.
      spacing[axis] = size == 0 && !many ? 1 : size;
    }
    requireCode(file, "sform", fields.sformCode());
    requireCode(file, "qform", fields.qformCode());
    VoxelAxes axes;
    if (fields.sformCode() > 0) {
      axes = NiftiGeometry.ofAffine(fields.affine());
    } else if (fields.qformCode() > 0) {
      double squares = Arrays.stream(fields.quaternion()).map(q -> q * q).sum();
      if (squares > LONGEST_QUATERNION) {
        throw VolumeFormat.NIFTI.damaged(file, "its qform is no rotation");
      }
      axes =
          NiftiGeometry.ofQuaternion(
              fields.quaternion(), pixdim[0] < 0 ? -1 : 1, spacing, fields.offset());
    } else {
      double[][] unit = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
      axes = VoxelAxes.of(unit, spacing, new double[3]);
    }
    double millimetres =
        switch (fields.units() & 7) {
          case 0, 2 -> 1;
          case 1 -> 1000;
          case 3 -> 0.001;
          default ->
              throw new DataException(
                  "%s has the unknown unit of length %d; write millimetres (2) into xyzt_units."
                      .formatted(file, fields.units() & 7));
        };
    return axes.times(millimetres).fromRightAnterior();
  }

  private static void requireCode(Path file, String form, int code) {
    if (code < 0 || code > 5) {
      throw new DataException(
          "%s has the unknown %s_code %d, so its orientation is not known; save it again with the program that made it."
              .formatted(file, form, code));
    }
  }

  private static StoredVoxels stored(Path file, NiftiFields fields, Path voxels) {
    double offset = fields.voxelOffset();
    double least = fields.pair() ? 0 : fields.size() + 4;
    if (!(offset >= least && offset < Long.MAX_VALUE) || offset != Math.rint(offset)) {
      throw VolumeFormat.NIFTI.damaged(file, "voxels at byte " + offset);
    }
    return VolumeFormat.isGzip(ImageFormat.head(voxels))
        ? StoredVoxels.from(voxels, StoredVoxels.Packing.GZIP, 0, (long) offset)
        : StoredVoxels.from(voxels, StoredVoxels.Packing.RAW, (long) offset, 0);
  }

  private static ByteBuffer ordered(Path file, ByteBuffer header) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      header.order(order);
      int size = header.capacity() < 4 ? 0 : header.getInt(0);
      if ((size == SIZE_1 || size == SIZE_2) && header.capacity() >= size) {
        return header;
      }
    }
    throw header.capacity() < SIZE_1
        ? VolumeFormat.NIFTI.cutOff(file)
        : VolumeFormat.NIFTI.damaged(file, "no header of 348 or 540 bytes");
  }

  private static byte[] head(Path file) {
    boolean gzip = VolumeFormat.isGzip(ImageFormat.head(file));
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = gzip ? new GZIPInputStream(stored) : stored) {
      return in.readNBytes(SIZE_2);
    } catch (IOException e) {
      throw VolumeFormat.NIFTI.damaged(file, String.valueOf(e.getMessage()));
    }
  }

  /** The other file of a pair, compressed or not, whatever the case of its extension. */
  private static Optional<Path> sibling(Path file, String extension) {
    String name = file.getFileName().toString();
    String stem = name.substring(0, name.length() - VolumeFormat.extension(name).length());
    for (String end : new String[] {extension, extension + ".gz"}) {
      for (String cased : new String[] {end, end.toUpperCase(Locale.ROOT)}) {
        Path sibling = file.resolveSibling(stem + cased);
        if (Files.isRegularFile(sibling)) {
          return Optional.of(sibling);
        }
      }
    }
    return Optional.empty();
  }

  private static DataException missing(Path file, String extension) {
    return new DataException(
        "%s is one half of a pair, and the other, of the same name with %s at its end, is missing; copy both into one folder."
            .formatted(file, extension));
  }
}
