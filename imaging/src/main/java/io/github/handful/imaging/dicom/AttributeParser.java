package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the elements of a data set (PS3.5 section 7) without reading their values. Every length is
 * compared with the file before it is believed, and sequences nest to a bounded depth.
 */
final class AttributeParser {
  private static final int ITEM = 0xfffee000;
  private static final int ITEM_END = 0xfffee00d;
  private static final int SEQUENCE_END = 0xfffee0dd;
  private static final long UNDEFINED = 0xffffffffL;
  private static final int MAX_DEPTH = 64;

  /** More attributes than any data set has; a damaged file must not fill the memory with them. */
  private static final int MAX_ELEMENTS = 1 << 16;

  /** PS3.5 table 7.1-1; all other representations have a length of 16 bits. */
  private static final Set<String> LONG_FORM =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  private final ByteSource source;
  private final Encoding encoding;
  private final int depth;
  private long position;
  private final long end;

  private AttributeParser(
      ByteSource source, Encoding encoding, int depth, long position, long end) {
    if (depth > MAX_DEPTH) {
      throw source.damaged("its sequences are nested more than " + MAX_DEPTH + " deep");
    }
    this.source = source;
    this.encoding = encoding;
    this.depth = depth;
    this.position = position;
    this.end = end;
  }

  /** The data set that starts at an offset; what follows the pixel data is not looked at. */
  static Attributes dataSet(ByteSource source, Encoding encoding, long offset) {
    AttributeParser parser = new AttributeParser(source, encoding, 0, offset, source.length());
    Map<Integer, Element> elements = parser.elements();
    return new Attributes(source, encoding, elements, 0, CharacterSets.DEFAULT);
  }

  /** The file meta information, group 0002, always explicit and little endian. */
  static Meta meta(ByteSource source, long offset) {
    Encoding little = Encoding.EXPLICIT_LITTLE;
    AttributeParser parser = new AttributeParser(source, little, 0, offset, source.length());
    Map<Integer, Element> elements = new HashMap<>();
    while (parser.position + 8 <= parser.end && source.u16(parser.position, false) == 2) {
      Element element = parser.next();
      elements.put(element.tag(), element);
    }
    Attributes attributes = new Attributes(source, little, elements, 0, CharacterSets.DEFAULT);
    return new Meta(attributes, parser.position);
  }

  /** Group 0002 and the offset behind it. */
  record Meta(Attributes attributes, long end) {}

  /** The items of a sequence whose value has been found. */
  static List<Attributes> items(
      ByteSource source, Encoding encoding, Element sequence, int depth, Charset charset) {
    long end = sequence.offset() + sequence.length();
    AttributeParser parser = new AttributeParser(source, encoding, depth, sequence.offset(), end);
    List<Attributes> items = new ArrayList<>();
    while (parser.position < end) {
      items.add(parser.item(charset));
    }
    return items;
  }

  /** The raw items of encapsulated pixel data, the offset table first. */
  static List<Element> fragments(ByteSource source, Encoding encoding, Element pixels) {
    long end = pixels.offset() + pixels.length();
    AttributeParser parser = new AttributeParser(source, encoding, 0, pixels.offset(), end);
    List<Element> fragments = new ArrayList<>();
    while (parser.position < end) {
      long length = parser.itemLength();
      fragments.add(new Element(ITEM, "OB", parser.position, length, false));
      parser.position += length;
    }
    return fragments;
  }

  private Attributes item(Charset charset) {
    long length = itemStart();
    AttributeParser inside =
        new AttributeParser(
            source, encoding, depth + 1, position, length == UNDEFINED ? end : position + length);
    Map<Integer, Element> elements = inside.elements();
    position = length == UNDEFINED ? inside.position : position + length;
    return new Attributes(source, encoding, elements, depth + 1, charset);
  }

  /** All elements up to the end or the mark of the item's end, which is passed over. */
  private Map<Integer, Element> elements() {
    Map<Integer, Element> elements = new HashMap<>();
    while (position < end) {
      if (depth == 0 && onlyPaddingLeft()) {
        return elements;
      }
      Element element = next();
      if (element.tag() == ITEM_END && depth > 0) {
        return elements;
      }
      elements.put(element.tag(), element);
      if (elements.size() > MAX_ELEMENTS) {
        throw source.damaged("it has more than " + MAX_ELEMENTS + " attributes");
      }
      if (depth == 0 && element.tag() == Tag.PIXEL_DATA.code()) {
        return elements;
      }
    }
    return elements;
  }

