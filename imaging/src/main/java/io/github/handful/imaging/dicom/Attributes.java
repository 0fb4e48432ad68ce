package io.github.handful.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A data set or an item of a sequence; values are read from the file when they are asked for. */
final class Attributes {
  private final ByteSource source;
  private final Encoding encoding;
  private final Map<Integer, Element> elements;
  private final int depth;
  private final Charset charset;

  Attributes(
      ByteSource source,
      Encoding encoding,
      Map<Integer, Element> elements,
      int depth,
      Charset inherited) {
    this.source = source;
    this.encoding = encoding;
    this.elements = elements;
    this.depth = depth;
    List<String> own = split(text(Tag.SPECIFIC_CHARACTER_SET, CharacterSets.DEFAULT));
    this.charset = own.isEmpty() ? inherited : CharacterSets.of(own);
  }

  ByteSource source() {
    return source;
  }

  Encoding encoding() {
    return encoding;
  }

  Optional<Element> element(Tag tag) {
    return Optional.ofNullable(elements.get(tag.code()));
  }

  /** Whether the attribute is there, also where it is empty. */
  boolean has(Tag tag) {
    return elements.containsKey(tag.code());
  }

  /** The text of an attribute without padding; absent and empty ones are the same. */
  Optional<String> text(Tag tag) {
    String text = text(tag, charset);
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** The parts of a text that backslashes separate. */
  List<String> texts(Tag tag) {
    return split(text(tag, charset));
  }

  OptionalInt integer(Tag tag) {
    double[] numbers = numbers(tag);
    if (numbers.length == 0) {
      return OptionalInt.empty();
    }
    if (numbers[0] != Math.rint(numbers[0]) || Math.abs(numbers[0]) > Integer.MAX_VALUE) {
      throw source.damaged(label(tag) + " is " + numbers[0] + ", no whole number");
    }
    return OptionalInt.of((int) numbers[0]);
  }

  OptionalDouble number(Tag tag) {
    double[] numbers = numbers(tag);
    return numbers.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(numbers[0]);
  }

  /** All numbers of an attribute, whether written as text or in binary; none where it is absent. */
  double[] numbers(Tag tag) {
    Element element = elements.get(tag.code());
    if (element == null) {
      return new double[0];
    }
    String vr = element.vr().equals("UN") ? tag.vr() : element.vr();
    ByteBuffer value = ByteBuffer.wrap(bytes(tag));
    value.order(encoding.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    return switch (vr) {
      case "US", "OW" -> decode(value, 2, v -> v.getShort() & 0xffff);
      case "SS" -> decode(value, 2, ByteBuffer::getShort);
      case "UL" -> decode(value, 4, v -> v.getInt() & 0xffffffffL);
      case "SL" -> decode(value, 4, ByteBuffer::getInt);
      case "FL" -> decode(value, 4, ByteBuffer::getFloat);
      case "FD" -> decode(value, 8, ByteBuffer::getDouble);
      default -> texts(tag).stream().mapToDouble(text -> parse(tag, text)).toArray();
    };
  }

  /** The items of a sequence, none where it is absent. */
  List<Attributes> items(Tag tag) {
    Element element = elements.get(tag.code());
    if (element == null) {
      return List.of();
    }
    Encoding inner =
        encoding.explicit() && element.vr().equals("UN") ? Encoding.IMPLICIT_LITTLE : encoding;
    return AttributeParser.items(source, inner, element, depth + 1, charset);
  }

  /** The first item of a sequence. */
  Optional<Attributes> item(Tag tag) {
    return items(tag).stream().findFirst();
  }

  /** The value as it is in the file, empty where it is absent. */
  byte[] bytes(Tag tag) {
    Element element = elements.get(tag.code());
    return element == null ? new byte[0] : source.read(element.offset(), element.length());
  }

  private String text(Tag tag, Charset charset) {
    byte[] bytes = bytes(tag);
    int length = bytes.length;
    while (length > 0 && (bytes[length - 1] == 0 || bytes[length - 1] == ' ')) {
      length--;
    }
    return new String(bytes, 0, length, charset).strip();
  }

  private static List<String> split(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split("\\\\", -1)).map(String::strip).toList();
  }

  private double parse(Tag tag, String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the sentence below, which says more than the exception.
    }
    throw source.damaged("%s is \"%s\", no number".formatted(label(tag), shortened(text)));
  }

  private static String shortened(String text) {
    String printable = text.replaceAll("\\P{Print}", "?");
    return printable.length() > 20 ? printable.substring(0, 20) + "..." : printable;
  }

  private static String label(Tag tag) {
    return tag.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static double[] decode(ByteBuffer value, int size, NumberReader reader) {
    double[] numbers = new double[value.remaining() / size];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = reader.read(value);
    }
    return numbers;
  }

  private interface NumberReader {
    double read(ByteBuffer value);
  }
}
