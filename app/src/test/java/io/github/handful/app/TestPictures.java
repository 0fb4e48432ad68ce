package io.github.handful.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;

/** PNG files whose pixels a function of column and row gives. */
final class TestPictures {
  private TestPictures() {}

  static Path grey(Path file, int width, int height, IntBinaryOperator value) throws IOException {
    return write(file, width, height, BufferedImage.TYPE_BYTE_GRAY, value);
  }

  static Path colour(Path file, int width, int height, IntBinaryOperator rgb) throws IOException {
    return write(file, width, height, BufferedImage.TYPE_INT_RGB, rgb);
  }

  private static Path write(Path file, int width, int height, int type, IntBinaryOperator value)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sample = value.applyAsInt(x, y);
        if (type == BufferedImage.TYPE_BYTE_GRAY) {
          image.getRaster().setSample(x, y, 0, sample);
        } else {
          image.setRGB(x, y, sample);
        }
      }
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
