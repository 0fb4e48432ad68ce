package io.github.handful.bench;

import io.github.handful.imaging.Image;
import java.util.random.RandomGenerator;

/**
 * Another detector of pictures: less range, another contrast and noise; of an intensity between 0
 * and 1 it keeps 0.3 + 0.4 times its power of 1.6.
 */
final class PictureShift implements Shift {
  private static final double BLACK = 0.3;
  private static final double RANGE = 0.4;
  private static final double GAMMA = 1.6;
  private static final double NOISE = 0.03;

  @Override
  public Image of(Image image, RandomGenerator random) {
    float most = image.maximum();
    float[] shifted = new float[image.samples().length];
    for (int i = 0; i < shifted.length; i++) {
      double toned = BLACK + RANGE * Math.pow(image.samples()[i] / most, GAMMA);
      double noisy = toned + NOISE * random.nextGaussian();
      shifted[i] = (float) (most * Math.min(1, Math.max(0, noisy)));
    }
    return new Image(image.grid(), image.channels(), most, shifted);
  }
}
