package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates data of which a small file may hold far too much. */
final class Deflated {
  private static final long ALWAYS_ALLOWED = 64L << 20;
  private static final long RATIO = 256;

  private Deflated() {}

  /**
   * The data set of a deflated file (PS3.5 annex A.5).
   *
   * @throws DataException where it grows beyond reason, or is cut off
   */
  static MemoryBytes dataSet(ByteSource bytes, long offset) {
    byte[] packed = bytes.read(offset, bytes.length() - offset);
    long allowed = Math.max(ALWAYS_ALLOWED, RATIO * packed.length);
    long memory = Runtime.getRuntime().maxMemory() / 4;
    return new MemoryBytes(bytes.file(), inflate(bytes, packed, Math.min(allowed, memory)));
  }

  /** One frame of known size that is deflated by itself; missing bytes are an error. */
  static byte[] frame(ByteSource bytes, byte[] packed, int size) {
    byte[] frame = inflate(bytes, packed, size + 1L);
    if (frame.length < size) {
      throw bytes.damaged("a deflated frame is too short");
    }
    return frame.length == size ? frame : Arrays.copyOf(frame, size);
  }

  private static byte[] inflate(ByteSource bytes, byte[] packed, long allowed) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw bytes.damaged("its deflated data is cut off");
        }
        out.write(buffer, 0, count);
        if (out.size() > allowed) {
          throw new DataException(
              "%s unpacks to more than %d MB from %d kB, which no image does; leave it out or export it uncompressed."
                  .formatted(bytes.file(), allowed >> 20, packed.length >> 10));
        }
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw bytes.damaged("its deflated data has an error");
    } finally {
      inflater.end();
    }
  }
}