  /** Some writers fill the file up with zeros behind the last element. */
  private boolean onlyPaddingLeft() {
    if (end - position >= 8) {
      return false;
    }
    for (long i = position; i < end; i++) {
      if (source.at(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The element at the current position, which moves behind it. */
  private Element next() {
    source.require(position, 8);
    int tag = tag(position);
    if (tag == ITEM_END) {
      position += 8;
      return new Element(tag, "UN", position, 0, false);
    }
    String vr = "UN";
    long length;
    if (!encoding.explicit() || tag >>> 16 == 0xfffe) {
      length = source.u32(position + 4, encoding.bigEndian());
      position += 8;
    } else {
      vr = vr(tag);
      if (LONG_FORM.contains(vr)) {
        source.require(position, 12);
        length = source.u32(position + 8, encoding.bigEndian());
        position += 12;
      } else {
        length = source.u16(position + 6, encoding.bigEndian());
        position += 8;
      }
    }
    long start = position;
    if (length == UNDEFINED) {
      length = undefinedLength(tag, vr);
      return new Element(tag, vr, start, length, true);
    }
    if (length > end - start) {
      throw cutOff(tag, length, end - start);
    }
    position = start + length;
    return new Element(tag, vr, start, length, false);
  }

  private String vr(int tag) {
    char first = (char) source.at(position + 4);
    char second = (char) source.at(position + 5);
    if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
      throw source.damaged("attribute " + name(tag) + " has no value representation");
    }
    return "" + first + second;
  }

  /** Passes over a value of undefined length and returns how long it is without its end mark. */
  private long undefinedLength(int tag, String vr) {
    boolean raw = vr.equals("OB") || vr.equals("OW") || tag == Tag.PIXEL_DATA.code();
    // PS3.5 section 6.2.2: unknown values of undefined length are written implicitly.
    Encoding inner = encoding.explicit() && vr.equals("UN") ? Encoding.IMPLICIT_LITTLE : encoding;
    AttributeParser inside = new AttributeParser(source, inner, depth + 1, position, end);
    while (true) {
      source.require(inside.position, 8);
      if (inside.tag(inside.position) == SEQUENCE_END) {
        long length = inside.position - position;
        position = inside.position + 8;
        return length;
      }
      if (raw) {
        inside.skipFragment();
      } else {
        inside.skipItem();
      }
    }
  }

  private void skipItem() {
    long length = itemStart();
    if (length != UNDEFINED) {
      position += length;
      return;
    }
    AttributeParser inside = new AttributeParser(source, encoding, depth + 1, position, end);
    while (inside.next().tag() != ITEM_END) {
      position = inside.position;
    }
    position = inside.position;
  }

  private void skipFragment() {
    long length = itemLength();
    position += length;
  }

  private long itemLength() {
    long length = itemStart();
    if (length == UNDEFINED) {
      throw source.damaged("a fragment of its pixel data has no length");
    }
    return length;
  }

  /** Passes over the head of an item and returns its length, which may be undefined. */
  private long itemStart() {
    source.require(position, 8);
    int tag = tag(position);
    if (tag != ITEM) {
      throw source.damaged("where an item of a sequence should start there is " + name(tag));
    }
    long length = source.u32(position + 4, encoding.bigEndian());
    position += 8;
    if (length != UNDEFINED && length > end - position) {
      throw cutOff(tag, length, end - position);
    }
    return length;
  }

  private int tag(long offset) {
    boolean big = encoding.bigEndian();
    return source.u16(offset, big) << 16 | source.u16(offset + 2, big);
  }

  private DataException cutOff(int tag, long length, long left) {
    return source.damaged(
        "attribute %s should have %d bytes and %d are left".formatted(name(tag), length, left));
  }

  private static String name(int tag) {
    return String.format(Locale.ROOT, "(%04x,%04x)", tag >>> 16, tag & 0xffff);
  }
}
