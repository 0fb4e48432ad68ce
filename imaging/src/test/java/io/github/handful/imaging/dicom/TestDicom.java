package io.github.handful.imaging.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Builds DICOM files byte by byte, in every encoding, without the code under test. */
final class TestDicom {
  static final String IMPLICIT = "1.2.840.10008.1.2";
  static final String EXPLICIT = "1.2.840.10008.1.2.1";
  static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";
  static final String DEFLATED = "1.2.840.10008.1.2.1.99";
  static final String RLE = "1.2.840.10008.1.2.5";
  static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";

  private record Value(String vr, Object content) {}

  private final Map<Integer, Value> values = new TreeMap<>(Integer::compareUnsigned);

  /** A CT slice of 16-bit signed pixels at a height, with identity orientation. */
  static TestDicom slice(int columns, double z, int... pixels) {
    return new TestDicom()
        .set(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2")
        .set(0x00080018, "UI", "1.2.3." + (int) (1000 + 10 * z))
        .set(0x00080060, "CS", "CT")
        .set(0x0008103e, "LO", "Thorax")
        .set(0x00100010, "PN", "Phantom^One")
        .set(0x0020000d, "UI", "1.2.3")
        .set(0x0020000e, "UI", "1.2.3.4")
        .set(0x00200011, "IS", "7")
        .set(0x00200032, "DS", "-10\\20\\" + z)
        .set(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
        .set(0x00200052, "UI", "1.2.3.5")
        .set(0x00280002, "US", 1)
        .set(0x00280004, "CS", "MONOCHROME2")
        .set(0x00280010, "US", pixels.length / columns)
        .set(0x00280011, "US", columns)
        .set(0x00280030, "DS", "0.5\\0.25")
        .set(0x00280100, "US", 16)
        .set(0x00280101, "US", 16)
        .set(0x00280102, "US", 15)
        .set(0x00280103, "US", 1)
        .set(0x00281052, "DS", "-1024")
        .set(0x00281053, "DS", "2")
        .set(0x7fe00010, "OW", pixels);
  }

  /** Text for text, one or several ints for US, AT and OW, bytes, or a list of items for SQ. */
  TestDicom set(int tag, String vr, Object content) {
    values.put(tag, new Value(vr, content));
    return this;
  }

  TestDicom remove(int tag) {
    values.remove(tag);
    return this;
  }

  TestDicom copy() {
    TestDicom copy = new TestDicom();
    copy.values.putAll(values);
    return copy;
  }

  Path write(Path file) {
    return write(file, EXPLICIT);
  }

  Path write(Path file, String syntax) {
    return write(file, part10(syntax));
  }

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] part10(String syntax) {
    byte[] dataSet =
        switch (syntax) {
          case IMPLICIT -> encode(false, ByteOrder.LITTLE_ENDIAN, false);
          case BIG_ENDIAN -> encode(true, ByteOrder.BIG_ENDIAN, true);
          case DEFLATED -> deflate(encode(true, ByteOrder.LITTLE_ENDIAN, false));
          default -> encode(true, ByteOrder.LITTLE_ENDIAN, false);
        };
    return part10(syntax, dataSet);
  }

  static byte[] part10(String syntax, byte[] dataSet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(
        new TestDicom().set(0x00020010, "UI", syntax).encode(true, ByteOrder.LITTLE_ENDIAN, false));
    out.writeBytes(dataSet);
    return out.toByteArray();
  }

  /** The raw deflate stream without head and checksum. */
  static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  byte[] encode(boolean explicit, ByteOrder order, boolean undefined) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    values.forEach(
        (tag, value) -> {
          byte[] bytes = bytes(value, explicit, order, undefined);
          boolean open =
              value.vr().equals("SQ") && undefined || value.content() instanceof Fragments;
          out.writeBytes(number(tag >>> 16, 2, order));
          out.writeBytes(number(tag & 0xffff, 2, order));
          boolean wide = !explicit;
          if (explicit) {
            out.writeBytes(value.vr().getBytes(StandardCharsets.US_ASCII));
            wide = List.of("SQ", "OB", "OW", "UN").contains(value.vr());
            out.writeBytes(new byte[wide ? 2 : 0]);
          }
          out.writeBytes(number(open ? -1 : bytes.length, wide ? 4 : 2, order));
          out.writeBytes(bytes);
          if (open) {
            out.writeBytes(mark(0xe0dd, 0, order));
          }
        });
    return out.toByteArray();
  }

  private static byte[] bytes(Value value, boolean explicit, ByteOrder order, boolean undefined) {
    if (value.content() instanceof Fragments fragments) {
      return fragments.encode();
    }
    if (value.content() instanceof byte[] raw) {
      return Arrays.copyOf(raw, raw.length + raw.length % 2);
    }
    if (value.content() instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
      if (even.length > bytes.length) {
        even[bytes.length] = (byte) (value.vr().equals("UI") ? 0 : ' ');
      }
      return even;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (value.content() instanceof Integer number) {
      return number(number, 2, order);
    }
    if (value.content() instanceof int[] numbers) {
      Arrays.stream(numbers).forEach(number -> out.writeBytes(number(number, 2, order)));
      return out.toByteArray();
    }
    for (Object item : (List<?>) value.content()) {
      byte[] content = ((TestDicom) item).encode(explicit, order, undefined);
      out.writeBytes(mark(0xe000, undefined ? -1 : content.length, order));
      out.writeBytes(content);
      if (undefined) {
        out.writeBytes(mark(0xe00d, 0, order));
      }
    }
    return out.toByteArray();
  }

  /** Encapsulated pixel data with an empty offset table. */
  record Fragments(byte[]... parts) {
    byte[] encode() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(mark(0xe000, 0, ByteOrder.LITTLE_ENDIAN));
      for (byte[] part : parts) {
        byte[] even = Arrays.copyOf(part, part.length + part.length % 2);
        out.writeBytes(mark(0xe000, even.length, ByteOrder.LITTLE_ENDIAN));
        out.writeBytes(even);
      }
      return out.toByteArray();
    }
  }

  private static byte[] mark(int element, int length, ByteOrder order) {
    return ByteBuffer.allocate(8)
        .order(order)
        .putShort((short) 0xfffe)
        .putShort((short) element)
        .putInt(length)
        .array();
  }

  private static byte[] number(int value, int size, ByteOrder order) {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(order);
    return (size == 2 ? buffer.putShort((short) value) : buffer.putInt(value)).array();
  }
}
