package io.github.handful.imaging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Random movements of a label map, from which GenSeg's generator makes new images (Zhang and
 * others, 2025). Every mask gets its own values and its own order of the operators, which are
 * joined into one affine map and applied once; background comes in at the border.
 *
 * <p>A pixel takes the class whose indicator, interpolated bilinearly, is greatest, the lower class
 * of two equal ones. The paper's code interpolates after every operator and keeps all above 0.1,
 * which thickens each structure by part of a pixel each time; here its area changes only by the
 * map's own factor, and any number of classes is treated alike.
 *
 * @param operators those in use; the others move nothing
 * @param flip probability of mirroring left and right
 * @param padding on each side, as a part of the size, from 0 to 1
 * @param scale factor of the size, above 0
 * @param translation as a part of the size
 * @param rotation in degrees
 * @param shear in degrees, at most 40
 */
public record MaskAugmentation(
    Set<MaskOperator> operators,
    double flip,
    AugmentationRange padding,
    AugmentationRange scale,
    AugmentationRange translation,
    AugmentationRange rotation,
    AugmentationRange shear) {

  public MaskAugmentation {
    // Iteration in the order of the constants makes the draws reproducible.
    operators = Collections.unmodifiableSet(copy(operators));
    AugmentationRange.requireProbability(flip, "flip");
    padding.requireWithin(1, "padding");
    if (padding.least() < 0) {
      throw new IllegalArgumentException("padding must not be below 0, got " + padding.least());
    }
    scale.requirePositive("scale");
    shear.requireWithin(40, "shear");
  }

  /** All six operators with the ranges of GenSeg. */
  public static MaskAugmentation standard() {
    return new MaskAugmentation(
        EnumSet.allOf(MaskOperator.class),
        0.5,
        new AugmentationRange(0, 0.1),
        new AugmentationRange(0.8, 1.2),
        AugmentationRange.plusMinus(0.1),
        AugmentationRange.plusMinus(15),
        AugmentationRange.plusMinus(8));
  }

  /** Moves nothing. */
  public static MaskAugmentation identity() {
    return standard().only(Set.of());
  }

  /** The same ranges with only these operators in use. */
  public MaskAugmentation only(Set<MaskOperator> use) {
    return new MaskAugmentation(use, flip, padding, scale, translation, rotation, shear);
  }

  /** A randomly moved copy; the same state of {@code random} gives the same copy. */
  public LabelMap apply(LabelMap map, RandomGenerator random) {
    return warp(map, draw(map.width(), map.height(), random));
  }

  /** The map moved by {@code warp}, each pixel taking the class of the greatest indicator. */
  static LabelMap warp(LabelMap map, AffineWarp warp) {
    return warp.dense(map.width(), map.height()).argmax(map);
  }

  /** The random map of a picture of {@code width} x {@code height} pixels. */
  AffineWarp draw(int width, int height, RandomGenerator random) {
    List<MaskOperator> order = new ArrayList<>(operators);
    for (int last = order.size() - 1; last > 0; last--) {
      order.set(last, order.set(random.nextInt(last + 1), order.get(last)));
    }
    AffineWarp warp = AffineWarp.identity();
    for (MaskOperator operator : order) {
      warp = warp.then(draw(operator, width, height, random));
    }
    return warp;
  }

  private AffineWarp draw(MaskOperator operator, int width, int height, RandomGenerator random) {
    return switch (operator) {
      case HORIZONTAL_FLIP ->
          random.nextDouble() < flip ? AffineWarp.horizontalFlip(width) : AffineWarp.identity();
      case PAD -> drawPadding(width, height, random);
      case SCALE -> AffineWarp.scaling(scale.draw(random), scale.draw(random), width, height);
      case TRANSLATE ->
          AffineWarp.translation(
              translation.draw(random) * width, translation.draw(random) * height);
      case ROTATE -> AffineWarp.rotation(rotation.draw(random), width, height);
      case SHEAR -> AffineWarp.shear(shear.draw(random), shear.draw(random), width, height);
    };
  }

  private AffineWarp drawPadding(int width, int height, RandomGenerator random) {
    double left = padding.draw(random);
    double right = padding.draw(random);
    double top = padding.draw(random);
    double bottom = padding.draw(random);
    // In parts of the size, the padded picture spans -left to 1 + right; the outer edge of the
    // first pixel lies half a pixel before its centre.
    double x = 1 + left + right;
    double y = 1 + top + bottom;
    return new AffineWarp(x, 0, (x - 1) / 2 - left * width, 0, y, (y - 1) / 2 - top * height);
  }

  private static Set<MaskOperator> copy(Set<MaskOperator> operators) {
    Set<MaskOperator> sorted = EnumSet.noneOf(MaskOperator.class);
    sorted.addAll(operators);
    return sorted;
  }
}
