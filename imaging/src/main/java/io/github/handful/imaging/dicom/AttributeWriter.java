package io.github.handful.imaging.dicom;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Collects attributes and writes them as explicit little endian in the order of their tags. Text is
 * UTF-8; the data set must say so with ISO_IR 192.
 */
final class AttributeWriter {
  private static final int DECIMAL_STRING = 16;

  private final Map<Tag, byte[]> values = new EnumMap<>(Tag.class);

  /** Text; several values are separated by backslashes, none makes the attribute empty. */
  AttributeWriter text(Tag tag, String... texts) {
    byte[] bytes =
        Arrays.stream(texts)
            .map(text -> text.replace('\\', '/'))
            .collect(Collectors.joining("\\"))
            .getBytes(StandardCharsets.UTF_8);
    byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
    if (even.length > bytes.length && !tag.vr().equals("UI")) {
      even[bytes.length] = ' ';
    }
    values.put(tag, even);
    return this;
  }

  /** Numbers in binary or as text, as the attribute has them. */
  AttributeWriter numbers(Tag tag, double... numbers) {
    if (tag.vr().equals("DS") || tag.vr().equals("IS")) {
      return text(
          tag, Arrays.stream(numbers).mapToObj(AttributeWriter::decimal).toArray(String[]::new));
    }
    boolean wide = tag.vr().equals("UL");
    ByteBuffer bytes =
        ByteBuffer.allocate((wide ? 4 : 2) * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      if (wide) {
        bytes.putInt((int) number);
      } else {
        bytes.putShort((short) number);
      }
    }
    return bytes(tag, bytes.array());
  }

  /** The tag of another attribute. */
  AttributeWriter tag(Tag tag, Tag value) {
    return numbers(tag, value.code() >>> 16, value.code() & 0xffff);
  }

  AttributeWriter bytes(Tag tag, byte[] value) {
    values.put(tag, Arrays.copyOf(value, value.length + value.length % 2));
    return this;
  }

  /** A sequence; without items it is empty. */
  AttributeWriter items(Tag tag, List<AttributeWriter> items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (AttributeWriter item : items) {
      byte[] content = item.toBytes();
      out.writeBytes(new byte[] {(byte) 0xfe, (byte) 0xff, 0, (byte) 0xe0});
      out.writeBytes(little(content.length));
      out.writeBytes(content);
    }
    values.put(tag, out.toByteArray());
    return this;
  }

  AttributeWriter item(Tag tag, AttributeWriter item) {
    return items(tag, List.of(item));
  }

  /** All attributes, one after another. */
  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    values.forEach(
        (tag, value) -> {
          out.writeBytes(
              ByteBuffer.allocate(4)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putShort((short) (tag.code() >>> 16))
                  .putShort((short) tag.code())
                  .array());
          out.writeBytes(tag.vr().getBytes(StandardCharsets.US_ASCII));
          if (tag.vr().equals("SQ") || tag.vr().startsWith("O")) {
            out.writeBytes(new byte[2]);
            out.writeBytes(little(value.length));
          } else {
            out.writeBytes(Arrays.copyOf(little(value.length), 2));
          }
          out.writeBytes(value);
        });
    return out.toByteArray();
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** The most exact text of at most 16 characters. */
  private static String decimal(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString((long) number);
    }
    for (int digits = 17; ; digits--) {
      String text =
          new BigDecimal(Double.toString(number)).round(new MathContext(digits)).toString();
      if (text.length() <= DECIMAL_STRING) {
        return text;
      }
    }
  }
}
