package io.github.handful.imaging;

import java.util.random.RandomGenerator;

/** The values a random change is drawn from: {@code least <= value <= greatest}. */
public record AugmentationRange(double least, double greatest) {
  public AugmentationRange {
    if (!(least <= greatest) || Double.isInfinite(least) || Double.isInfinite(greatest)) {
      throw new IllegalArgumentException(least + " to " + greatest + " is not a range");
    }
  }

  /** From {@code -bound} to {@code bound}. */
  public static AugmentationRange plusMinus(double bound) {
    return new AugmentationRange(-bound, bound);
  }

  /** Always {@code value}. */
  public static AugmentationRange only(double value) {
    return new AugmentationRange(value, value);
  }

  /** A value from a uniform distribution. */
  public double draw(RandomGenerator random) {
    return least + (greatest - least) * random.nextDouble();
  }

  /** A value with a uniformly distributed logarithm; the range is positive. */
  double drawLogarithmic(RandomGenerator random) {
    return least * Math.pow(greatest / least, random.nextDouble());
  }

  /** This range, provided that every value is above 0. */
  AugmentationRange requirePositive(String name) {
    if (!(least > 0)) {
      throw new IllegalArgumentException(name + " must be above 0, got " + least);
    }
    return this;
  }

  /** This range, provided that no value is further than {@code bound} from 0. */
  AugmentationRange requireWithin(double bound, String name) {
    if (!(Math.max(-least, greatest) <= bound)) {
      throw new IllegalArgumentException(
          name + " must be from " + -bound + " to " + bound + ", got " + least + " to " + greatest);
    }
    return this;
  }

  /** The probability given, provided that it is from 0 to 1. */
  static double requireProbability(double probability, String name) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, got " + probability);
    }
    return probability;
  }
}
