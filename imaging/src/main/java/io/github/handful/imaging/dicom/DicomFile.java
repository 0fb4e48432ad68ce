package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * An open DICOM file (PS3.10): its attributes, read lazily until it is closed. The preamble and the
 * file meta information may be missing, as in files of old devices.
 */
final class DicomFile implements AutoCloseable {
  private static final int PREAMBLE = 128;
  private static final byte[] MAGIC = "DICM".getBytes(StandardCharsets.US_ASCII);

  private final ByteSource bytes;
  private final TransferSyntax syntax;
  private final Attributes attributes;
  private final String sopClass;
  private final String sopInstance;

  private DicomFile(
      ByteSource bytes, TransferSyntax syntax, Attributes attributes, Attributes meta) {
    this.bytes = bytes;
    this.syntax = syntax;
    this.attributes = attributes;
    // Some tools for anonymisation empty these in the data set and leave them in the head.
    this.sopClass =
        attributes
            .text(Tag.SOP_CLASS_UID)
            .or(() -> meta.text(Tag.MEDIA_STORAGE_SOP_CLASS_UID))
            .orElse("");
    this.sopInstance =
        attributes
            .text(Tag.SOP_INSTANCE_UID)
            .or(() -> meta.text(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID))
            .orElse("");
  }

  /**
   * Opens a file that must be DICOM.
   *
   * @throws DataException where it is none, is damaged, or has an unknown transfer syntax
   */
  static DicomFile open(Path file) {
    return openIfDicom(file)
        .orElseThrow(
            () ->
                new DataException(
                    file + " is no DICOM file; give files that a scanner or PACS exported."));
  }

  /**
   * Opens a file if it starts as DICOM files do.
   *
   * @throws DataException where it starts so and then is damaged or has an unknown transfer syntax
   */
  static Optional<DicomFile> openIfDicom(Path file) {
    FileBytes bytes = FileBytes.open(file);
    try {
      Optional<DicomFile> opened = open(bytes);
      if (opened.isEmpty()) {
        bytes.close();
      }
      return opened;
    } catch (RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /** Opens bytes if they start as DICOM files do. */
  static Optional<DicomFile> open(ByteSource bytes) {
    long start;
    if (hasPreamble(bytes)) {
      start = PREAMBLE + MAGIC.length;
    } else if (looksLikeDataSet(bytes)) {
      start = 0;
    } else {
      return Optional.empty();
    }
    AttributeParser.Meta meta = AttributeParser.meta(bytes, start);
    Optional<String> uid = meta.attributes().text(Tag.TRANSFER_SYNTAX_UID);
    TransferSyntax syntax =
        uid.isPresent() ? known(bytes.file(), uid.get()) : guess(bytes, meta.end());
    ByteSource source = bytes;
    long offset = meta.end();
    if (syntax == TransferSyntax.DEFLATED) {
      source = Deflated.dataSet(bytes, offset);
      offset = 0;
    }
    Attributes attributes = AttributeParser.dataSet(source, syntax.encoding(), offset);
    DicomFile file = new DicomFile(source, syntax, attributes, meta.attributes());
    if (source != bytes) {
      bytes.close();
    }
    return Optional.of(file);
  }

  private static boolean hasPreamble(ByteSource bytes) {
    return bytes.length() >= PREAMBLE + MAGIC.length
        && Arrays.equals(bytes.read(PREAMBLE, MAGIC.length), MAGIC);
  }

  /** Without a preamble: group 2 or 8 in either byte order, and a plausible first element. */
  private static boolean looksLikeDataSet(ByteSource bytes) {
    if (bytes.length() < PREAMBLE) {
      return false;
    }
    int group = bytes.u16(0, false);
    boolean big = group == 0x0200 || group == 0x0800;
    int element = bytes.u16(2, big);
    boolean start = big || group == 2 || group == 8;
    boolean letters = isLetter(bytes.at(4)) && isLetter(bytes.at(5));
    return start && element <= 0x18 && (letters || bytes.u32(4, false) < 256);
  }

  private static TransferSyntax known(Path file, String uid) {
    return TransferSyntax.of(uid)
        .orElseThrow(
            () ->
                new DataException(
                    "%s has the unknown transfer syntax %s; convert it with \"gdcmconv --raw\"."
                        .formatted(file, uid.replaceAll("[^0-9.]", "?"))));
  }

  /** Letters after the first tag say explicit; a group below 256 has its zero byte first in big. */
  private static TransferSyntax guess(ByteSource bytes, long offset) {
    if (bytes.length() - offset < 8) {
      return TransferSyntax.IMPLICIT;
    }
    if (!isLetter(bytes.at(offset + 4)) || !isLetter(bytes.at(offset + 5))) {
      return TransferSyntax.IMPLICIT;
    }
    return bytes.at(offset) == 0 ? TransferSyntax.BIG_ENDIAN : TransferSyntax.EXPLICIT;
  }

  private static boolean isLetter(int value) {
    return value >= 'A' && value <= 'Z';
  }

  Path file() {
    return bytes.file();
  }

  TransferSyntax syntax() {
    return syntax;
  }

  Attributes attributes() {
    return attributes;
  }

  /** What kind of object this is, empty where the file does not say. */
  String sopClass() {
    return sopClass;
  }

  /** The identifier of this object, empty where the file does not say. */
  String sopInstance() {
    return sopInstance;
  }

  DataException damaged(String what) {
    return bytes.damaged(what);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
