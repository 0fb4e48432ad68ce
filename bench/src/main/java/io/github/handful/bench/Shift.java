package io.github.handful.bench;

import io.github.handful.imaging.Image;
import java.util.random.RandomGenerator;

/** How an image would look from elsewhere: the same places, other intensities. */
@FunctionalInterface
interface Shift {
  /** The image in the same units; the same numbers of {@code random} shift it alike. */
  Image of(Image image, RandomGenerator random);
}
