package io.github.handful.imaging;

import java.awt.Dimension;
import java.nio.file.Path;

/** An image file and its mask file, under the name that both share. */
public record Pair(String id, Path image, Path mask) {
  /**
   * Compares the sizes by the file headers alone.
   *
   * @throws DataException where the sizes differ, or a header cannot be read
   */
  public void requireSameSize() {
    Dimension size = ImageFiles.size(image);
    Dimension maskSize = ImageFiles.size(mask);
    if (!size.equals(maskSize)) {
      throw new DataException(
          "%s is %d x %d pixels but its mask %s is %d x %d; export the mask at the size of the image."
              .formatted(image, size.width, size.height, mask, maskSize.width, maskSize.height));
    }
  }
}
