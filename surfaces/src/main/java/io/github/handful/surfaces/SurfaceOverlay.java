package io.github.handful.surfaces;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.Overlay;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Pictures of a B-scan with its surfaces: predicted ones in colours, true ones white and dashed.
 */
public final class SurfaceOverlay {
  private static final float[] DASHES = {4, 4};

  private SurfaceOverlay() {}

  /** The bytes of an RGB PNG file of the image's size. */
  public static byte[] png(Image image, SurfaceHeights predicted, Optional<SurfaceHeights> truth) {
    try {
      BufferedImage plain = ImageIO.read(new ByteArrayInputStream(Overlay.plain(image)));
      BufferedImage picture =
          new BufferedImage(plain.getWidth(), plain.getHeight(), BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.drawImage(plain, 0, 0, null);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      for (int i = 0; i < predicted.count(); i++) {
        graphics.setColor(new Color(SurfaceColours.of(i)));
        graphics.draw(line(predicted, i));
      }
      graphics.setColor(Color.WHITE);
      graphics.setStroke(
          new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0));
      for (int i = 0; truth.isPresent() && i < truth.get().count(); i++) {
        graphics.draw(line(truth.get(), i));
      }
      graphics.dispose();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(picture, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The annotated stretches of a surface; the centre of pixel (x, z) is at (x + 0.5, z + 0.5). */
  private static Path2D line(SurfaceHeights heights, int surface) {
    Path2D line = new Path2D.Double();
    for (int x = 0; x < heights.width(); x++) {
      if (heights.known(surface, x)) {
        double row = heights.at(surface, x) + 0.5;
        if (x > 0 && heights.known(surface, x - 1)) {
          line.lineTo(x + 0.5, row);
        } else {
          line.moveTo(x + 0.5, row);
        }
      }
    }
    return line;
  }
}
