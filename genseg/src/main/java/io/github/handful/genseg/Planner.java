package io.github.handful.genseg;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.imaging.Resampling;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.PictureInput;
import io.github.handful.segment.PictureInput.Intensity;
import io.github.handful.segment.Preprocessing;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.SegmentationLoss;
import io.github.handful.segment.SegmenterSpec;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.UNetSpec;
import io.github.handful.segment.metrics.OverlapCounts;
import io.github.handful.torch.Norm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Derives a plan from the labelled samples and the machine, and says why. Images that are not among
 * the samples have no say.
 */
public final class Planner {
  private static final int MULTIPLE = 1 << GeneratorKind.MOST_LEVELS;

  /** Masks that keep less than this Dice at the network's size are too fine for it. */
  private static final double FINE = 0.85;

  private final List<Sample> samples;
  private final int classes;
  private final Machine machine;
  private final List<String> reasons = new ArrayList<>();

  /**
   * What the plan must fit.
   *
   * @param longSide of the network's input for pictures
   * @param voxels of the network's input for volumes
   * @param width of the networks
   */
  public record Machine(int longSide, int voxels, int width) {
    /** 128 pixels or 96,000 voxels and width 16 on a processor; 256, 2 million and 32 on a GPU. */
    public static Machine of(boolean cuda) {
      return cuda ? new Machine(256, 1 << 21, 32) : new Machine(128, 96_000, 16);
    }
  }

  private Planner(List<Sample> samples, int classes, Machine machine) {
    this.samples = samples;
    this.classes = classes;
    this.machine = machine;
  }

  /**
   * A plan for these labelled samples with so many classes, background included.
   *
   * @param channelNames what each channel shows where that is known, such as CT
   * @throws DataException if there are pictures among volumes, or channels differ in number
   */
  public static Plan plan(
      List<Sample> samples, int classes, List<String> channelNames, Machine machine) {
    if (samples.stream().noneMatch(s -> s.image().grid().isVolume())) {
      return new Planner(samples, classes, machine).plan();
    }
    return new VolumePlanner(samples, classes, channelNames, machine).plan();
  }

  private Plan plan() {
    int channels = channels();
    int[] size = networkSize();
    double scale = scale(size[0], size[1]);
    Preprocessing image =
        new PictureInput(
            scale > 0 ? machine.longSide() : size[0],
            scale > 0 ? machine.longSide() : size[1],
            channels,
            scale,
            intensities(channels));
    SegmenterSpec segmenter =
        new UNetSpec(channels, classes, machine.width(), 4, Norm.Kind.INSTANCE);
    GeneratorSpec generator =
        GeneratorKind.PIX2PIX.spec(segmenter.outputs(), channels, machine.width(), image);
    reasons.add(
        String.format(
            Locale.ROOT,
            "U-Net of width %d and generator of width %d: what trains in minutes on this machine",
            machine.width(),
            machine.width()));
    return new Plan(
        image,
        segmenter,
        training(),
        generator,
        genseg(),
        PairAugmentation.standard(),
        400,
        800,
        40,
        reasons);
  }

  private static SegmenterTraining.Settings training() {
    return new SegmenterTraining.Settings(
        4, new RateSchedule(2e-3, 0.05, 0.01), 1e-4, 0.98, SegmentationLoss.DICE);
  }

  private static GenSegSettings genseg() {
    return new GenSegSettings(
        4, 5e-4, 1e-4, 100, 2, 1, 1e-2, 10, true, MaskAugmentation.standard());
  }

  private int channels() {
    boolean grey = samples.stream().allMatch(s -> isGrey(s.image()));
    reasons.add(
        grey
            ? "one channel: every labelled image is grey"
            : "three channels: there is colour in the labelled images");
    return grey ? 1 : 3;
  }

  private static boolean isGrey(Image image) {
    int plane = image.width() * image.height();
    float[] samples = image.samples();
    for (int i = plane; i < samples.length; i++) {
      if (samples[i] != samples[i % plane]) {
        return false;
      }
    }
    return true;
  }

  private int[] networkSize() {
    double width = median(samples.stream().mapToInt(s -> s.image().width()).toArray());
    double height = median(samples.stream().mapToInt(s -> s.image().height()).toArray());
    double factor = machine.longSide() / Math.max(width, height);
    int[] size = {side(width * factor), side(height * factor)};
    reasons.add(
        String.format(
            Locale.ROOT,
            "%dx%d pixels: the median image is %.0fx%.0f, a long side of %d trains in minutes",
            size[0],
            size[1],
            width,
            height,
            machine.longSide()));
    return size;
  }

  private static int side(double pixels) {
    return Math.max(MULTIPLE, (int) Math.round(pixels / MULTIPLE) * MULTIPLE);
  }

  private static double median(int[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** 0 where masks survive the network's size, else the scale at which they are looked through. */
  private double scale(int width, int height) {
    double whole =
        samples.stream().mapToDouble(s -> survival(s.labels(), width, height)).average().orElse(1);
    if (whole >= FINE) {
      reasons.add(
          String.format(
              Locale.ROOT, "whole images: masks keep a Dice of %.2f at the network's size", whole));
      return 0;
    }
    for (double scale : new double[] {0.25, 0.5}) {
      double kept =
          samples.stream()
              .mapToDouble(
                  s ->
                      survival(
                          s.labels(),
                          scaled(s.labels().width(), scale),
                          scaled(s.labels().height(), scale)))
              .average()
              .orElse(1);
      if (kept >= FINE && fits(scale)) {
        return windows(scale, whole);
      }
    }
    return windows(1, whole);
  }

  private boolean fits(double scale) {
    return samples.stream()
        .allMatch(
            s -> Math.min(s.image().width(), s.image().height()) * scale >= machine.longSide());
  }

  private static int scaled(int side, double scale) {
    return Math.max(1, (int) Math.round(side * scale));
  }

  private double windows(double scale, double whole) {
    reasons.add(
        String.format(
            Locale.ROOT,
            "windows at scale %.2f: structures are fine, masks keep a Dice of only %.2f when whole"
                + " images are made to fit",
            scale,
            whole));
    return scale;
  }

  /**
   * Dice of a mask with itself after going to a size and back, mean over its foreground classes.
   */
  private double survival(LabelMap labels, int width, int height) {
    LabelMap back =
        Resampling.resize(
            Resampling.resize(labels, width, height), labels.width(), labels.height());
    double sum = 0;
    for (int label = 1; label < classes; label++) {
      sum += OverlapCounts.of(back, labels, label).dice();
    }
    return sum / (classes - 1);
  }

  private List<Intensity> intensities(int channels) {
    float maximum = samples.get(0).image().maximum();
    if (maximum == 255) {
      reasons.add("intensities 0 to 255 as they are: 8-bit images");
      return Collections.nCopies(channels, new Intensity(0, 1));
    }
    float[] values = new float[samples.size() * 4096];
    int at = 0;
    for (Sample sample : samples) {
      float[] all = sample.image().samples();
      for (int i = 0; i < 4096; i++) {
        values[at++] = all[(int) ((long) i * all.length / 4096)] / sample.image().maximum();
      }
    }
    Arrays.sort(values);
    double low = values[(int) (0.005 * values.length)];
    double high = Math.max(low + 1e-6, values[(int) (0.995 * values.length)]);
    reasons.add(
        String.format(
            Locale.ROOT,
            "intensities from the 0.5th to the 99.5th percentile of the labelled images"));
    return Collections.nCopies(channels, new Intensity(low, high));
  }
}
