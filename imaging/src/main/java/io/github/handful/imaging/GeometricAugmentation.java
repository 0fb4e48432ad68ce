package io.github.handful.imaging;

import java.util.random.RandomGenerator;

/**
 * Ranges of the random movements of a picture or a volume. All of them are joined into one map of
 * positions, so that an image is interpolated only once. Volumes are turned and sheared in
 * millimetres; where one spacing is more than three times another, they are moved within the planes
 * of the fine axes only, and mirrored and shifted by whole slices across them.
 *
 * @param rotation about the centre, in degrees; of volumes about z, or about the axis across thick
 *     slices
 * @param outOfPlaneRotation about the two other axes, in degrees; volumes only
 * @param scale factor of the size, uniform on a logarithmic axis
 * @param aspect factor of the width against the height
 * @param shear along x and along y, in degrees, at most 40
 * @param translation along each axis, as a part of the size
 * @param horizontalFlip probability of mirroring left and right, that is along x
 * @param verticalFlip probability of mirroring top and bottom, that is along y
 * @param depthFlip probability of mirroring first and last slice, that is along z; volumes only
 * @param elastic probability of a smooth elastic displacement
 * @param elasticAmplitude greatest elastic displacement along each axis, as a part of the size;
 *     from 0 to 0.1, where the displacement cannot fold the image
 */
