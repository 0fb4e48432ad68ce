package io.github.handful.imaging;

import java.util.random.RandomGenerator;

/**
 * Ranges of the random movements of a picture. All of them are joined into one map of positions, so
 * that a picture is interpolated only once.
 *
 * @param rotation about the centre, in degrees
 * @param scale factor of the size, uniform on a logarithmic axis
 * @param aspect factor of the width against the height
 * @param shear along x and along y, in degrees, at most 40
 * @param translation along x and along y, as a part of the size
 * @param horizontalFlip probability of mirroring left and right
 * @param verticalFlip probability of mirroring top and bottom
 * @param elastic probability of a smooth elastic displacement
 * @param elasticAmplitude greatest elastic displacement along x and along y, as a part of the size;
 *     from 0 to 0.1, where the displacement cannot fold the picture
 */
public record GeometricAugmentation(
    AugmentationRange rotation,
    AugmentationRange scale,
    AugmentationRange aspect,
    AugmentationRange shear,
    AugmentationRange translation,
    double horizontalFlip,
    double verticalFlip,
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
    AugmentationRange.requireProbability(elastic, "elastic");
    if (!(elasticAmplitude >= 0 && elasticAmplitude <= 0.1)) {
      throw new IllegalArgumentException(
          "elasticAmplitude must be from 0 to 0.1, got " + elasticAmplitude);
    }
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

  /** Moves nothing. */
  public static GeometricAugmentation none() {
    AugmentationRange zero = AugmentationRange.only(0);
    AugmentationRange one = AugmentationRange.only(1);
    return new GeometricAugmentation(zero, one, one, zero, zero, 0, 0, 0, 0);
  }

  /** The same ranges with another probability of mirroring top and bottom. */
  public GeometricAugmentation withVerticalFlip(double probability) {
    return new GeometricAugmentation(
        rotation,
        scale,
        aspect,
        shear,
        translation,
        horizontalFlip,
        probability,
        elastic,
        elasticAmplitude);
  }

  /** A random warp of a picture of {@code width} x {@code height} pixels. */
  DenseWarp draw(int width, int height, RandomGenerator random) {
    AffineWarp affine = drawAffine(width, height, random);
    DenseWarp positions = DenseWarp.identity(width, height);
    if (random.nextDouble() < elastic) {
      displace(positions.xs(), width, height, elasticAmplitude * width, random);
      displace(positions.ys(), width, height, elasticAmplitude * height, random);
    }
    return positions.through(affine);
  }

  private AffineWarp drawAffine(int width, int height, RandomGenerator random) {
    double factor = scale.drawLogarithmic(random);
    double stretch = Math.sqrt(aspect.draw(random));
    AffineWarp warp =
        AffineWarp.scaling(factor * stretch, factor / stretch, width, height)
            .then(AffineWarp.shear(shear.draw(random), shear.draw(random), width, height))
            .then(AffineWarp.rotation(rotation.draw(random), width, height))
            .then(
                AffineWarp.translation(
                    translation.draw(random) * width, translation.draw(random) * height));
    if (random.nextDouble() < horizontalFlip) {
      warp = warp.then(AffineWarp.horizontalFlip(width));
    }
    if (random.nextDouble() < verticalFlip) {
      warp = warp.then(AffineWarp.verticalFlip(height));
    }
    return warp;
  }

  /**
   * Free-form deformation: uniform cubic B-splines over a coarse grid of random displacements
   * (Rueckert and others, 1999). A spline stays between its control values, so no displacement
   * exceeds {@code amplitude}.
   */
  private static void displace(
      float[] positions, int width, int height, double amplitude, RandomGenerator random) {
    double[] control = new double[GRID * GRID];
    for (int k = 0; k < control.length; k++) {
      control[k] = amplitude * (2 * random.nextDouble() - 1);
    }
    double[] columns = splineWeights(width);
    double[] rows = splineWeights(height);
    double[] blended = new double[GRID];
    for (int y = 0; y < height; y++) {
      for (int gx = 0; gx < GRID; gx++) {
        blended[gx] = 0;
        for (int gy = 0; gy < GRID; gy++) {
          blended[gx] += rows[y * GRID + gy] * control[gy * GRID + gx];
        }
      }
      for (int x = 0; x < width; x++) {
        double displacement = 0;
        for (int gx = 0; gx < GRID; gx++) {
          displacement += columns[x * GRID + gx] * blended[gx];
        }
        positions[y * width + x] += (float) displacement;
      }
    }
  }

  /** The part each control point has in the displacement of each of {@code size} pixels. */
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
