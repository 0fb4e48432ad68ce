package io.github.handful.imaging;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Optional;

/**
 * Pictures for reports: an image with the outlines of its classes. With one foreground class the
 * prediction is vermilion and the truth sky blue; with several, outlines have the colours of their
 * classes and those of the truth are dashed.
 */
public final class Overlay {
  private static final double LOW = 0.005;
  private static final double HIGH = 0.995;
  private static final int DASH = 3;

  /** Pixels of a picture's long side for each pixel of an outline's width. */
  private static final int SIDE_PER_STROKE = 180;

  private Overlay() {}

  /**
   * Draws an overlay. Images of other than 8 bit are stretched between their 0.5th and 99.5th
   * percentile.
   *
   * @param maxSide larger images are scaled down to this width or height in pixels
   * @return the bytes of an RGB PNG file
   * @throws IllegalArgumentException where sizes differ or {@code maxSide} is below 1
   */
  public static byte[] png(
      Image image, LabelMap prediction, Optional<LabelMap> truth, int maxSide) {
    return MaskPng.encode(draw(image, prediction, truth, maxSide));
  }

  static BufferedImage draw(
      Image image, LabelMap prediction, Optional<LabelMap> truth, int maxSide) {
    requireSize(image, prediction);
    truth.ifPresent(labels -> requireSize(image, labels));
    if (maxSide < 1) {
      throw new IllegalArgumentException("maxSide must be at least 1, got " + maxSide);
    }
    double scale = Math.min(1, (double) maxSide / Math.max(image.width(), image.height()));
    int width = (int) Math.max(1, Math.round(image.width() * scale));
    int height = (int) Math.max(1, Math.round(image.height() * scale));
    BufferedImage picture = picture(image, width, height);
    LabelMap predicted = nearest(prediction, width, height);
    Optional<LabelMap> wanted = truth.map(labels -> nearest(labels, width, height));
    boolean several =
        hasSeveralClasses(prediction) || truth.map(Overlay::hasSeveralClasses).orElse(false);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean dash = (x + y) / DASH % 2 == 0;
        int predictedClass = outline(predicted, x, y);
        int trueClass = wanted.isPresent() ? outline(wanted.get(), x, y) : 0;
        // Where both outlines run together they take turns, so that neither hides the other.
        if (predictedClass != 0 && (trueClass == 0 || dash)) {
          picture.setRGB(x, y, several ? ClassColours.of(predictedClass) : ClassColours.PREDICTION);
        } else if (trueClass != 0 && (!several || !dash)) {
          picture.setRGB(x, y, several ? ClassColours.of(trueClass) : ClassColours.TRUTH);
        }
      }
    }
    return picture;
  }

  /** The bytes of a PNG file of the image alone, shown as the overlays show it. */
  public static byte[] plain(Image image) {
    return MaskPng.encode(picture(image, image.width(), image.height()));
  }

  /** The class of a pixel at the inner edge of its region, 0 elsewhere. */
  private static int outline(LabelMap labels, int x, int y) {
    int width = labels.width();
    int height = labels.height();
    int label = labels.at(y, x);
    int stroke = Math.max(1, Math.max(width, height) / SIDE_PER_STROKE);
    for (int d = 1; d <= stroke; d++) {
      boolean inside =
          labels.at(y, Math.max(0, x - d)) == label
              && labels.at(y, Math.min(width - 1, x + d)) == label
              && labels.at(Math.max(0, y - d), x) == label
              && labels.at(Math.min(height - 1, y + d), x) == label;
      if (!inside) {
        return label;
      }
    }
    return 0;
  }

  private static BufferedImage picture(Image image, int width, int height) {
    float black = 0;
    float white = 255;
    if (image.maximum() != 255) {
      float[] sorted = image.samples().clone();
      Arrays.sort(sorted);
      black = sorted[(int) Math.round(LOW * (sorted.length - 1))];
      white = sorted[(int) Math.round(HIGH * (sorted.length - 1))];
    }
    float range = Math.max(white - black, Float.MIN_NORMAL);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          float mean = mean(image, Math.min(c, image.channels() - 1), x, y, width, height);
          float value = 255 * (mean - black) / range;
          rgb = rgb << 8 | Math.round(Math.min(255, Math.max(0, value)));
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }

  /** The mean of the pixels that fall into one pixel of the picture: no noise from skipping. */
  private static float mean(Image image, int c, int x, int y, int width, int height) {
    int left = (int) ((long) x * image.width() / width);
    int right = Math.max(left + 1, (int) ((x + 1L) * image.width() / width));
    int top = (int) ((long) y * image.height() / height);
    int bottom = Math.max(top + 1, (int) ((y + 1L) * image.height() / height));
    double sum = 0;
    for (int v = top; v < bottom; v++) {
      for (int u = left; u < right; u++) {
        sum += image.at(c, v, u);
      }
    }
    return (float) (sum / ((double) (right - left) * (bottom - top)));
  }

  private static LabelMap nearest(LabelMap labels, int width, int height) {
    byte[] scaled = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int u = (int) ((x + 0.5) * labels.width() / width);
        int v = (int) ((y + 0.5) * labels.height() / height);
        scaled[y * width + x] = (byte) labels.at(v, u);
      }
    }
    return new LabelMap(width, height, scaled);
  }

  private static boolean hasSeveralClasses(LabelMap labels) {
    for (byte label : labels.labels()) {
      if ((label & 0xff) > 1) {
        return true;
      }
    }
    return false;
  }

  private static void requireSize(Image image, LabelMap labels) {
    if (!image.grid().sameSize(labels.grid()) || image.grid().isVolume()) {
      throw new IllegalArgumentException(
          "labels of %s on an image of %s, where both must be pictures of one size"
              .formatted(labels.grid().describe(), image.grid().describe()));
    }
  }
}
