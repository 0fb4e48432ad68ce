package io.github.handful.bench;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.MaskPng;
import io.github.handful.segment.PictureInput;
import io.github.handful.segment.PictureInput.Intensity;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.UNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Masks for colour photographs of 256×256 pixels, one after another: from the decoded image to
 * classes on its own grid, or from one PNG file to another.
 */
record Prediction(int width, int side, Compute compute) {
  private static final int PHOTOGRAPH = 256;
  private static final int IMAGES = 4;

  static List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    for (Prediction size :
        List.of(
            new Prediction(16, 128, Compute.REFERENCE),
            new Prediction(64, 256, Compute.REFERENCE))) {
      Precisions.all()
          .forEach((word, compute) -> all.add(size.with(compute).line(word, "in memory")));
      all.add(size.with(Precisions.all().get("auto")).line("auto", "PNG to PNG"));
    }
    all.addAll(Volumes.predictions());
    return all;
  }

  private Prediction with(Compute precision) {
    return new Prediction(width, side, precision);
  }

  private Measurement line(String precision, String way) {
    boolean files = way.startsWith("PNG");
    return new Measurement(
        Suite.PREDICT.key(),
        "U-Net width %d at %d px, %s, %s".formatted(width, side, precision, way),
        "images/s",
        effort -> files ? fromFiles(effort) : inMemory(effort),
        "");
  }

  private double[] inMemory(Effort effort) {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      images.add(LesionPhantom.lesion(PHOTOGRAPH, 1, i).image());
    }
    try (Segmenter segmenter = segmenter()) {
      Predictor predictor = predictor(segmenter);
      return rates(
          effort.seconds(
              3, 7, () -> images.forEach(image -> predictor.probabilities(image).labels())));
    }
  }

  private double[] fromFiles(Effort effort) {
    try (Segmenter segmenter = segmenter()) {
      Path folder = Files.createTempDirectory("handful-bench");
      try {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
          files.add(photograph(folder.resolve(i + ".png"), i));
        }
        Predictor predictor = predictor(segmenter);
        Path mask = folder.resolve("mask.png");
        return rates(
            effort.seconds(
                3,
                7,
                () ->
                    files.forEach(
                        file ->
                            MaskPng.write(
                                mask,
                                predictor.probabilities(ImageFiles.read(file)).labels(),
                                2))));
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Segmenter segmenter() {
    Ops.seed(1);
    return new UNetSpec(3, 2, width, 4).build(compute);
  }

  private Predictor predictor(Segmenter segmenter) {
    return new Predictor(
        segmenter,
        new PictureInput(side, side, 3, 0, Collections.nCopies(3, new Intensity(0, 1))),
        compute);
  }

  private static double[] rates(double[] seconds) {
    double[] rates = new double[seconds.length];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = IMAGES / seconds[i];
    }
    return rates;
  }

  private static Path photograph(Path file, int index) throws IOException {
    Image image = LesionPhantom.lesion(PHOTOGRAPH, 1, index).image();
    BufferedImage rgb = new BufferedImage(PHOTOGRAPH, PHOTOGRAPH, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < PHOTOGRAPH; y++) {
      for (int x = 0; x < PHOTOGRAPH; x++) {
        int colour = 0;
        for (int c = 0; c < 3; c++) {
          colour = colour << 8 | (int) image.at(c, y, x);
        }
        rgb.setRGB(x, y, colour);
      }
    }
    ImageIO.write(rgb, "png", file.toFile());
    return file;
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
