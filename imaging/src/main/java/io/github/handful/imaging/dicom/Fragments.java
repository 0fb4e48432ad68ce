package io.github.handful.imaging.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Which fragments of encapsulated pixel data belong to which frame (PS3.5 annex A.4). */
final class Fragments {
  private final ByteSource source;
  private final List<List<Element>> frames;

  private Fragments(ByteSource source, List<List<Element>> frames) {
    this.source = source;
    this.frames = frames;
  }

  static Fragments of(DicomFile file, Element pixels, int frames) {
    Attributes attributes = file.attributes();
    ByteSource source = attributes.source();
    List<Element> items = AttributeParser.fragments(source, attributes.encoding(), pixels);
    if (items.size() < 2) {
      throw file.damaged("its compressed pixels are missing");
    }
    Element table = items.get(0);
    List<Element> data = items.subList(1, items.size());
    if (frames == 1) {
      return new Fragments(source, List.of(data));
    }
    if (table.length() >= 4L * frames) {
      byte[] offsets = source.read(table.offset(), 4L * frames);
      return new Fragments(source, byTable(file, data, offsets, frames));
    }
    if (data.size() != frames) {
      throw file.damaged(
          "it should have %d frames and has %d fragments".formatted(frames, data.size()));
    }
    return new Fragments(source, data.stream().map(List::of).toList());
  }

  private static List<List<Element>> byTable(
      DicomFile file, List<Element> data, byte[] table, int frames) {
    ByteBuffer offsets = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    // Offsets count from the head of the first fragment's item, 8 bytes before its value.
    long origin = data.get(0).offset();
    List<List<Element>> result = new ArrayList<>();
    int next = 0;
    for (int f = 0; f < frames; f++) {
      long until =
          f + 1 < frames
              ? origin + Integer.toUnsignedLong(offsets.getInt(4 * (f + 1)))
              : Long.MAX_VALUE;
      List<Element> frame = new ArrayList<>();
      while (next < data.size() && data.get(next).offset() < until) {
        frame.add(data.get(next++));
      }
      if (frame.isEmpty()) {
        throw file.damaged("frame " + (f + 1) + " has no pixels");
      }
      result.add(frame);
    }
    return result;
  }

  /** The compressed bytes of a frame. */
  byte[] read(int frame) {
    List<Element> parts = frames.get(frame);
    if (parts.size() == 1) {
      return source.read(parts.get(0).offset(), parts.get(0).length());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Element part : parts) {
      out.writeBytes(source.read(part.offset(), part.length()));
    }
    return out.toByteArray();
  }
}
