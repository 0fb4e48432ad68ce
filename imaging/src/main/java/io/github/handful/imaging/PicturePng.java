package io.github.handful.imaging;

import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** Writes pictures as PNG files. A file appears whole or not at all. */
public final class PicturePng {
  private static final int BYTE = 255;

  private PicturePng() {}

  /**
   * Writes a colour picture in 8 bit and a grey one in 8 bit or, where its samples are parts of
   * one, in 16 bit.
   *
   * @throws DataException where the file cannot be written
   */
  public static void write(Path file, Image image) {
    if (image.channels() == 1 && image.maximum() == 1) {
      MaskPng.write16(file, image.width(), image.height(), image.samples());
      return;
    }
    BufferedImage picture =
        new BufferedImage(
            image.width(),
            image.height(),
            image.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    float scale = BYTE / image.maximum();
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          int value = Math.round(Math.min(BYTE, Math.max(0, scale * image.at(c, y, x))));
          picture.getRaster().setSample(x, y, c, value);
        }
      }
    }
    AtomicFile.write(file, MaskPng.encode(picture));
  }
}
