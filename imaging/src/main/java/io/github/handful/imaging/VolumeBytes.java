package io.github.handful.imaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPOutputStream;

/** The samples of images as bytes, little-endian. */
final class VolumeBytes {
  private static final int PIECE = 1 << 14;
  private static final int BUFFER = 1 << 16;

  private VolumeBytes() {}

  /** One channel after another. */
  static void writePlanes(Image image, OutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * PIECE).order(ByteOrder.LITTLE_ENDIAN);
    float[] samples = image.samples();
    for (int start = 0; start < samples.length; start += PIECE) {
      int piece = Math.min(PIECE, samples.length - start);
      bytes.asFloatBuffer().put(samples, start, piece);
      out.write(bytes.array(), 0, 4 * piece);
    }
  }

  /** The channels of one voxel together. */
  static void writeInterleaved(Image image, OutputStream out) throws IOException {
    if (image.channels() == 1) {
      writePlanes(image, out);
      return;
    }
    int count = image.grid().count();
    ByteBuffer voxel = ByteBuffer.allocate(4 * image.channels()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < image.channels(); c++) {
        voxel.putFloat(4 * c, image.samples()[c * count + i]);
      }
      out.write(voxel.array());
    }
  }

  /** A gzip stream without a time, so that equal volumes become equal files. */
  static GZIPOutputStream gzip(OutputStream out) throws IOException {
    return new GZIPOutputStream(out, BUFFER);
  }
}
