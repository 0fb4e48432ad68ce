package io.github.handful.imaging;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The file formats of volumes, told apart by their first bytes, and by the name where those say
 * nothing.
 */
enum VolumeFormat {
  NIFTI("NIfTI", ".nii", ".nii.gz", ".hdr", ".hdr.gz", ".img", ".img.gz"),
  METAIMAGE("MetaImage", ".mha", ".mhd"),
  NRRD("NRRD", ".nrrd", ".nhdr"),
  TIFF("TIFF", ".tif", ".tiff");

  /** What can be read, for messages. */
  static final String READABLE = "NIfTI, MetaImage, NRRD or TIFF stacks";

  private final String title;
  private final List<String> extensions;

  VolumeFormat(String title, String... extensions) {
    this.title = title;
    this.extensions = List.of(extensions);
  }

  /** The name of the format as people write it. */
  String title() {
    return title;
  }

  /**
   * The format of a file.
   *
   * @throws DataException where the file is missing, empty, or no volume that is read here
   */
  static VolumeFormat of(Path file) {
    byte[] head = ImageFormat.head(file);
    if (head.length == 0) {
      throw new DataException(file + " is empty (0 bytes); copy it again from its source.");
    }
    Optional<VolumeFormat> byName = byName(file.getFileName().toString());
    if (byName.isPresent() && isVoxelsOfPair(file.getFileName().toString())) {
      return byName.get();
    }
    Optional<VolumeFormat> byContent = byContent(head);
    if (byContent.isPresent()) {
      return byContent.get();
    }
    Optional<String> wrongCopy = ImageFormat.wrongCopy(head);
    if (wrongCopy.isPresent()) {
      throw new DataException(file + " " + wrongCopy.get());
    }
    Optional<ImageFormat> picture = ImageFormat.bySignature(head);
    if (picture.isPresent()) {
      throw new DataException(
          "%s is a picture (%s) where a volume is needed; give volumes as %s."
              .formatted(file, picture.get(), READABLE));
    }
    if (ImageFormat.isDicom(head)) {
      throw new DataException(
          file
              + " is one DICOM file where a whole volume is needed; give the folder of its series.");
    }
    return byName.orElseThrow(
        () ->
            new DataException(
                "%s is not a volume this program reads (%s); convert it or move it out of the folder."
                    .formatted(file, READABLE)));
  }

  /** The format by the first bytes of a file, which may be compressed. */
  static Optional<VolumeFormat> byContent(byte[] head) {
    byte[] content = isGzip(head) ? ImageFormat.inflate(head) : head;
    String text = new String(content, StandardCharsets.ISO_8859_1);
    boolean nifti1 =
        ImageFormat.startsWith(content, 344, 'n', '+', '1', 0)
            || ImageFormat.startsWith(content, 344, 'n', 'i', '1', 0);
    boolean nifti2 =
        ImageFormat.startsWith(content, 4, 'n', '+', '2', 0)
            || ImageFormat.startsWith(content, 4, 'n', 'i', '2', 0);
    if (nifti1 || nifti2) {
      return Optional.of(NIFTI);
    }
    if (text.startsWith("NRRD00")) {
      return Optional.of(NRRD);
    }
    if (text.startsWith("ObjectType") || text.startsWith("NDims")) {
      return Optional.of(METAIMAGE);
    }
    return ImageFormat.bySignature(head).filter(f -> f == ImageFormat.TIFF).map(f -> TIFF);
  }

  /** The format by the end of a file's name. */
  static Optional<VolumeFormat> byName(String name) {
    for (VolumeFormat format : values()) {
      if (!extension(format, name).isEmpty()) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** The extension with its dot, both of {@code .nii.gz}; empty where the name has none. */
  static String extension(String name) {
    for (VolumeFormat format : values()) {
      String extension = extension(format, name);
      if (!extension.isEmpty()) {
        return extension;
      }
    }
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot) : "";
  }

  private static String extension(VolumeFormat format, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String longest = "";
    for (String extension : format.extensions) {
      boolean ends = lower.endsWith(extension) && lower.length() > extension.length();
      longest = ends && extension.length() > longest.length() ? extension : longest;
    }
    return name.substring(name.length() - longest.length());
  }

  /** Whether the name is that of the voxels of a pair, whose header lies beside them. */
  static boolean isVoxelsOfPair(String name) {
    return extension(name).toLowerCase(Locale.ROOT).startsWith(".img");
  }

  static boolean isGzip(byte[] head) {
    return ImageFormat.startsWith(head, 0, 0x1f, 0x8b);
  }

  DataException damaged(Path file, String detail) {
    return new DataException(
        "%s is damaged and cannot be read as %s (%s); copy it again from its source."
            .formatted(file, title, detail));
  }

  DataException cutOff(Path file) {
    return new DataException(
        "%s is cut off before the end of its %s data; copy it again from its source."
            .formatted(file, title));
  }
}
