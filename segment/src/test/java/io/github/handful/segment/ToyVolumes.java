package io.github.handful.segment;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Placement;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** Small volumes and segmenters of which it is known what they must give. */
final class ToyVolumes {
  private ToyVolumes() {}

  /** Gives each batch the logits of a formula. */
  record Formula(Network network, int classes, UnaryOperator<Tensor> logits) implements Segmenter {
    Formula(UnaryOperator<Tensor> logits) {
      this(new Network(Initialiser.FAN_IN), 2, logits);
    }

    /** Says of each voxel by itself whether it is brighter than one half. */
    static Formula brightness(double slope) {
      return new Formula(images -> Ops.plus(Ops.times(images, slope), -slope / 2));
    }

    @Override
    public SegmenterSpec spec() {
      return new VolumeUNetSpec(
          1, classes, 1, VolumeUNetSpec.stages(List.of(1.0, 1.0, 1.0), List.of(8, 8, 8), 9));
    }

    @Override
    public Outputs outputs(Pass pass, Tensor images) {
      return new Outputs(logits.apply(images), List.of());
    }
  }

  /** Windows of this size on volumes of millimetres as they are. */
  static VolumeInput windows(int x, int y, int z) {
    return new VolumeInput(
        List.of(x, y, z), 1, List.of(1.0, 1.0, 1.0), List.of(new Normalisation.Range(0, 1)));
  }

  static Image noise(Grid grid, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[grid.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return new Image(grid, 1, 1, samples);
  }

  /** Bright boxes on noisy ground, of class 1. */
  static List<Example> boxes(int count, Grid grid, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int left = random.nextInt(grid.width() / 2);
      int top = random.nextInt(grid.height() / 2);
      int front = random.nextInt(grid.depth() / 2);
      byte[] labels = new byte[grid.count()];
      float[] samples = new float[grid.count()];
      for (int i = 0; i < labels.length; i++) {
        int x = i % grid.width() - left;
        int y = i / grid.width() % grid.height() - top;
        int z = i / grid.width() / grid.height() - front;
        boolean inside =
            within(x, grid.width()) && within(y, grid.height()) && within(z, grid.depth());
        labels[i] = (byte) (inside ? 1 : 0);
        samples[i] = (float) (0.3 * random.nextDouble() + 0.6 * labels[i]);
      }
      examples.add(
          new Example("box" + n, new Image(grid, 1, 1, samples), new LabelMap(grid, labels)));
    }
    return examples;
  }

  private static boolean within(int at, int side) {
    return at >= 0 && at < side / 2;
  }

  /** All 48 ways to store a box of voxels, with placements that say where its voxels are. */
  static List<Grid> orientations(int[] sizes, double[] spacings) {
    List<Grid> grids = new ArrayList<>();
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int[] order : orders) {
      for (int signs = 0; signs < 8; signs++) {
        double[] direction = new double[9];
        double[] origin = new double[3];
        List<Double> spacing = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
          int world = order[axis];
          boolean reversed = (signs >> axis & 1) == 1;
          direction[3 * world + axis] = reversed ? -1 : 1;
          origin[world] = reversed ? (sizes[world] - 1) * spacings[world] : 0;
          spacing.add(spacings[world]);
        }
        grids.add(
            new Grid(
                sizes[order[0]],
                sizes[order[1]],
                sizes[order[2]],
                new Placement(spacing, boxed(origin), boxed(direction))));
      }
    }
    return grids;
  }

  private static List<Double> boxed(double[] values) {
    List<Double> boxed = new ArrayList<>();
    for (double value : values) {
      boxed.add(value);
    }
    return boxed;
  }
}
