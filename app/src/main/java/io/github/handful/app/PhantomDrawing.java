package io.github.handful.app;

import java.nio.file.Path;

/** One kind of synthetic data: draws its images one after another. */
interface PhantomDrawing {
  /** What the ids begin with. */
  String name();

  /** Draws image and mask number {@code index} of a seed into the two folders. */
  void write(long seed, int index, Path images, Path masks, String id);

  /** What the images are, such as "128 x 128 pixels (colour)". */
  String size();

  /** What the images show, as the lines of a text for people. */
  String shown();

  /** What the values of the masks mean. */
  String meaning();
}
