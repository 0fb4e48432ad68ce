package io.github.handful.surfaces;

import io.github.handful.imaging.Image;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Random changes of a training scan: turned left to right, moved up or down, dark and bright
 * specks, noise, and shadows over a few columns.
 *
 * @param shift most rows up or down
 * @param noise standard deviation of the noise in units of the image's own
 */
public record ScanAugmentation(int shift, double noise) {
  private static final double OFTEN = 0.4;
  private static final double SPECKS = 0.02;

  public static ScanAugmentation standard() {
    return new ScanAugmentation(10, 0.1);
  }

  /** A changed copy of a standardised scan of one channel. */
  SurfaceScan apply(SurfaceScan scan, RandomGenerator random) {
    SurfaceScan turned = random.nextBoolean() ? scan.mirrored() : scan;
    SurfaceScan moved = lowered(turned, random.nextInt(2 * shift + 1) - shift);
    float[] samples = moved.image().samples().clone();
    if (random.nextDouble() < OFTEN) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] += (float) (noise * random.nextGaussian());
      }
    }
    if (random.nextDouble() < OFTEN) {
      specks(samples, random);
    }
    if (random.nextDouble() < OFTEN) {
      shadow(samples, moved, random);
    }
    return new SurfaceScan(scan.id(), with(moved.image(), samples), moved.heights());
  }

  private static Image with(Image image, float[] samples) {
    return new Image(image.width(), image.height(), 1, 1, samples);
  }

  /** Rows that come in repeat the border; surfaces that leave the image are no longer known. */
  private static SurfaceScan lowered(SurfaceScan scan, int by) {
    Image image = scan.image();
    int width = image.width();
    int height = image.height();
    float[] moved = new float[image.samples().length];
    for (int z = 0; z < height; z++) {
      int from = Math.max(0, Math.min(height - 1, z - by));
      System.arraycopy(image.samples(), from * width, moved, z * width, width);
    }
    SurfaceHeights heights = scan.heights().lowered(by);
    double[] rows = heights.rows();
    for (int k = 0; k < rows.length; k++) {
      rows[k] = rows[k] >= -0.5 && rows[k] <= height - 0.5 ? rows[k] : Double.NaN;
    }
    return new SurfaceScan(scan.id(), with(image, moved), heights);
  }

  private static void specks(float[] samples, RandomGenerator random) {
    float[] sorted = samples.clone();
    Arrays.sort(sorted);
    float dark = sorted[0];
    float bright = sorted[sorted.length - 1];
    int count = (int) (SPECKS * samples.length);
    for (int n = 0; n < count; n++) {
      samples[random.nextInt(samples.length)] = n % 2 == 0 ? dark : bright;
    }
  }

  private static void shadow(float[] samples, SurfaceScan scan, RandomGenerator random) {
    int width = scan.image().width();
    double middle = random.nextDouble() * width;
    double half = 1 + 0.02 * width * random.nextDouble();
    double depth = 0.3 + 1.2 * random.nextDouble();
    for (int x = 0; x < width; x++) {
      double away = (x - middle) / half;
      float darker = (float) (depth * Math.exp(-away * away * away * away));
      double top = scan.heights().at(0, x);
      for (int z = Double.isNaN(top) ? 0 : (int) Math.max(0, top); z < scan.image().height(); z++) {
        samples[z * width + x] -= darker;
      }
    }
  }
}