public record GeometricAugmentation(
    AugmentationRange rotation,
    AugmentationRange outOfPlaneRotation,
    AugmentationRange scale,
    AugmentationRange aspect,
    AugmentationRange shear,
    AugmentationRange translation,
    double horizontalFlip,
    double verticalFlip,
    double depthFlip,
    double elastic,
    double elasticAmplitude) {

  /** Control points of the elastic displacement along each axis. */
  private static final int GRID = 4;

  public GeometricAugmentation {
    scale.requirePositive("scale");
    aspect.requirePositive("aspect");
    shear.requireWithin(40, "shear");
    AugmentationRange.requireProbability(horizontalFlip, "horizontalFlip");
    AugmentationRange.requireProbability(verticalFlip, "verticalFlip");
    AugmentationRange.requireProbability(depthFlip, "depthFlip");
    AugmentationRange.requireProbability(elastic, "elastic");
    if (!(elasticAmplitude >= 0 && elasticAmplitude <= 0.1)) {
      throw new IllegalArgumentException(
          "elasticAmplitude must be from 0 to 0.1, got " + elasticAmplitude);
    }
  }

  /** Ranges for pictures alone, which have no slices to turn or to mirror. */
  public GeometricAugmentation(
      AugmentationRange rotation,
      AugmentationRange scale,
      AugmentationRange aspect,
      AugmentationRange shear,
      AugmentationRange translation,
      double horizontalFlip,
      double verticalFlip,
      double elastic,
      double elasticAmplitude) {
    this(
        rotation,
        AugmentationRange.only(0),
        scale,
        aspect,
        shear,
        translation,
        horizontalFlip,
        verticalFlip,
        0,
        elastic,
        elasticAmplitude);
  }

  /** Strong ranges for pictures that may be turned and resized; no vertical flip. */
  public static GeometricAugmentation standard() {
    return new GeometricAugmentation(
        AugmentationRange.plusMinus(30),
        new AugmentationRange(0.75, 1.3),
        new AugmentationRange(0.9, 1.1),
        AugmentationRange.plusMinus(8),
        AugmentationRange.plusMinus(0.1),
        0.5,
        0,
        0.3,
        0.04);
  }

  /**
   * Strong ranges for volumes in the order of the patient's axes: mirrored left and right only,
   * since front and back, head and feet tell structures apart.
   */
  public static GeometricAugmentation standardForVolumes() {
    return new GeometricAugmentation(
        AugmentationRange.plusMinus(20),
        AugmentationRange.plusMinus(15),
        new AugmentationRange(0.75, 1.3),
        new AugmentationRange(0.9, 1.1),
        AugmentationRange.plusMinus(5),
        AugmentationRange.plusMinus(0.05),
        0.5,
        0,
        0,
        0.3,
        0.04);
  }

  /** Moves nothing. */
  public static GeometricAugmentation none() {
    AugmentationRange zero = AugmentationRange.only(0);
    AugmentationRange one = AugmentationRange.only(1);
    return new GeometricAugmentation(zero, one, one, zero, zero, 0, 0, 0, 0);
  }

  /** The same ranges with other probabilities of mirroring along x, y and z. */
  public GeometricAugmentation withFlips(double horizontal, double vertical, double depth) {
    return new GeometricAugmentation(
        rotation,
        outOfPlaneRotation,
        scale,
        aspect,
        shear,
        translation,
        horizontal,
        vertical,
        depth,
        elastic,
        elasticAmplitude);
  }

  /** The same ranges with another probability of mirroring top and bottom. */
  public GeometricAugmentation withVerticalFlip(double probability) {
    return withFlips(horizontalFlip, probability, depthFlip);
  }

  /** A random warp of an image on {@code grid}. */
  DenseWarp draw(Grid grid, RandomGenerator random) {
    MovementAxes axes = MovementAxes.of(grid);
    AffineWarp affine = drawAffine(grid, axes, random);
    DenseWarp positions = DenseWarp.identity(grid);
    if (random.nextDouble() < elastic) {
      for (int axis = 0; axis < 3; axis++) {
        if (axis != axes.third() || axes.across()) {
          displace(positions.along(axis), grid, elasticAmplitude * grid.size(axis), random);
        }
      }
    }
    return positions.through(affine);
  }

  private AffineWarp drawAffine(Grid grid, MovementAxes axes, RandomGenerator random) {
    AffineWarp warp = drawScaling(grid, axes, random);
    warp = warp.then(AffineWarp.shear(axes.third(), shear.draw(random), shear.draw(random), grid));
    warp = warp.then(AffineWarp.rotation(axes.third(), rotation.draw(random), grid));
    if (axes.across()) {
      warp =
          warp.then(AffineWarp.rotation(axes.first(), outOfPlaneRotation.draw(random), grid))
              .then(AffineWarp.rotation(axes.second(), outOfPlaneRotation.draw(random), grid));
    }
    warp = warp.then(drawTranslation(grid, axes, random));
    double[] flips = {horizontalFlip, verticalFlip, depthFlip};
    for (int axis = 0; axis < (grid.isVolume() ? 3 : 2); axis++) {
      if (random.nextDouble() < flips[axis]) {
        warp = warp.then(AffineWarp.flip(axis, grid.size(axis)));
      }
    }
    return warp;
  }

  private AffineWarp drawScaling(Grid grid, MovementAxes axes, RandomGenerator random) {
    double factor = scale.drawLogarithmic(random);
    double stretch = Math.sqrt(aspect.draw(random));
    double[] factors = new double[3];
    factors[axes.first()] = factor * stretch;
    factors[axes.second()] = factor / stretch;
    factors[axes.third()] = axes.across() ? factor : 1;
    return AffineWarp.scaling(factors[0], factors[1], factors[2], grid);
  }

  private AffineWarp drawTranslation(Grid grid, MovementAxes axes, RandomGenerator random) {
    double[] shift = new double[3];
    shift[axes.first()] = translation.draw(random) * grid.size(axes.first());
    shift[axes.second()] = translation.draw(random) * grid.size(axes.second());
    if (grid.isVolume()) {
      double across = translation.draw(random) * grid.size(axes.third());
      shift[axes.third()] = axes.across() ? across : Math.round(across);
    }
    return AffineWarp.translation(shift[0], shift[1], shift[2]);
  }

  /**
   * Free-form deformation: uniform cubic B-splines over a coarse grid of random displacements
   * (Rueckert and others, 1999). A spline stays between its control values, so no displacement
   * exceeds {@code amplitude}.
   */
  private static void displace(
      float[] positions, Grid grid, double amplitude, RandomGenerator random) {
    double[] control = new double[grid.isVolume() ? GRID * GRID * GRID : GRID * GRID];
    for (int k = 0; k < control.length; k++) {
      control[k] = amplitude * (2 * random.nextDouble() - 1);
    }
    double[] columns = splineWeights(grid.width());
    double[] rows = splineWeights(grid.height());
    double[] slices = splineWeights(grid.depth());
    double[] ofSlice = control;
    double[] ofRow = new double[GRID];
    int i = 0;
    for (int z = 0; z < grid.depth(); z++) {
      if (grid.isVolume()) {
        ofSlice = blend(control, slices, z, new double[GRID * GRID]);
      }
      for (int y = 0; y < grid.height(); y++) {
        blend(ofSlice, rows, y, ofRow);
        for (int x = 0; x < grid.width(); x++) {
          double displacement = 0;
          for (int gx = 0; gx < GRID; gx++) {
            displacement += columns[x * GRID + gx] * ofRow[gx];
          }
          positions[i++] += (float) displacement;
        }
      }
    }
  }

  /** The control points of one slice or row: those along its axis joined by their weights. */
  private static double[] blend(double[] control, double[] weights, int index, double[] blended) {
    for (int k = 0; k < blended.length; k++) {
      blended[k] = 0;
      for (int g = 0; g < GRID; g++) {
        blended[k] += weights[index * GRID + g] * control[g * blended.length + k];
      }
    }
    return blended;
  }

  /** The part each control point has in the displacement of each of {@code size} voxels. */
  private static double[] splineWeights(int size) {
    double[] weights = new double[size * GRID];
    for (int i = 0; i < size; i++) {
      double position = (i + 0.5) / size * (GRID - 1);
      int cell = (int) position;
      double t = position - cell;
      double[] basis = {
        (1 - t) * (1 - t) * (1 - t) / 6,
        (3 * t * t * t - 6 * t * t + 4) / 6,
        (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6,
        t * t * t / 6
      };
      for (int k = 0; k < basis.length; k++) {
        int point = Math.max(0, Math.min(GRID - 1, cell - 1 + k));
        weights[i * GRID + point] += basis[k];
      }
    }
    return weights;
  }
}
