package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads the frames of an open file, whatever their encoding. */
final class FrameReader {
  private final DicomFile file;
  private final PixelFormat format;
  private final Element pixels;
  private final Optional<Fragments> fragments;
  private final Optional<Palette> palette;

  /**
   * Prepares the reading; nothing is decoded yet.
   *
   * @throws DataException where the file promises more pixels than it can hold, or where its
   *     transfer syntax is not decoded here
   */
  FrameReader(DicomFile file) {
    this.file = file;
    this.format = PixelFormat.of(file);
    this.pixels = pixelData(file);
    if (pixels.delimited()) {
      requireDecoder(file);
      this.fragments = Optional.of(Fragments.of(file, pixels, format.frames()));
    } else {
      long bytes = (format.frameBits() * format.frames() + 7) / 8;
      boolean overflows = format.frames() > Long.MAX_VALUE / 8 / format.frameBits();
      if (overflows || bytes > pixels.length()) {
        throw file.damaged(
            "%d frames of %d x %d pixels do not fit into its %d bytes of pixel data"
                .formatted(format.frames(), format.columns(), format.rows(), pixels.length()));
      }
      this.fragments = Optional.empty();
    }
    this.palette = format.isPalette() ? Optional.of(Palette.of(file)) : Optional.empty();
  }

  private static Element pixelData(DicomFile file) {
    Attributes attributes = file.attributes();
    return attributes
        .element(Tag.PIXEL_DATA)
        .or(() -> attributes.element(Tag.FLOAT_PIXEL_DATA))
        .or(() -> attributes.element(Tag.DOUBLE_FLOAT_PIXEL_DATA))
        .orElseThrow(
            () -> new DataException(file.file() + " holds no image; give files with pixels."));
  }

  private static void requireDecoder(DicomFile file) {
    TransferSyntax syntax = file.syntax();
    if (syntax.pixels() == TransferSyntax.Pixels.NONE) {
      throw new DataException(
          "%s is compressed with %s (transfer syntax %s), which is not decoded here; decompress it with \"gdcmconv --raw\" first."
              .formatted(file.file(), syntax.title(), syntax.uid()));
    }
    if (syntax.pixels() == TransferSyntax.Pixels.NATIVE) {
      throw file.damaged("its pixels are compressed, its transfer syntax says they are not");
    }
  }

  PixelFormat format() {
    return format;
  }

  /** The stored values of a frame, colours as RGB, one channel after another. */
  float[] read(int frame) {
    if (format.floating()) {
      return floats(nativeFrame(frame));
    }
    int[] values = stored(frame);
    if (palette.isPresent()) {
      values = palette.get().colours(values);
    } else if (format.photometric().startsWith("YBR")) {
      YbrColours.toRgb(values, (1 << format.stored()) - 1);
    }
    float[] samples = new float[values.length];
    boolean wide = format.stored() == 32 && !format.signed();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = wide ? values[i] & 0xffffffffL : values[i];
    }
    return samples;
  }

  /** The stored values of a frame as they are, one channel after another. */
  int[] stored(int frame) {
    if (fragments.isEmpty()) {
      return unpack(nativeFrame(frame), isBigEndian(), format.planar(), bitOffset(frame));
    }
    byte[] packed = fragments.get().read(frame);
    ByteSource source = file.attributes().source();
    return switch (file.syntax().pixels()) {
      case RLE -> unpack(RleDecoder.decode(source, packed, format), false, true, 0);
      case DEFLATED -> {
        int size = (int) ((format.frameBits() + 7) / 8);
        if (size > 1100L * packed.length) {
          throw file.damaged("a deflated frame has too few bytes");
        }
        yield unpack(Deflated.frame(source, packed, size), false, format.planar(), 0);
      }
      default -> {
        int[] samples = JpegFrame.decode(file, packed, format);
        for (int i = 0; i < samples.length; i++) {
          samples[i] = format.value(samples[i]);
        }
        yield samples;
      }
    };
  }

  private boolean isBigEndian() {
    return file.attributes().encoding().bigEndian();
  }

  private byte[] nativeFrame(int frame) {
    long first = frame * format.frameBits() / 8;
    long end = ((frame + 1) * format.frameBits() + 7) / 8;
    boolean words = isBigEndian() && format.allocated() <= 8 && pixels.vr().equals("OW");
    if (!words) {
      return file.attributes().source().read(pixels.offset() + first, end - first);
    }
    // PS3.5 section 8.1.2: bytes that are written as big-endian words come in swapped pairs.
    long even = first & ~1L;
    long evenEnd = Math.min(pixels.length(), end + 1 & ~1L);
    byte[] pairs = file.attributes().source().read(pixels.offset() + even, evenEnd - even);
    byte[] bytes = new byte[(int) (end - first)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = pairs[(int) (first - even + i) ^ 1];
    }
    return bytes;
  }

  /** Frames of single bits follow one another without a gap (PS3.5 section 8.1.1). */
  private int bitOffset(int frame) {
    return (int) (frame * format.frameBits() % 8);
  }

  private float[] floats(byte[] bytes) {
    ByteBuffer in = buffer(bytes, isBigEndian());
    float[] samples = new float[format.pixels()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = format.allocated() == 32 ? in.getFloat() : (float) in.getDouble();
    }
    return samples;
  }

  private int[] unpack(byte[] bytes, boolean bigEndian, boolean planar, int bitOffset) {
    if (format.photometric().equals("YBR_FULL_422") && format.allocated() == 8 && !planar) {
      return YbrColours.spread(bytes, format.pixels());
    }
    ByteBuffer in = buffer(bytes, bigEndian);
    int pixels = format.pixels();
    int[] values = new int[pixels * format.samples()];
    for (int i = 0; i < values.length; i++) {
      int raw =
          switch (format.allocated()) {
            case 1 -> bytes[i + bitOffset >> 3] >> (i + bitOffset & 7) & 1;
            case 8 -> in.get() & 0xff;
            case 16 -> in.getShort() & 0xffff;
            default -> in.getInt();
          };
      int target = planar ? i : i % format.samples() * pixels + i / format.samples();
      values[target] = format.value(raw);
    }
    return values;
  }

  private static ByteBuffer buffer(byte[] bytes, boolean bigEndian) {
    return ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }
}
