package io.github.handful.imaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The file formats of 2-D images, told apart by their first bytes and never by the file name. */
enum ImageFormat {
  PNG,
  JPEG,
  TIFF,
  BMP,
  GIF;

  /** What can be read, for messages. */
  static final String READABLE = "PNG, JPEG, TIFF, BMP and GIF";

  private static final int HEAD = 512;

  /**
   * The format of a file by its content.
   *
   * @throws DataException where the file is missing, empty or no picture
   */
  static ImageFormat of(Path file) {
    byte[] head = head(file);
    Optional<ImageFormat> format = bySignature(head);
    if (format.isPresent()) {
      return format.get();
    }
    if (head.length == 0) {
      throw new DataException(file + " is empty (0 bytes); copy it again from its source.");
    }
    otherFormat(file, head)
        .ifPresent(
            other -> {
              throw new DataException(file + " " + other);
            });
    throw new DataException(file + " " + describeUnreadable(head));
  }

  static Optional<ImageFormat> bySignature(byte[] head) {
    if (startsWith(head, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
      return Optional.of(PNG);
    }
    if (startsWith(head, 0, 0xff, 0xd8, 0xff)) {
      return Optional.of(JPEG);
    }
    if (startsWith(head, 0, 'I', 'I', 42, 0)
        || startsWith(head, 0, 'M', 'M', 0, 42)
        || startsWith(head, 0, 'I', 'I', 43, 0)
        || startsWith(head, 0, 'M', 'M', 0, 43)) {
      return Optional.of(TIFF);
    }
    if (startsWith(head, 0, 'G', 'I', 'F', '8')) {
      return Optional.of(GIF);
    }
    if (startsWith(head, 0, 'B', 'M') && startsWith(head, 6, 0, 0, 0, 0)) {
      return Optional.of(BMP);
    }
    return Optional.empty();
  }

  private static Optional<String> otherFormat(Path file, byte[] head) {
    Optional<VolumeFormat> volume = VolumeFormat.byContent(head);
    if (volume.isPresent()) {
      return Optional.of(
          "is a volume (%s) under another name; give it the extension of its format."
              .formatted(volume.get().title()));
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (isDicom(head) || name.endsWith(".dcm")) {
      return Optional.of("is one DICOM file; give the folder of its series.");
    }
    if (startsWith(head, 0, 'H', 'S', 'F', '-', 'O', 'C', 'T') || name.endsWith(".vol")) {
      return Optional.of("is a Heidelberg .vol file; export its scans as PNG or TIFF.");
    }
    return Optional.empty();
  }

  static boolean isDicom(byte[] head) {
    return startsWith(head, 128, 'D', 'I', 'C', 'M');
  }

  private static String describeUnreadable(byte[] head) {
    return wrongCopy(head)
        .orElse(
            "is not an image this program reads ("
                + READABLE
                + "); convert it to PNG or TIFF, or move it out of the folder.");
  }

  /** What a file holds that is no image of any kind but what copying or downloading left behind. */
  static Optional<String> wrongCopy(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
    String lower = text.toLowerCase(Locale.ROOT);
    if (text.startsWith("version ") && text.contains("git-lfs")) {
      return Optional.of(
          "is a Git LFS pointer and not the image itself; run 'git lfs pull' where it came from.");
    }
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return Optional.of("is a web page and not an image; download the image itself.");
    }
    for (byte b : head) {
      if (b != 0) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "holds nothing but zeros, so its copy went wrong; copy it again from its source.");
  }

  /**
   * The first bytes of a file, up to 512.
   *
   * @throws DataException where it is missing or no file
   */
  static byte[] head(Path file) {
    if (!Files.exists(file)) {
      throw new DataException(file + " does not exist; check the path.");
    }
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + " is a folder where an image file is needed.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      throw new DataException(file + " cannot be opened; check its access rights.", e);
    }
  }

  /** What the first bytes of a gzip stream unpack to; nothing where they are damaged. */
  static byte[] inflate(byte[] head) {
    byte[] content = new byte[HEAD];
    int length = 0;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(head))) {
      int read = in.read(content);
      while (read > 0) {
        length += read;
        read = in.read(content, length, content.length - length);
      }
    } catch (IOException e) {
      // The head is cut off after 512 bytes, so its end is expected: what came before it counts.
      return Arrays.copyOf(content, length);
    }
    return Arrays.copyOf(content, length);
  }

  static boolean startsWith(byte[] bytes, int offset, int... expected) {
    if (bytes.length < offset + expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[offset + i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
