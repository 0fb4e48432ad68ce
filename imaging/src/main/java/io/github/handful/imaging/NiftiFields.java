package io.github.handful.imaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The fields of a NIfTI header that matter for reading, as stored, whichever of the two versions
 * they come from.
 *
 * @param size 348 for NIfTI-1, 540 for NIfTI-2
 * @param pair whether the voxels are in a file of their own
 * @param dim the number of dimensions and the size of each
 * @param pixdim the sign of the qform's third axis and the voxel sizes
 * @param quaternion b, c and d
 * @param affine the three rows of the sform
 */
record NiftiFields(
    int size,
    boolean pair,
    long[] dim,
    int datatype,
    double[] pixdim,
    double voxelOffset,
    double slope,
    double intercept,
    int units,
    int qformCode,
    int sformCode,
    double[] quaternion,
    double[] offset,
    double[][] affine) {

  /**
   * Reads the fields.
   *
   * @param header in the byte order of the file, at least as long as its version needs
   * @throws DataException for headers without NIfTI's mark
   */
  static NiftiFields read(Path file, ByteBuffer header) {
    int size = header.getInt(0);
    boolean second = size == NiftiHeader.SIZE_2;
    byte[] magic = new byte[3];
    header.get(second ? 4 : 344, magic);
    String mark = new String(magic, StandardCharsets.ISO_8859_1);
    String version = second ? "2" : "1";
    boolean pair = mark.equals("ni" + version);
    if (!pair && !mark.equals("n+" + version)) {
      throw new DataException(
          file
              + " lacks the mark of NIfTI and is probably an Analyze 7.5 file, which does not tell left from right; convert it to NIfTI.");
    }
    return second ? second(header, pair) : first(header, pair);
  }

  private static NiftiFields first(ByteBuffer h, boolean pair) {
    long[] dim = new long[8];
    double[] pixdim = new double[8];
    for (int i = 0; i < 8; i++) {
      dim[i] = h.getShort(40 + 2 * i);
      pixdim[i] = h.getFloat(76 + 4 * i);
    }
    return new NiftiFields(
        NiftiHeader.SIZE_1,
        pair,
        dim,
        h.getShort(70),
        pixdim,
        h.getFloat(108),
        h.getFloat(112),
        h.getFloat(116),
        h.get(123),
        h.getShort(252),
        h.getShort(254),
        floats(h, 256, 3),
        floats(h, 268, 3),
        new double[][] {floats(h, 280, 4), floats(h, 296, 4), floats(h, 312, 4)});
  }

  private static NiftiFields second(ByteBuffer h, boolean pair) {
    long[] dim = new long[8];
    for (int i = 0; i < 8; i++) {
      dim[i] = h.getLong(16 + 8 * i);
    }
    return new NiftiFields(
        NiftiHeader.SIZE_2,
        pair,
        dim,
        h.getShort(12),
        doubles(h, 104, 8),
        h.getLong(168),
        h.getDouble(176),
        h.getDouble(184),
        h.getInt(500),
        h.getInt(344),
        h.getInt(348),
        doubles(h, 352, 3),
        doubles(h, 376, 3),
        new double[][] {doubles(h, 400, 4), doubles(h, 432, 4), doubles(h, 464, 4)});
  }

  private static double[] floats(ByteBuffer h, int at, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = h.getFloat(at + 4 * i);
    }
    return values;
  }

  private static double[] doubles(ByteBuffer h, int at, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = h.getDouble(at + 8 * i);
    }
    return values;
  }
}
