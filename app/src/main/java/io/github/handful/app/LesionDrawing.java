package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.MaskPng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures of lesions on skin as PNG files. */
record LesionDrawing(LesionPhantom phantom) implements PhantomDrawing {
  @Override
  public String name() {
    return "lesion";
  }

  @Override
  public void write(long seed, int index, Path images, Path masks, String id) throws IOException {
    LesionPhantom.Phantom drawn = phantom.draw(seed, index);
    AtomicFile.write(images.resolve(id + ".png"), png(drawn.image()));
    MaskPng.write(masks.resolve(id + ".png"), drawn.labels(), phantom.classes() + 1);
  }

  @Override
  public String size() {
    return "%d x %d pixels (%s)"
        .formatted(phantom.size(), phantom.size(), phantom.channels() == 1 ? "grey" : "colour");
  }

  @Override
  public String shown() {
    return "lesions on uneven ground, with smooth blobs that are no lesions, hairs and speckle";
  }

  @Override
  public String meaning() {
    return phantom.classes() == 1
        ? "255 is lesion, 0 is not"
        : "palette index 1 is a mottled lesion, 2 a striped one, 0 neither";
  }

  private static byte[] png(Image image) throws IOException {
    BufferedImage picture =
        new BufferedImage(
            image.width(),
            image.height(),
            image.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          picture.getRaster().setSample(x, y, c, image.at(c, y, x));
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
