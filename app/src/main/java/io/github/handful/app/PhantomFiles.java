package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.LesionPhantom.Phantom;
import io.github.handful.imaging.MaskPng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Writes phantoms as a data set: {@code images}, {@code masks}, {@code split.csv} and a text that
 * says what it is.
 *
 * @param count number of images
 * @param train how many of the first are for training
 * @param validation how many of the next are for validation; the others are for testing
 */
record PhantomFiles(LesionPhantom phantom, long seed, int count, int train, int validation) {

  /** Writes everything into a folder that exists. */
  void write(Path folder, Progress progress) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    Path masks = Files.createDirectories(folder.resolve("masks"));
    StringBuilder splits = new StringBuilder("id,split\n");
    progress.begin("drawing", count);
    for (int i = 0; i < count; i++) {
      String id = String.format(Locale.ROOT, "lesion_%03d", i);
      Phantom drawn = phantom.draw(seed, i);
      AtomicFile.write(images.resolve(id + ".png"), png(drawn.image()));
      MaskPng.write(masks.resolve(id + ".png"), drawn.labels(), phantom.classes() + 1);
      splits.append(id).append(',').append(split(i)).append('\n');
      progress.at(i + 1, List.of());
    }
    text(folder.resolve("split.csv"), splits.toString());
    text(folder.resolve("README.txt"), description());
  }

  int test() {
    return count - train - validation;
  }

  private String split(int index) {
    return index < train ? "train" : index < train + validation ? "val" : "test";
  }

  private String description() {
    return """
        Synthetic lesions with exact truth
        ==================================

        %d images of %d x %d pixels (%s), drawn by handful %s from the seed %d. They show no patient
        and imitate no disease: they are for trying programs out, and prove nothing about real images.

        images/    lesions on uneven ground, with smooth blobs that are no lesions, hairs and speckle
        masks/     the truth, exact for every pixel: %s
        split.csv  %d images for training, %d for validation, %d for testing

        The same seed and options give the same files on every machine.
        """
        .formatted(
            count,
            phantom.size(),
            phantom.size(),
            phantom.channels() == 1 ? "grey" : "colour",
            Version.handful(),
            seed,
            phantom.classes() == 1
                ? "255 is lesion, 0 is not"
                : "palette index 1 is a mottled lesion, 2 a striped one, 0 neither",
            train,
            validation,
            test());
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

  private static void text(Path file, String content) {
    AtomicFile.write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
