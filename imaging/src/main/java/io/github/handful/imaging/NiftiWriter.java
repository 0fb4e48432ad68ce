package io.github.handful.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes NIfTI-1 files, little-endian, with the place of the grid in both the sform and the qform,
 * since programs differ in which of them they believe.
 */
final class NiftiWriter {
  private static final int DATA = 352;
  private static final int FLOAT32 = 16;
  private static final int UINT8 = 2;
  private static final int VECTOR = 1007;
  private static final short SCANNER = 1;
  private static final byte MILLIMETRES = 2;

  private NiftiWriter() {}

  /** Several channels become the fifth dimension. */
  static void write(Path file, Image image, boolean gzip) {
    ByteBuffer header = header(file, image.grid(), FLOAT32, 32);
    if (image.channels() > 1) {
      header.putShort(40, (short) 5);
      header.putShort(50, (short) image.channels());
      header.putShort(68, (short) VECTOR);
    }
    write(file, gzip, header, out -> VolumeBytes.writePlanes(image, out));
  }

  static void write(Path file, LabelMap labels, boolean gzip) {
    ByteBuffer header = header(file, labels.grid(), UINT8, 8);
    write(file, gzip, header, out -> out.write(labels.labels()));
  }

  private static void write(Path file, boolean gzip, ByteBuffer header, AtomicFile.Content voxels) {
    AtomicFile.write(
        file,
        out -> {
          if (gzip) {
            GZIPOutputStream packed = VolumeBytes.gzip(out);
            packed.write(header.array());
            voxels.writeTo(packed);
            packed.finish();
          } else {
            out.write(header.array());
            voxels.writeTo(out);
          }
        });
  }

  /** The header and the four bytes that say that no extension follows. */
  private static ByteBuffer header(Path file, Grid grid, int datatype, int bits) {
    ByteBuffer h = ByteBuffer.allocate(DATA).order(ByteOrder.LITTLE_ENDIAN);
    h.putInt(0, NiftiHeader.SIZE_1);
    h.put(38, (byte) 'r');
    h.putShort(40, (short) 3);
    for (int axis = 0; axis < 7; axis++) {
      int size = axis < 3 ? grid.size(axis) : 1;
      if (size > Short.MAX_VALUE) {
        throw new DataException(
            "%s cannot hold %s voxels, since NIfTI-1 has at most 32767 along an axis; write it as .mha or .nrrd."
                .formatted(file, grid.describe()));
      }
      h.putShort(42 + 2 * axis, (short) size);
    }
    h.putShort(70, (short) datatype);
    h.putShort(72, (short) bits);
    h.putFloat(108, DATA);
    h.putFloat(112, 1);
    h.put(123, MILLIMETRES);
    putPlacement(h, grid.placement());
    h.put(344, "n+1".getBytes(StandardCharsets.US_ASCII));
    return h;
  }

  private static void putPlacement(ByteBuffer h, Placement placement) {
    double[] quaternion = NiftiGeometry.quaternion(placement);
    h.putFloat(76, (float) quaternion[3]);
    h.putShort(252, SCANNER);
    h.putShort(254, SCANNER);
    for (int c = 0; c < 3; c++) {
      // NIfTI's x runs to the right and its y to the front.
      double sign = c < 2 ? -1 : 1;
      h.putFloat(80 + 4 * c, placement.spacing().get(c).floatValue());
      h.putFloat(256 + 4 * c, (float) quaternion[c]);
      float start = (float) (sign * placement.origin().get(c) + 0.0);
      h.putFloat(268 + 4 * c, start);
      for (int axis = 0; axis < 3; axis++) {
        h.putFloat(280 + 16 * c + 4 * axis, (float) (sign * placement.step(c, axis) + 0.0));
      }
      h.putFloat(280 + 16 * c + 12, start);
    }
  }
}
