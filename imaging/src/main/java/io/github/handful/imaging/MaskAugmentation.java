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
 * <p>A pixel or voxel takes the class whose indicator, interpolated linearly, is greatest, the
 * lower class of two equal ones. The paper's code interpolates after every operator and keeps all
 * above 0.1, which thickens each structure by part of a pixel each time; here its area changes only
 * by the map's own factor, and any number of classes is treated alike. Volumes are turned and
 * sheared in millimetres; where one spacing is more than three times another, they move within the
 * planes of the fine axes only.
 *
 * @param operators those in use; the others move nothing
 * @param flip probability of mirroring left and right, that is along x
 * @param padding on each side, as a part of the size, from 0 to 1
 * @param scale factor of the size, above 0
 * @param translation as a part of the size
 * @param rotation in degrees; of volumes about each axis
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
    return warp(map, draw(map.grid(), random));
  }

  /** The map moved by {@code warp}, each pixel taking the class of the greatest indicator. */
  static LabelMap warp(LabelMap map, AffineWarp warp) {
    return warp.dense(map.grid()).argmax(map);
  }

  /** The random map of a label map on {@code grid}. */
  AffineWarp draw(Grid grid, RandomGenerator random) {
    List<MaskOperator> order = new ArrayList<>(operators);
    for (int last = order.size() - 1; last > 0; last--) {
      order.set(last, order.set(random.nextInt(last + 1), order.get(last)));
    }
    MovementAxes axes = MovementAxes.of(grid);
    AffineWarp warp = AffineWarp.identity();
    for (MaskOperator operator : order) {
      warp = warp.then(draw(operator, grid, axes, random));
    }
    return warp;
  }

  private AffineWarp draw(
      MaskOperator operator, Grid grid, MovementAxes axes, RandomGenerator random) {
    return switch (operator) {
      case HORIZONTAL_FLIP ->
          random.nextDouble() < flip ? AffineWarp.flip(0, grid.width()) : AffineWarp.identity();
      case PAD -> drawPadding(grid, axes, random);
      case SCALE -> drawScaling(grid, axes, random);
      case TRANSLATE -> drawTranslation(grid, axes, random);
      case ROTATE -> drawRotation(grid, axes, random);
      case SHEAR -> AffineWarp.shear(axes.third(), shear.draw(random), shear.draw(random), grid);
    };
  }

  private AffineWarp drawPadding(Grid grid, MovementAxes axes, RandomGenerator random) {
    double[] factors = {1, 1, 1};
    double[] offsets = new double[3];
    for (int axis : axes.moving()) {
      double before = padding.draw(random);
      double after = padding.draw(random);
      // In parts of the size, the padded image spans -before to 1 + after; the outer edge of the
      // first voxel lies half a voxel before its centre.
      factors[axis] = 1 + before + after;
      offsets[axis] = (factors[axis] - 1) / 2 - before * grid.size(axis);
    }
    return AffineWarp.axisByAxis(factors, offsets);
  }

  private AffineWarp drawScaling(Grid grid, MovementAxes axes, RandomGenerator random) {
    double[] factors = {1, 1, 1};
    for (int axis : axes.moving()) {
      factors[axis] = scale.draw(random);
    }
    return AffineWarp.scaling(factors[0], factors[1], factors[2], grid);
  }

  private AffineWarp drawTranslation(Grid grid, MovementAxes axes, RandomGenerator random) {
    double[] shift = new double[3];
    for (int axis : axes.moving()) {
      shift[axis] = translation.draw(random) * grid.size(axis);
    }
    return AffineWarp.translation(shift[0], shift[1], shift[2]);
  }

  private AffineWarp drawRotation(Grid grid, MovementAxes axes, RandomGenerator random) {
    AffineWarp warp = AffineWarp.rotation(axes.third(), rotation.draw(random), grid);
    if (axes.across()) {
      warp =
          warp.then(AffineWarp.rotation(axes.first(), rotation.draw(random), grid))
              .then(AffineWarp.rotation(axes.second(), rotation.draw(random), grid));
    }
    return warp;
  }

  private static Set<MaskOperator> copy(Set<MaskOperator> operators) {
    Set<MaskOperator> sorted = EnumSet.noneOf(MaskOperator.class);
    sorted.addAll(operators);
    return sorted;
  }
}
