package io.github.handful.imaging;

import java.util.random.RandomGenerator;

/**
 * Random changes of an image together with its label map. Both are moved by the same warp in one
 * pass, the image linearly and the classes by nearest neighbour, and both are mirrored at their
 * border; the intensities of the image change afterwards.
 */
public record PairAugmentation(GeometricAugmentation geometry, IntensityAugmentation intensity) {

  /** An image and its label map, pictures or volumes of one size. */
  public record Pair(Image image, LabelMap labels) {
    public Pair {
      if (!image.grid().sameSize(labels.grid())) {
        throw new IllegalArgumentException(
            "image of %s with labels of %s"
                .formatted(image.grid().describe(), labels.grid().describe()));
      }
    }
  }

  /** The strong ranges of both parts. */
  public static PairAugmentation standard() {
    return new PairAugmentation(GeometricAugmentation.standard(), IntensityAugmentation.standard());
  }

  /** The strong ranges of both parts for volumes. */
  public static PairAugmentation standardForVolumes() {
    return new PairAugmentation(
        GeometricAugmentation.standardForVolumes(), IntensityAugmentation.standard());
  }

  /** Changes nothing but samples outside 0..maximum, which are clamped. */
  public static PairAugmentation none() {
    return new PairAugmentation(GeometricAugmentation.none(), IntensityAugmentation.none());
  }

  /**
   * A randomly changed copy; the same state of {@code random} gives the same copy.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public Pair apply(Image image, LabelMap labels, RandomGenerator random) {
    Pair pair = new Pair(image, labels);
    DenseWarp warp = geometry.draw(pair.image().grid(), random);
    Image moved = warp.linear(image, AffineWarp.Border.MIRROR);
    return new Pair(intensity.apply(moved, random), warp.nearest(labels, AffineWarp.Border.MIRROR));
  }
}
