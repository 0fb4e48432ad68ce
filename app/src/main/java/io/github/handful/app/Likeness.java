package io.github.handful.app;

import java.util.Optional;

/**
 * A generated image and the training images that it resembles most.
 *
 * @param source id of the training image whose mask was changed for it, if one was
 * @param features of the segmenter, on the scale of {@link GeneratedImages}
 * @param byFeatures the nearest training image by these
 * @param byPixels the nearest by the mean absolute difference of intensities in [0, 1]
 * @param picture of it, a PNG file
 */
record Likeness(
    String id,
    Optional<String> source,
    double[] features,
    Match byFeatures,
    Match byPixels,
    byte[] picture) {

  /**
   * A training image, by its place among them, and how far away it is.
   *
   * @param next how far the next one is; infinite where there is none
   */
  record Match(int image, double distance, double next) {

    /**
     * Whether it is more than the nearest by chance: less than half as far as the next one, which a
     * blurred mean of all never is, and nearer than training images lie to each other.
     *
     * @param least distance of two training images
     */
    boolean isCopy(double least) {
      return Double.isFinite(next) && distance < least && distance < next / 2;
    }
  }
}
