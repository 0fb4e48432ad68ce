package io.github.handful.genseg;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.imaging.Orientation;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.Normalisation;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.SegmentationLoss;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.VolumeInput;
import io.github.handful.segment.VolumeUNetSpec;
import io.github.handful.torch.Norm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Derives a plan for volumes from the labelled samples and the machine, after nnU-Net's fingerprint
 * (Isensee et al. 2021): target spacing, window, intensities. All axes are the patient's.
 */
final class VolumePlanner {
  /** Spacings that differ by more are those of thick slices. */
  private static final double ANISOTROPIC = 3;

  /** Air is darker than this in CT, and nothing is in other modalities as they are stored. */
  private static final float HOUNSFIELD_AIR = -500;

  /** Resolutions of the networks, at most. */
  private static final int STAGES = 5;

  /** Voxels along an axis that the discriminator's last layers need. */
  private static final int LEAST_PATCH = 3;

  /** On the validation volumes of MSD's hippocampus better than the 1 of the paper. */
  private static final double GAMMA = 0.3;

  private static final int MOST_VALUES = 20_000;

  private final List<Sample> samples;
  private final List<Grid> grids;
  private final List<String> channelNames;
  private final int classes;
  private final Planner.Machine machine;
  private final List<String> reasons = new ArrayList<>();

  VolumePlanner(
      List<Sample> samples, int classes, List<String> channelNames, Planner.Machine machine) {
    this.samples = samples;
    this.grids =
        samples.stream()
            .map(s -> s.image().grid())
            .map(grid -> Orientation.of(grid.placement()).toCanonical(grid))
            .toList();
    this.channelNames = channelNames;
    this.classes = classes;
    this.machine = machine;
  }

  /**
   * A plan for the samples.
   *
   * @throws DataException if there are pictures among the volumes, or channels differ in number
   */
  Plan plan() {
    requireAlike(samples);
    VolumeInput input = input();
    VolumeUNetSpec segmenter =
        new VolumeUNetSpec(
            input.channels(),
            classes,
            machine.width(),
            VolumeUNetSpec.stages(input.spacing(), input.window(), STAGES));
    List<Integer> halvings = input.window().stream().map(VolumePlanner::halvings).toList();
    // Its kernels of up to 8 x 8 x 8 take most of an iteration.
    int generatorWidth = machine.width() / 2;
    GeneratorSpec generator =
        new Pix2PixSpec(
            classes == 2 ? 1 : classes,
            input.channels(),
            generatorWidth,
            Collections.max(halvings),
            Norm.Kind.INSTANCE,
            Pix2PixSpec.Search.ENCODER,
            true,
            halvings);
    reasons.add(
        "%s, generator of width %d: what trains in minutes on this machine"
            .formatted(segmenter.describe(), generatorWidth));
    return new Plan(
        input,
        segmenter,
        new SegmenterTraining.Settings(
            2, new RateSchedule(2e-3, 0.05, 0.01), 1e-4, 0.98, SegmentationLoss.DICE),
        generator,
        new GenSegSettings(
            2, 5e-4, 1e-4, 100, false, 1, GAMMA, 1e-2, 10, true, MaskAugmentation.standard()),
        PairAugmentation.standardForVolumes(),
        200,
        400,
        20,
        reasons);
  }

  private static void requireAlike(List<Sample> samples) {
    Image first = samples.get(0).image();
    for (Sample sample : samples) {
      Image image = sample.image();
      if (image.grid().isVolume() != first.grid().isVolume()) {
        throw new DataException(
            "%s and %s are a picture and a volume; train on one kind at a time"
                .formatted(samples.get(0).id(), sample.id()));
      }
      if (image.channels() != first.channels()) {
        throw new DataException(
            "%s has %d channels and %s has %d; give all volumes the same"
                .formatted(samples.get(0).id(), first.channels(), sample.id(), image.channels()));
      }
    }
  }

  /** As often as the side can be halved and the discriminator still sees a patch. */
  private static int halvings(int side) {
    int most = Math.min(STAGES - 1, Integer.numberOfTrailingZeros(side));
    while (most > 0 && LEAST_PATCH << most > side) {
      most--;
    }
    return most;
  }

  private VolumeInput input() {
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
      if (count(next) > machine.voxels() || whole) {
        List<Integer> window =
            whole && count(next) <= machine.voxels() ? next : sides(edge, median, spacing);
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
                machine.voxels()));
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
      sides.set(axis, roundedUp(sides.get(axis), multiple));
    }
    // A generator has at least two levels.
    int longest = sides.indexOf(Collections.max(sides));
    sides.set(longest, roundedUp(Math.max(LEAST_PATCH << 2, sides.get(longest)), 4));
    return sides;
  }

  private static int roundedUp(int side, int multiple) {
    return (side + multiple - 1) / multiple * multiple;
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
