package io.github.handful.app;

import java.nio.file.Path;
import java.util.Map;

/** One kind of synthetic data: draws its images one after another. */
interface PhantomDrawing {
  /** What the ids begin with. */
  String name();

  /** Draws the image number {@code index} of a seed and its truth into the two folders. */
  void write(long seed, int index, Path images, Path truth, String id);

  /** What the images are, such as "128 x 128 pixels (colour)". */
  String size();

  /** What the images show, as the lines of a text for people. */
  String shown();

  /** What the truth is, and the name of its folder. */
  default String truth() {
    return "masks";
  }

  /** What the numbers of the truth mean. */
  String meaning();

  /** The tables that the data set has beside its split: their lines by file name. */
  default Map<String, String> tables() {
    return Map.of();
  }
}
