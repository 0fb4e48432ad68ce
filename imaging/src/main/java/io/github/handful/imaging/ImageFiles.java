package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Reads pictures and volumes. Pictures are PNG, JPEG, TIFF, BMP and GIF with grey, RGB, palette or
 * CMYK pixels of 1 to 32 bits; the format is told by the content, EXIF orientation is applied,
 * alpha is dropped. Volumes are those of {@link VolumeFiles}.
 */
public final class ImageFiles {
  /** The formats for messages. */
  public static final String READABLE = "PNG, JPEG, TIFF, BMP, GIF, NIfTI, MetaImage, NRRD";

  private static final Set<String> EXTENSIONS =
      Set.of("png", "jpg", "jpeg", "jpe", "tif", "tiff", "bmp", "gif");

  private ImageFiles() {}

  /**
   * Reads an image with the values of its file (0..255, 0..65535, or any for floating point and for
   * volumes).
   *
   * @throws DataException where the file is missing, damaged, cut off or no image
   */
  public static Image read(Path file) {
    return ImageDecoder.decode(file).image();
  }

  /**
   * The grid as {@link #read} would give it, from the header alone.
   *
   * @throws DataException where the header is damaged, or promises more than the file can hold
   */
  public static Grid grid(Path file) {
    return VolumeFiles.isVolume(file) ? VolumeFiles.grid(file) : ImageHeader.read(file).grid();
  }

  /** Whether the name ends like that of an image this class reads. */
  public static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean picture = name.contains(".") && EXTENSIONS.contains(extension);
    return !name.startsWith(".") && (picture || VolumeFiles.isVolume(file));
  }

  /** The file name without its extension, also one of two parts such as {@code .nii.gz}. */
  public static String stem(Path file) {
    return VolumeFiles.stem(file.getFileName().toString());
  }
}
