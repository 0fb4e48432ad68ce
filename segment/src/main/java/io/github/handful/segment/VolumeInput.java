package io.github.handful.segment;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Orientation;
import io.github.handful.imaging.Resampling;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a volume becomes what the network sees: turned so that its axes run as those of the patient
 * (left, back, head), resampled to one spacing, its intensities brought to [0, 1]. Networks see it
 * through windows.
 *
 * @param window voxels of the network's input along x, y and z
 * @param channels as many as the volumes have
 * @param spacing of the voxels along x, y and z, in millimetres
 * @param normalisations one for each channel
 */
public record VolumeInput(
    List<Integer> window, int channels, List<Double> spacing, List<Normalisation> normalisations)
    implements Preprocessing {
  private static final int AXES = 3;
  private static final String MILLIMETRES = "%.3g";

  public VolumeInput {
    window = List.copyOf(window);
    spacing = List.copyOf(spacing);
    normalisations = List.copyOf(normalisations);
    if (window.size() != AXES || window.stream().anyMatch(w -> w < 1)) {
      throw new IllegalArgumentException(
          "a window has at least one voxel along x, y and z, got " + window);
    }
    if (spacing.size() != AXES
        || spacing.stream().anyMatch(s -> !(s > 0 && s < Double.POSITIVE_INFINITY))) {
      throw new IllegalArgumentException("a spacing is above 0 along x, y and z, got " + spacing);
    }
    if (channels < 1 || normalisations.size() != channels) {
      throw new IllegalArgumentException(
          "%d channels need as many normalisations, got %d"
              .formatted(channels, normalisations.size()));
    }
  }

  @Override
  public int dimensions() {
    return AXES;
  }

  @Override
  public int size(int axis) {
    return window.get(axis);
  }

  @Override
  public Orientation orientation(Grid grid) {
    return Orientation.of(grid.placement());
  }

  @Override
  public String describe() {
    return "windows of %s voxels of %s mm, %d %s"
        .formatted(
            joined(window, "%d"),
            joined(spacing, MILLIMETRES),
            channels,
            channels == 1 ? "channel" : "channels");
  }

  private static String joined(List<? extends Number> values, String format) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, format, value))
        .collect(Collectors.joining(" x "));
  }

  /**
   * The grid that {@link #apply(Image)} gives for volumes on this grid.
   *
   * @throws DataException if it would have more voxels than a volume can have
   */
  public Grid target(Grid grid) {
    Grid canonical = orientation(grid).toCanonical(grid);
    double[] sides = new double[AXES];
    double voxels = 1;
    for (int axis = 0; axis < AXES; axis++) {
      double extent = canonical.size(axis) * canonical.placement().spacing().get(axis);
      sides[axis] = Math.max(1, Math.rint(extent / spacing.get(axis)));
      voxels *= sides[axis];
    }
    if (voxels > Integer.MAX_VALUE / 2) {
      throw new DataException(
          "a volume of %s voxels of %s mm would have %.3g voxels of %s mm, more than can be held;"
                  .formatted(
                      canonical.describe(),
                      joined(canonical.placement().spacing(), MILLIMETRES),
                      voxels,
                      joined(spacing, MILLIMETRES))
              + " check its spacing");
    }
    return Resampling.resize(canonical, (int) sides[0], (int) sides[1], (int) sides[2]);
  }

  /**
   * @throws DataException if the volume has other channels than the network or would be too large
   */
  @Override
  public Image apply(Image image) {
    if (image.channels() != channels) {
      throw new DataException(
          "the volume has %d channels and the network takes %d; give the same ones as in training"
              .formatted(image.channels(), channels));
    }
    Grid target = target(image.grid());
    Image resampled = Resampling.resize(orientation(image.grid()).toCanonical(image), target);
    for (int c = 0; c < channels; c++) {
      normalisations.get(c).apply(resampled.samples(), c * target.count(), target.count());
    }
    return new Image(target, channels, 1, resampled.samples());
  }

  @Override
  public Image restore(Image image) {
    float[] samples = image.samples().clone();
    int count = image.grid().count();
    for (int c = 0; c < channels; c++) {
      normalisations.get(c).restore(samples, c * count, count);
    }
    return new Image(image.grid(), channels, 1, samples);
  }

  @Override
  public LabelMap apply(LabelMap labels) {
    return Resampling.resizeByShare(
        orientation(labels.grid()).toCanonical(labels), target(labels.grid()));
  }
}
