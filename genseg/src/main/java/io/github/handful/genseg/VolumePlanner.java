package io.github.handful.genseg;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.Orientation;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.Normalisation;
import io.github.handful.segment.VolumeInput;
import io.github.handful.segment.VolumeUNetSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a plan for volumes takes from the labelled samples, after nnU-Net's fingerprint (Isensee et
 * al. 2021): target spacing, window, intensities. All axes are the patient's.
 */
final class VolumePlanner {
  /** Spacings that differ by more are those of thick slices. */
  private static final double ANISOTROPIC = 3;

  /** Air is darker than this in CT, and nothing is in other modalities as they are stored. */
  private static final float HOUNSFIELD_AIR = -500;

  /** Resolutions of the networks, at most. */
  static final int STAGES = 5;

  private static final int MOST_VALUES = 20_000;

  private final List<Sample> samples;
  private final List<Grid> grids;
  private final List<String> channelNames;
  private final int voxels;
  private final List<String> reasons;

  /**
   * @param voxels that a window should have at most
   * @param reasons takes what was decided and why
   */
  VolumePlanner(List<Sample> samples, List<String> channelNames, int voxels, List<String> reasons) {
    this.samples = samples;
    this.grids =
        samples.stream()
            .map(s -> s.image().grid())
            .map(grid -> Orientation.of(grid.placement()).toCanonical(grid))
            .toList();
    this.channelNames = channelNames;
    this.voxels = voxels;
    this.reasons = reasons;
  }

  VolumeInput input() {
    List<Double> spacing = spacing();
    List<Integer> window = window(spacing);
    int channels = samples.get(0).image().channels();
    List<Normalisation> normalisations = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      normalisations.add(normalisation(c));
    }
    return new VolumeInput(window, channels, spacing, normalisations);
  }

  /** The median; of thick slices the 10th percentile, so that thin ones keep their detail. */
  private List<Double> spacing() {
    List<Double> spacing = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) {
      spacing.add(quantile(lengths(axis), 0.5));
    }
    double finest = spacing.stream().mapToDouble(s -> s).min().orElseThrow();
    for (int axis = 0; axis < 3; axis++) {
      if (spacing.get(axis) > ANISOTROPIC * finest) {
        spacing.set(axis, Math.max(finest, quantile(lengths(axis), 0.1)));
      }
    }
    reasons.add(
        String.format(
            Locale.ROOT,
            "voxels of %.3g x %.3g x %.3g mm (to the left, back and head): the middle of the"
                + " labelled volumes",
            spacing.get(0),
            spacing.get(1),
            spacing.get(2)));
    return spacing;
  }

  private double[] lengths(int axis) {
    return grids.stream().mapToDouble(grid -> grid.placement().spacing().get(axis)).toArray();
  }

  private static double quantile(double[] values, double share) {
    Arrays.sort(values);
    return values[(int) Math.round(share * (values.length - 1))];
  }

  /** As cubic as the median volume allows, with no more voxels than the machine can take. */
  private List<Integer> window(List<Double> spacing) {
    double[] median = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      double[] sides =
          grids.stream()
              .mapToDouble(
                  grid ->
                      grid.size(along) * grid.placement().spacing().get(along) / spacing.get(along))
              .toArray();
      median[axis] = quantile(sides, 0.5);
    }
    double edge = spacing.stream().mapToDouble(s -> s).max().orElseThrow();
    while (true) {
      List<Integer> next = sides(edge * 1.02, median, spacing);
      boolean whole = next.equals(sides(Double.POSITIVE_INFINITY, median, spacing));
      if (count(next) > voxels || whole) {
        List<Integer> window = whole && count(next) <= voxels ? next : sides(edge, median, spacing);
        reasons.add(
            String.format(
                Locale.ROOT,
                "windows of %d x %d x %d voxels: the middle volume has %.0f x %.0f x %.0f, and"
                    + " about %d voxels train in minutes on this machine",
                window.get(0),
                window.get(1),
                window.get(2),
                median[0],
                median[1],
                median[2],
                voxels));
        return window;
      }
      edge *= 1.02;
    }
  }

  /** The sides of a window of {@code edge} mm, rounded up to what the networks can halve. */
  private static List<Integer> sides(double edge, double[] median, List<Double> spacing) {
    List<Integer> sides = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) {
      sides.add((int) Math.ceil(Math.min(median[axis], edge / spacing.get(axis)) - 1e-6));
    }
    List<VolumeUNetSpec.Stage> stages = VolumeUNetSpec.stages(spacing, sides, STAGES);
    for (int axis = 0; axis < 3; axis++) {
      int multiple = 1;
      for (VolumeUNetSpec.Stage stage : stages) {
        multiple *= stage.stride().get(axis);
      }
      sides.set(axis, (sides.get(axis) + multiple - 1) / multiple * multiple);
    }
    return sides;
  }

  private static long count(List<Integer> sides) {
    return (long) sides.get(0) * sides.get(1) * sides.get(2);
  }

  private Normalisation normalisation(int channel) {
    boolean named = channel < channelNames.size();
    boolean ct = named ? channelNames.get(channel).equalsIgnoreCase("CT") : looksLikeCt(channel);
    String name = samples.get(0).image().channels() == 1 ? "intensities" : "channel " + channel;
    if (!ct) {
      reasons.add(
          name
              + (named ? " of " + channelNames.get(channel) : "")
              + ": the mean and standard deviation of each volume by itself, for they have no"
              + " common scale");
      return new Normalisation.Standardised();
    }
    double[] foreground = foreground(channel);
    double low = quantile(foreground, 0.005);
    double high = Math.max(low + 1, quantile(foreground, 0.995));
    reasons.add(
        String.format(
            Locale.ROOT,
            "%s from %.0f to %.0f: the 0.5th and 99.5th percentile of the labelled structures, on"
                + " CT's common scale (%s)",
            name,
            low,
            high,
            named ? "the data set says CT" : "most volumes have values below -500, as air has"));
    return new Normalisation.Range(low, high);
  }

  private boolean looksLikeCt(int channel) {
    long dark =
        samples.stream()
            .filter(sample -> minimum(sample.image(), channel) < HOUNSFIELD_AIR)
            .count();
    return 2 * dark > samples.size();
  }

  private static float minimum(Image image, int channel) {
    int count = image.grid().count();
    float minimum = Float.POSITIVE_INFINITY;
    for (int i = channel * count; i < (channel + 1) * count; i++) {
      minimum = Math.min(minimum, image.samples()[i]);
    }
    return minimum;
  }

  /** Evenly spaced values of the foreground, as many of each volume. */
  private double[] foreground(int channel) {
    List<double[]> all = new ArrayList<>();
    for (Sample sample : samples) {
      byte[] labels = sample.labels().labels();
      int foreground = (int) (labels.length - sample.labels().count(0));
      int step = Math.max(1, foreground / MOST_VALUES);
      double[] values = new double[(foreground + step - 1) / step];
      int seen = 0;
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] != 0 && seen++ % step == 0) {
          values[(seen - 1) / step] = sample.image().samples()[channel * labels.length + i];
        }
      }
      all.add(values);
    }
    return all.stream().flatMapToDouble(Arrays::stream).toArray();
  }
}
