package io.github.handful.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * RLE lossless (PS3.5 annex G): every byte plane of a frame is packed by itself, the most
 * significant byte of the first sample first.
 */
final class RleDecoder {
  private static final int HEADER = 64;

  private RleDecoder() {}

  /** The little-endian samples of a frame, one colour after another. */
  static byte[] decode(ByteSource source, byte[] packed, PixelFormat format) {
    int sampleBytes = Math.max(1, format.allocated() / 8);
    int planes = format.samples() * sampleBytes;
    int planeSize = format.allocated() == 1 ? (format.pixels() + 7) / 8 : format.pixels();
    // A run of 128 bytes takes two, so the frame cannot be longer than 64 times its packed form.
    if ((long) planes * planeSize > 64L * packed.length || packed.length < HEADER) {
      throw source.damaged("an RLE frame has too few bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != planes) {
      throw source.damaged(
          "an RLE frame has %d segments instead of %d".formatted(header.getInt(0), planes));
    }
    byte[] frame = new byte[planes * planeSize];
    byte[] plane = new byte[planeSize];
    for (int p = 0; p < planes; p++) {
      int start = header.getInt(4 + 4 * p);
      int end = p + 1 < planes ? header.getInt(8 + 4 * p) : packed.length;
      if (start < HEADER || end > packed.length || start > end) {
        throw source.damaged("an RLE segment lies outside its frame");
      }
      unpack(source, packed, start, end, plane);
      int sample = p / sampleBytes;
      int significance = sampleBytes - 1 - p % sampleBytes;
      for (int i = 0; i < planeSize; i++) {
        frame[(sample * planeSize + i) * sampleBytes + significance] = plane[i];
      }
    }
    return frame;
  }

  private static void unpack(ByteSource source, byte[] packed, int start, int end, byte[] plane) {
    int in = start;
    int out = 0;
    while (out < plane.length && in < end) {
      int count = packed[in++];
      if (count == -128) {
        continue;
      }
      int length = Math.min(Math.abs(count) + 1, plane.length - out);
      if (in + (count >= 0 ? length : 1) > end) {
        throw source.damaged("an RLE segment is cut off");
      }
      if (count >= 0) {
        System.arraycopy(packed, in, plane, out, length);
        in += length;
      } else {
        Arrays.fill(plane, out, out + length, packed[in++]);
      }
      out += length;
    }
    if (out < plane.length) {
      throw source.damaged("an RLE segment is cut off");
    }
  }
}
