package io.github.handful.imaging;

import java.util.List;

/**
 * Synthetic volumes of a body with two bent organs and exact truth, for demonstrations and tests.
 * The left organ (class 1) is long and wide at its upper end, the right one (class 2) short and
 * wide at its lower end; both are as bright as a vessel and some lumps that are no organs. Uneven
 * brightness, texture and noise cover all of it, and thick slices mix what they hold.
 *
 * <p>A voxel has an organ's class exactly where its centre satisfies the inequality of the organ's
 * outline. The same seed and index give the same scene on every grid, and the same bytes on every
 * machine.
 *
 * @param size voxels along x and y, from 16 to 512, over 96 mm
 * @param slices voxels along z, from 4 to 512, over 96 mm
 */
public record VolumePhantom(int size, int slices) {
  /** What the classes are called. */
  public static final List<String> CLASSES = List.of("background", "left organ", "right organ");

  private static final double EXTENT = 96;
  private static final float BRIGHTEST = 1000;

  /** At most this many samples of a voxel along z are averaged. */
  private static final int MOST_SAMPLES = 6;

  public VolumePhantom {
    if (size < 16 || size > 512) {
      throw new IllegalArgumentException("size must be from 16 to 512, got " + size);
    }
    if (slices < 4 || slices > 512) {
      throw new IllegalArgumentException("slices must be from 4 to 512, got " + slices);
    }
  }

  /** A volume with whole samples from 0 to 1000 and the truth about it. */
  public record Phantom(Image image, LabelMap labels) {}

  /** The grid of all volumes: axes along those of the patient, the centre at the origin. */
  public Grid grid() {
    double across = EXTENT / size;
    double along = EXTENT / slices;
    Placement placement =
        Placement.NONE
            .from((across - EXTENT) / 2, (across - EXTENT) / 2, (along - EXTENT) / 2)
            .withSpacing(across, across, along);
    return new Grid(size, size, slices, placement);
  }

  /** The volume number {@code index} of the series that {@code seed} stands for. */
  public Phantom draw(long seed, int index) {
    VolumePhantomScene scene = VolumePhantomScene.draw(seed, index);
    Grid grid = grid();
    byte[] labels = new byte[grid.count()];
    float[] samples = new float[grid.count()];
    double[] position = new double[3];
    for (int i = 0; i < labels.length; i++) {
      int x = i % size;
      int y = i / size % size;
      int z = i / size / size;
      for (int axis = 0; axis < 3; axis++) {
        position[axis] = grid.placement().world(axis, x, y, z);
      }
      labels[i] = (byte) scene.label(position[0], position[1], position[2]);
      double bias = 1;
      for (int axis = 0; axis < 3; axis++) {
        bias += scene.bias()[axis] * position[axis] / EXTENT;
      }
      double value = bias * average(scene, position) + scene.noise() * gaussian(scene.seed(), i);
      samples[i] = Math.round(BRIGHTEST * Math.max(0, Math.min(1, value)));
    }
    return new Phantom(new Image(grid, 1, 1, samples), new LabelMap(grid, labels));
  }

  /** The mean brightness over the thickness of a slice. */
  private double average(VolumePhantomScene scene, double[] position) {
    int count = Math.max(1, Math.min(MOST_SAMPLES, size / slices));
    double step = EXTENT / slices / count;
    double sum = 0;
    for (int k = 0; k < count; k++) {
      double z = position[2] + (k - (count - 1) / 2.0) * step;
      sum += shade(scene, scene.toScene(position[0], position[1], z));
    }
    return sum / count;
  }

  /** The brightness of a point of the scene, without bias and noise. */
  private static double shade(VolumePhantomScene scene, double[] p) {
    double[] levels = scene.levels();
    double radius = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int axis = 0; axis < 3; axis++) {
      radius += p[axis] * p[axis] / (scene.body()[axis] * scene.body()[axis]);
      least = Math.min(least, scene.body()[axis]);
    }
    double inBody = cover((1 - Math.sqrt(radius)) * least, scene.softness());
    double texture = 0.08 * (ValueNoise.at(scene.seed(), p[0] / 6, p[1] / 6, p[2] / 6) - 0.5);
    double inShape = 0;
    for (Tube organ : scene.organs()) {
      inShape = Math.max(inShape, cover(organ.depth(p[0], p[1], p[2]), scene.softness()));
    }
    for (Tube distractor : scene.distractors()) {
      inShape = Math.max(inShape, cover(distractor.depth(p[0], p[1], p[2]), scene.softness()));
    }
    double tissue = levels[0] + texture + inShape * levels[1];
    return levels[2] + inBody * (tissue - levels[2]);
  }

  /** From 0 far outside an outline to 1 far inside. */
  private static double cover(double depth, double softness) {
    double steps = depth / softness;
    return steps < -8 ? 0 : 1 / (1 + StrictMath.exp(-steps));
  }

  /** A number of the normal distribution for each voxel, by Box and Muller's formula. */
  private static double gaussian(long seed, int index) {
    double length = 1 - ValueNoise.hash(seed + 1, index, 0);
    double angle = 2 * Math.PI * ValueNoise.hash(seed + 1, index, 1);
    return Math.sqrt(-2 * StrictMath.log(length)) * StrictMath.cos(angle);
  }
}
