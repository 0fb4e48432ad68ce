package io.github.handful.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Builds volume files byte by byte, independently of the writers. */
final class SmallVolumes {
  private SmallVolumes() {}

  /** A NIfTI-1 header of 352 bytes with voxels of 1 mm and neither sform nor qform. */
  static ByteBuffer nifti1(ByteOrder order, int datatype, int... sizes) {
    ByteBuffer header = ByteBuffer.allocate(352).order(order);
    header.putInt(0, 348);
    header.putShort(40, (short) sizes.length);
    for (int i = 0; i < sizes.length; i++) {
      header.putShort(42 + 2 * i, (short) sizes[i]);
      header.putFloat(80 + 4 * i, 1);
    }
    header.putShort(70, (short) datatype);
    header.putFloat(108, 352);
    header.put(344, new byte[] {'n', '+', '1', 0});
    return header;
  }

  /** A NIfTI-2 header of 544 bytes with voxels of 1 mm and neither sform nor qform. */
  static ByteBuffer nifti2(ByteOrder order, int datatype, long... sizes) {
    ByteBuffer header = ByteBuffer.allocate(544).order(order);
    header.putInt(0, 540);
    header.put(4, new byte[] {'n', '+', '2', 0, '\r', '\n', 0x1a, '\n'});
    header.putShort(12, (short) datatype);
    header.putLong(16, sizes.length);
    for (int i = 0; i < sizes.length; i++) {
      header.putLong(24 + 8 * i, sizes[i]);
      header.putDouble(112 + 8 * i, 1);
    }
    header.putLong(168, 544);
    return header;
  }

  /** The header with an sform, three rows of four numbers, in RAS millimetres. */
  static ByteBuffer withSform(ByteBuffer nifti1, double... rows) {
    nifti1.putShort(254, (short) 1);
    for (int i = 0; i < 12; i++) {
      nifti1.putFloat(280 + 4 * i, (float) rows[i]);
    }
    return nifti1;
  }

  /** The header with a qform: b, c, d, the sign of the third axis and three coordinates. */
  static ByteBuffer withQform(ByteBuffer nifti1, double... parts) {
    nifti1.putShort(252, (short) 1);
    nifti1.putFloat(76, (float) parts[3]);
    for (int i = 0; i < 3; i++) {
      nifti1.putFloat(256 + 4 * i, (float) parts[i]);
      nifti1.putFloat(268 + 4 * i, (float) parts[4 + i]);
    }
    return nifti1;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] shorts(ByteOrder order, int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
    for (int value : values) {
      buffer.putShort((short) value);
    }
    return buffer.array();
  }

  static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] zlib(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static Path nifti(Path file, ByteBuffer header, byte[] voxels) {
    return SmallFiles.write(file, join(header.array(), voxels));
  }

  /** All 48 ways in which the axes of a grid can run along those of the patient. */
  static List<Placement> orientations() {
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    List<Placement> placements = new ArrayList<>();
    for (int[] order : orders) {
      for (int signs = 0; signs < 8; signs++) {
        Double[] direction = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
        for (int axis = 0; axis < 3; axis++) {
          direction[3 * order[axis] + axis] = (signs >> axis & 1) == 0 ? 1.0 : -1.0;
        }
        placements.add(
            new Placement(
                List.of(0.75, 1.5, 3.0), List.of(-12.5, 40.25, 103.0), List.of(direction)));
      }
    }
    return placements;
  }

  /** Rotations by random unit quaternions (seeded), every second one mirrored. */
  static List<Placement> oblique(int count) {
    Random random = new Random(5);
    List<Placement> placements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] q = new double[4];
      double norm = 0;
      for (int k = 0; k < 4; k++) {
        q[k] = random.nextGaussian();
        norm += q[k] * q[k];
      }
      for (int k = 0; k < 4; k++) {
        q[k] /= Math.sqrt(norm);
      }
      int mirror = i % 2 == 0 ? 1 : -1;
      double a = q[0];
      double b = q[1];
      double c = q[2];
      double d = q[3];
      placements.add(
          new Placement(
              List.of(0.4 + i, 1.1, 2.3),
              List.of(random.nextDouble() * 200, -random.nextDouble() * 200, 7.0),
              List.of(
                  1 - 2 * (c * c + d * d),
                  2 * (b * c - a * d),
                  mirror * 2 * (b * d + a * c),
                  2 * (b * c + a * d),
                  1 - 2 * (b * b + d * d),
                  mirror * 2 * (c * d - a * b),
                  2 * (b * d - a * c),
                  2 * (c * d + a * b),
                  mirror * (1 - 2 * (b * b + c * c)))));
    }
    return placements;
  }

  /** The different values of a volume of whole numbers. */
  static NavigableSet<Integer> values(Image volume) {
    NavigableSet<Integer> values = new TreeSet<>();
    for (float sample : volume.samples()) {
      values.add((int) sample);
    }
    return values;
  }
}
