package io.github.handful.imaging;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** How one number is stored in a volume file. */
enum ScalarType {
  INT8(1),
  UINT8(1),
  INT16(2),
  UINT16(2),
  INT32(4),
  UINT32(4),
  INT64(8),
  UINT64(8),
  FLOAT32(4),
  FLOAT64(8);

  private static final double TWO_TO_64 = 0x1p64;
  private final int bytes;

  ScalarType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /**
   * The first {@code count} numbers of a buffer, in its byte order; 64-bit integers are rounded.
   */
  void decode(ByteBuffer in, double[] values, int count) {
    switch (this) {
      case INT8, UINT8 -> {
        int mask = this == INT8 ? -1 : 0xff;
        for (int i = 0; i < count; i++) {
          values[i] = in.get(i) & mask;
        }
      }
      case INT16, UINT16 -> {
        ShortBuffer view = in.asShortBuffer();
        int mask = this == INT16 ? -1 : 0xffff;
        for (int i = 0; i < count; i++) {
          values[i] = view.get(i) & mask;
        }
      }
      case INT32, UINT32 -> {
        IntBuffer view = in.asIntBuffer();
        long mask = this == INT32 ? -1L : 0xffff_ffffL;
        for (int i = 0; i < count; i++) {
          values[i] = view.get(i) & mask;
        }
      }
      case INT64, UINT64 -> {
        LongBuffer view = in.asLongBuffer();
        for (int i = 0; i < count; i++) {
          long value = view.get(i);
          values[i] = this == UINT64 && value < 0 ? value + TWO_TO_64 : value;
        }
      }
      case FLOAT32 -> {
        FloatBuffer view = in.asFloatBuffer();
        for (int i = 0; i < count; i++) {
          values[i] = view.get(i);
        }
      }
      case FLOAT64 -> {
        DoubleBuffer view = in.asDoubleBuffer();
        view.get(0, values, 0, count);
      }
    }
  }
}
