package io.github.handful.imaging;

import java.awt.Dimension;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Reads 2-D images: PNG, JPEG, TIFF, BMP and GIF with grey, RGB, palette or CMYK pixels of 1 to 32
 * bits. The format is told by the content, EXIF orientation is applied, alpha is dropped.
 */
public final class ImageFiles {
  private static final Set<String> EXTENSIONS =
      Set.of("png", "jpg", "jpeg", "jpe", "tif", "tiff", "bmp", "gif");

  private ImageFiles() {}

  /**
   * Reads an image with the values of its file (0..255, 0..65535, or any for floating point).
   *
   * @throws DataException where the file is missing, damaged, cut off, a volume or no image
   */
  public static Image read(Path file) {
    return ImageDecoder.decode(file).image();
  }

  /**
   * Width and height in pixels as {@link #read} would give them, from the header alone.
   *
   * @throws DataException where the header is damaged, or promises more than the file can hold
   */
  public static Dimension size(Path file) {
    return ImageHeader.read(file).size();
  }

  /** Whether the name ends like that of an image this class reads. */
  public static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && name.contains(".") && EXTENSIONS.contains(extension);
  }
}
