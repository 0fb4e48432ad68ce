package io.github.handful.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.file.Path;
import java.util.Optional;

/** Turns rasters of Java's image readers into planes of float samples; alpha is left out. */
final class Samples {
  private static final int BYTE = 255;
  private static final int SHORT = 65_535;

  private Samples() {}

  /** Grey or colour samples with their stored values; fewer than 8 bits are spread over 0..255. */
  static Image ofColours(BufferedImage image) {
    Raster raster = image.getRaster();
    int bits = raster.getSampleModel().getSampleSize(0);
    float[] samples = planes(raster, channels(raster.getNumBands()));
    if (bits < 8) {
      for (int i = 0; i < samples.length; i++) {
        int band = i / (raster.getWidth() * raster.getHeight());
        int size = raster.getSampleModel().getSampleSize(band);
        samples[i] = Math.round(samples[i] * BYTE / ((1 << size) - 1));
      }
    }
    return image(raster, samples, bits <= 8 ? BYTE : SHORT);
  }

  /** Palette entries as RGB, or as grey where every colour that occurs is grey. */
  static DecodedImage ofPalette(Raster raster, IndexColorModel palette) {
    float[] indices = planes(raster, 1);
    boolean grey = true;
    for (float index : indices) {
      grey &= isGrey(palette.getRGB((int) index));
    }
    int channels = grey ? 1 : 3;
    float[] samples = new float[channels * indices.length];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < indices.length; i++) {
        int rgb = palette.getRGB((int) indices[i]);
        samples[c * indices.length + i] = rgb >> (16 - 8 * c) & 0xff;
      }
    }
    // A mask of nothing but background is grey in a palette of class colours: the palette decides.
    boolean greyPalette = true;
    for (int i = 0; i < palette.getMapSize(); i++) {
      greyPalette &= isGrey(palette.getRGB(i));
    }
    Optional<Image> index =
        greyPalette ? Optional.empty() : Optional.of(image(raster, indices, BYTE));
    return new DecodedImage(image(raster, samples, BYTE), index, false);
  }

  /**
   * Samples of a TIFF page as stored: signed and floating-point values keep their sign and range.
   *
   * @throws DataException for values that are not finite
   */
  static Image ofTiff(Path file, Raster raster, TiffPage page) {
    float[] samples = planes(raster, channels(page.samples()));
    if (page.sampleFormat() == TiffPage.FLOATING_POINT) {
      for (float sample : samples) {
        if (!Float.isFinite(sample)) {
          throw new DataException(
              file + " has pixels that are not numbers (NaN or infinite); replace them by values.");
        }
      }
      return image(raster, samples, 1);
    }
    float range = (float) Math.pow(2, page.bits());
    if (page.sampleFormat() != TiffPage.SIGNED) {
      return image(raster, samples, range - 1);
    }
    for (int i = 0; i < samples.length; i++) {
      samples[i] = samples[i] >= range / 2 ? samples[i] - range : samples[i];
    }
    return image(raster, samples, range / 2 - 1);
  }

  private static int channels(int bands) {
    return bands < 3 ? 1 : 3;
  }

  private static boolean isGrey(int rgb) {
    int blue = rgb & 0xff;
    return blue == (rgb >> 8 & 0xff) && blue == (rgb >> 16 & 0xff);
  }

  private static Image image(Raster raster, float[] samples, float maximum) {
    int channels = samples.length / (raster.getWidth() * raster.getHeight());
    return new Image(raster.getWidth(), raster.getHeight(), channels, maximum, samples);
  }

  private static float[] planes(Raster raster, int channels) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    float[] samples = new float[channels * width * height];
    float[] row = new float[width];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, c, row);
        System.arraycopy(row, 0, samples, (c * height + y) * width, width);
      }
    }
    return samples;
  }
}
