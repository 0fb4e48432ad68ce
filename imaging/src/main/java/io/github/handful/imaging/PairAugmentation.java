package io.github.handful.imaging;

import java.util.random.RandomGenerator;

/**
 * Random changes of an image together with its label map. Both are moved by the same warp in one
 * pass, the image bilinearly and the classes by nearest neighbour, and both are mirrored at their
 * border; the intensities of the image change afterwards.
 */
public record PairAugmentation(GeometricAugmentation geometry, IntensityAugmentation intensity) {

  /** An image and its label map, of one size. */
  public record Pair(Image image, LabelMap labels) {
    public Pair {
      if (image.width() != labels.width() || image.height() != labels.height()) {
        throw new IllegalArgumentException(
            "image of "
                + image.width()
                + "x"
                + image.height()
                + " pixels with labels of "
                + labels.width()
                + "x"
                + labels.height());
      }
    }
  }

  /** The strong ranges of both parts. */
  public static PairAugmentation standard() {
    return new PairAugmentation(GeometricAugmentation.standard(), IntensityAugmentation.standard());
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
    DenseWarp warp = geometry.draw(pair.image().width(), pair.image().height(), random);
    Image moved = warp.bilinear(image, AffineWarp.Border.MIRROR);
    return new Pair(intensity.apply(moved, random), warp.nearest(labels, AffineWarp.Border.MIRROR));
  }
}
