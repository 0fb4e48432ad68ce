package io.github.handful.imaging.dicom;

import java.util.Arrays;
import java.util.Optional;

/** How a file is encoded (PS3.5 annexes A and D), and whether its pixels can be decoded here. */
enum TransferSyntax {
  IMPLICIT("1.2.840.10008.1.2", "implicit little endian", Pixels.NATIVE),
  EXPLICIT("1.2.840.10008.1.2.1", "explicit little endian", Pixels.NATIVE),
  DEFLATED("1.2.840.10008.1.2.1.99", "deflated", Pixels.NATIVE),
  BIG_ENDIAN("1.2.840.10008.1.2.2", "big endian", Pixels.NATIVE),
  DEFLATED_FRAMES("1.2.840.10008.1.2.8.1", "deflated frames", Pixels.DEFLATED),
  RLE("1.2.840.10008.1.2.5", "RLE", Pixels.RLE),
  JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG baseline", Pixels.JPEG),
  JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG extended", Pixels.JPEG),
  JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG lossless", Pixels.JPEG),
  JPEG_LOSSLESS_FIRST_ORDER("1.2.840.10008.1.2.4.70", "JPEG lossless", Pixels.JPEG),
  JPEG_LS("1.2.840.10008.1.2.4.80", "JPEG-LS", Pixels.NONE),
  JPEG_LS_NEAR("1.2.840.10008.1.2.4.81", "JPEG-LS", Pixels.NONE),
  JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000", Pixels.NONE),
  JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000", Pixels.NONE),
  JPEG_2000_PART_2_LOSSLESS("1.2.840.10008.1.2.4.92", "JPEG 2000 part 2", Pixels.NONE),
  JPEG_2000_PART_2("1.2.840.10008.1.2.4.93", "JPEG 2000 part 2", Pixels.NONE),
  MPEG_2("1.2.840.10008.1.2.4.100", "MPEG-2 video", Pixels.NONE),
  H_264("1.2.840.10008.1.2.4.102", "H.264 video", Pixels.NONE),
  HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "high-throughput JPEG 2000", Pixels.NONE),
  HTJ2K_RPCL("1.2.840.10008.1.2.4.202", "high-throughput JPEG 2000", Pixels.NONE),
  HTJ2K("1.2.840.10008.1.2.4.203", "high-throughput JPEG 2000", Pixels.NONE);

  /** What the bytes of a frame are. */
  enum Pixels {
    NATIVE,
    DEFLATED,
    RLE,
    JPEG,
    /** Nothing that can be decoded here. */
    NONE
  }

  private final String uid;
  private final String title;
  private final Pixels pixels;

  TransferSyntax(String uid, String title, Pixels pixels) {
    this.uid = uid;
    this.title = title;
    this.pixels = pixels;
  }

  static Optional<TransferSyntax> of(String uid) {
    return Arrays.stream(values()).filter(syntax -> syntax.uid.equals(uid)).findFirst();
  }

  String uid() {
    return uid;
  }

  String title() {
    return title;
  }

  Pixels pixels() {
    return pixels;
  }

  Encoding encoding() {
    return switch (this) {
      case IMPLICIT -> Encoding.IMPLICIT_LITTLE;
      case BIG_ENDIAN -> Encoding.EXPLICIT_BIG;
      default -> Encoding.EXPLICIT_LITTLE;
    };
  }
}
