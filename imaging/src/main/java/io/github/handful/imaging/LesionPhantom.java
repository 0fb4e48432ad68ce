package io.github.handful.imaging;

import io.github.handful.imaging.LesionPhantomScene.Blob;
import io.github.handful.imaging.LesionPhantomScene.Hair;

/**
 * Synthetic images of lesions on skin with exact truth, for demonstrations and tests. Mottled blobs
 * are the lesions (class 1) and, with two classes, striped ones (class 2); smooth blobs of the same
 * sizes, shapes and colours are not lesions. Uneven light, hairs and speckle cover all of it.
 *
 * <p>A pixel has a lesion's class exactly where its centre satisfies the inequality of the lesion's
 * outline. The same seed and index give the same scene at every size, and the same bytes on every
 * machine.
 *
 * @param size width and height in pixels, at least 16
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param classes kinds of lesions, 1 or 2
 */
public record LesionPhantom(int size, int channels, int classes) {
  private static final float MAXIMUM = 255;

  public LesionPhantom {
    if (size < 16 || size > 16_384) {
      throw new IllegalArgumentException("size must be from 16 to 16384, got " + size);
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, got " + channels);
    }
    if (classes != 1 && classes != 2) {
      throw new IllegalArgumentException("classes must be 1 or 2, got " + classes);
    }
  }

  /** An image with whole samples from 0 to 255 and the truth about it. */
  public record Phantom(Image image, LabelMap labels) {}

  /** A colour image of {@code size} x {@code size} pixels with one kind of lesions. */
  public static Phantom lesion(int size, long seed, int index) {
    return new LesionPhantom(size, 3, 1).draw(seed, index);
  }

  /** The image number {@code index} of the series that {@code seed} stands for. */
  public Phantom draw(long seed, int index) {
    LesionPhantomScene scene = LesionPhantomScene.draw(classes, seed, index);
    return new Phantom(image(scene), labels(scene));
  }

  private LabelMap labels(LesionPhantomScene scene) {
    byte[] labels = new byte[size * size];
    for (Blob blob : scene.blobs()) {
      for (int i = 0; blob.kind() != 0 && i < labels.length; i++) {
        if (blob.depth(position(i % size), position(i / size)) > 0) {
          labels[i] = (byte) blob.kind();
        }
      }
    }
    return new LabelMap(size, size, labels);
  }

  private double position(int pixel) {
    return (pixel + 0.5) / size;
  }

  private Image image(LesionPhantomScene scene) {
    double[] hairs = hairs(scene);
    float[] samples = new float[channels * size * size];
    double[] colour = new double[3];
    for (int i = 0; i < size * size; i++) {
      double x = position(i % size);
      double y = position(i / size);
      shade(scene, x, y, colour);
      double light = 1 + scene.gradient()[0] * (x - 0.5) + scene.gradient()[1] * (y - 0.5);
      for (int c = 0; c < channels; c++) {
        double value =
            channels == 3 ? colour[c] : 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
        double speckle =
            1 + scene.noise() * (2 * ValueNoise.hash(scene.seed() + 7 + c, i % size, i / size) - 1);
        double sample = value * light * (1 - hairs[i]) * speckle;
        samples[c * size * size + i] = Math.round(MAXIMUM * Math.max(0, Math.min(1, sample)));
      }
    }
    return new Image(size, size, channels, MAXIMUM, samples);
  }

  /** The colour of skin and blobs at a point, without light, hairs and speckle. */
  private static void shade(LesionPhantomScene scene, double x, double y, double[] colour) {
    long seed = scene.seed();
    double pores =
        0.10 * (ValueNoise.at(seed, 6 * x, 6 * y) - 0.5)
            + 0.08 * (ValueNoise.at(seed, 40 * x, 40 * y) - 0.5);
    for (int c = 0; c < 3; c++) {
      colour[c] = scene.background()[c] + pores;
    }
    for (Blob blob : scene.blobs()) {
      double cover = 1 / (1 + StrictMath.exp(-blob.depth(x, y) / blob.softness()));
      if (cover > 1e-3) {
        double strength = cover * (1 + texture(blob, seed, x, y));
        for (int c = 0; c < 3; c++) {
          colour[c] += strength * blob.colour()[c];
        }
      }
    }
  }

  /** What tells the kinds of blobs apart: a relative change of their colour, 0 on average. */
  private static double texture(Blob blob, long seed, double x, double y) {
    return switch (blob.kind()) {
      case 0 -> 0.5 * (ValueNoise.at(seed + 1, 5 * x, 5 * y) - 0.5);
      case 1 -> 1.6 * (ValueNoise.at(seed + 2, 28 * x, 28 * y) - 0.5);
      default -> {
        double across = x * StrictMath.cos(blob.phases()[0]) + y * StrictMath.sin(blob.phases()[0]);
        yield 0.6 * StrictMath.sin(2 * Math.PI * 18 * across);
      }
    };
  }

  /** For every pixel the part of the light that hairs take away. */
  private double[] hairs(LesionPhantomScene scene) {
    double[] taken = new double[size * size];
    for (Hair hair : scene.hairs()) {
      int steps = 4 * size;
      int reach = (int) Math.ceil(3 * hair.width() * size);
      for (int s = 0; s <= steps; s++) {
        double t = (double) s / steps;
        stroke(taken, hair, size * along(hair.xs(), t), size * along(hair.ys(), t), reach);
      }
    }
    return taken;
  }

  private void stroke(double[] taken, Hair hair, double x, double y, int reach) {
    double width = Math.max(0.5, hair.width() * size);
    for (int py = Math.max(0, (int) y - reach); py <= Math.min(size - 1, (int) y + reach); py++) {
      for (int px = Math.max(0, (int) x - reach); px <= Math.min(size - 1, (int) x + reach); px++) {
        double distance = StrictMath.hypot(px + 0.5 - x, py + 0.5 - y) / width;
        double darkness = hair.darkness() * StrictMath.exp(-0.5 * distance * distance);
        taken[py * size + px] = Math.max(taken[py * size + px], darkness);
      }
    }
  }

  /** A quadratic Bezier curve. */
  private static double along(double[] points, double t) {
    return (1 - t) * (1 - t) * points[0] + 2 * t * (1 - t) * points[1] + t * t * points[2];
  }
}
