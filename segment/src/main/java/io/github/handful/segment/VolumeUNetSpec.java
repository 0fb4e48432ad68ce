package io.github.handful.segment;

import io.github.handful.torch.Compute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The shape of a {@link VolumeUNet}.
 *
 * @param channels of the images
 * @param classes background included; two classes make one logit plane
 * @param width feature maps of the first stage, doubled at each further one up to tenfold
 * @param stages from the finest to the coarsest resolution
 */
public record VolumeUNetSpec(int channels, int classes, int width, List<Stage> stages)
    implements SegmenterSpec {
  private static final int AXES = 3;
  private static final int MOST_STAGES = 9;

  /** Features grow no further than to this multiple of the width (320 of 32 in nnU-Net). */
  private static final int CAP = 10;

  /** Sides of the coarsest feature maps do not fall below this number of voxels. */
  private static final int LEAST_SIDE = 4;

  /** Axes whose spacing differs by less than this factor are treated alike. */
  private static final double ALIKE = 2;

  /**
   * The convolutions at one resolution.
   *
   * @param kernel size along x, y and z: 3, or 1 where voxels are too far apart to be neighbours
   * @param stride factor along x, y and z by which this stage is coarser than the one before, 1 or
   *     2; 1 along all of them in the first
   */
  public record Stage(List<Integer> kernel, List<Integer> stride) {
    public Stage {
      kernel = List.copyOf(kernel);
      stride = List.copyOf(stride);
      if (kernel.size() != AXES || stride.size() != AXES) {
        throw new IllegalArgumentException(
            "a stage has a kernel and a stride along x, y and z, got " + kernel + ", " + stride);
      }
      for (int axis = 0; axis < AXES; axis++) {
        int size = kernel.get(axis);
        int step = stride.get(axis);
        if (size != 3 && (size != 1 || step != 1) || step != 1 && step != 2) {
          throw new IllegalArgumentException(
              "a stage has kernels of 3 with strides of 1 or 2, or kernels of 1 with strides of 1,"
                  + " got kernel %s and stride %s".formatted(kernel, stride));
        }
      }
    }
  }

  public VolumeUNetSpec {
    stages = List.copyOf(stages);
    if (channels < 1 || classes < 2 || width < 1) {
      throw new IllegalArgumentException(
          "a segmenter needs channels >= 1, classes >= 2 and width >= 1, got %d, %d, %d"
              .formatted(channels, classes, width));
    }
    if (stages.size() < 2 || stages.size() > MOST_STAGES) {
      throw new IllegalArgumentException(
          "a segmenter of volumes needs from 2 to 9 stages, got " + stages.size());
    }
    if (stages.get(0).stride().contains(2)) {
      throw new IllegalArgumentException("the first stage must have a stride of 1 along each axis");
    }
  }

  /**
   * The stages that suit a patch (Isensee et al. 2021): each one halves those axes whose spacing is
   * within a factor of two of the finest among the axes that can still be halved, which are those
   * of at least eight voxels; along axes twice as coarse as the finest of all or more, kernels are
   * 1 until it has been halved so far.
   *
   * @param spacing of the voxels along x, y and z, in millimetres
   * @param patch voxels along x, y and z; the network takes multiples of {@link #multiple}, to
   *     which a patch is rounded up
   * @param most stages at most
   */
  public static List<Stage> stages(List<Double> spacing, List<Integer> patch, int most) {
    double[] distance = spacing.stream().mapToDouble(s -> s).toArray();
    int[] side = patch.stream().mapToInt(s -> s).toArray();
    List<Stage> stages = new ArrayList<>();
    List<Integer> kernel = Collections.nCopies(AXES, 1);
    List<Integer> stride = Collections.nCopies(AXES, 1);
    while (stages.size() < most) {
      kernel = kernel(distance, kernel, stride);
      stages.add(new Stage(kernel, stride));
      stride = halvable(distance, side);
      if (!stride.contains(2)) {
        break;
      }
      for (int axis = 0; axis < AXES; axis++) {
        distance[axis] *= stride.get(axis);
        side[axis] = (side[axis] + stride.get(axis) - 1) / stride.get(axis);
      }
    }
    return stages;
  }

  private static List<Integer> kernel(
      double[] distance, List<Integer> before, List<Integer> stride) {
    double finest = Math.min(distance[0], Math.min(distance[1], distance[2]));
    List<Integer> kernel = new ArrayList<>();
    for (int axis = 0; axis < AXES; axis++) {
      boolean near = distance[axis] / finest < ALIKE;
      kernel.add(near || before.get(axis) > 1 || stride.get(axis) > 1 ? 3 : 1);
    }
    return kernel;
  }

  private static List<Integer> halvable(double[] distance, int[] side) {
    double finest = Double.POSITIVE_INFINITY;
    for (int axis = 0; axis < AXES; axis++) {
      if (side[axis] >= 2 * LEAST_SIDE) {
        finest = Math.min(finest, distance[axis]);
      }
    }
    List<Integer> stride = new ArrayList<>();
    for (int axis = 0; axis < AXES; axis++) {
      stride.add(side[axis] >= 2 * LEAST_SIDE && distance[axis] / finest < ALIKE ? 2 : 1);
    }
    return stride;
  }

  @Override
  public int dimensions() {
    return AXES;
  }

  @Override
  public int multiple(int axis) {
    int multiple = 1;
    for (Stage stage : stages) {
      multiple *= stage.stride().get(axis);
    }
    return multiple;
  }

  /** Feature maps of a stage. */
  int features(int stage) {
    return Math.min(width << stage, CAP * width);
  }

  /** Those of the last convolution of the coarsest stage. */
  @Override
  public double leastWeights() {
    int last = stages.size() - 1;
    double taps = stages.get(last).kernel().stream().mapToInt(k -> k).reduce(1, (a, b) -> a * b);
    return taps * features(last) * features(last);
  }

  @Override
  public String describe() {
    return "3-D U-Net of width %d with %d stages".formatted(width, stages.size());
  }

  @Override
  public Segmenter build(Compute compute) {
    return new VolumeUNet(this, compute);
  }
}
