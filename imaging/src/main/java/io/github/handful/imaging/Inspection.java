package io.github.handful.imaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;

/**
 * Everything a person should know about a data set before training, from reading all of it.
 *
 * @param pairsPerSplit pairs of each split by its name; empty where no table gives a split
 * @param depth 1 for pictures
 * @param spacing of the voxels in mm along the three axes of the files; empty for pictures
 * @param axes volumes by the directions in which their axes run, such as RAS; empty for pictures
 * @param channels images that are grey, RGB, grey stored as RGB, or have other channels
 * @param sampleTypes images of 8 bit, 16 bit or floating point, and volumes
 * @param intensities one entry for grey, or red, green and blue
 * @param masks how the masks are read
 * @param emptyMasks masks without any foreground
 * @param duplicates images with identical pixels under different names
 * @param findings in the order of their discovery, errors of single files included
 */
public record Inspection(
    String root,
    DataLayout layout,
    int pairs,
    int unpairedImages,
    Map<String, Integer> pairsPerSplit,
    Extent width,
    Extent height,
    Extent depth,
    List<Span> spacing,
    Map<String, Integer> axes,
    Map<String, Integer> channels,
    Map<String, Integer> sampleTypes,
    List<Intensity> intensities,
    String masks,
    List<ClassShare> classes,
    int emptyMasks,
    List<Duplicates> duplicates,
    List<Finding> findings) {
  /** Pixels kept for percentiles from all images together, for each channel. */
  private static final int SPACED_PIXELS = 1 << 21;

  private static final int LEAST_SPACED_PIXELS = 256;
  private static final int THREADS = 2;
  private static final List<String> COLOURS = List.of("red", "green", "blue");

  /** The smallest, middle and largest of the images' sides in pixels; 0 for none. */
  public record Extent(int minimum, int median, int maximum) {}

  /** The smallest, middle and largest of some lengths in mm. */
  public record Span(double minimum, double median, double maximum) {}

  /**
   * The values of one channel over all images.
   *
   * @param low the 0.5th percentile, from evenly spaced pixels of every image
   * @param high the 99.5th percentile
   */
  public record Intensity(String channel, float minimum, float low, float high, float maximum) {}

  /**
   * One class over all readable masks.
   *
   * @param pixelShare its part of all pixels, 0 to 1
   * @param images masks with at least one pixel of it
   */
  public record ClassShare(String name, double pixelShare, int images) {}

  /** Ids of images with identical pixels, and the splits they are in. */
  public record Duplicates(List<String> ids, List<String> splits) {}

  /** Reads every pair with two threads; the result does not depend on their order. */
  public static Inspection of(DataSet data, ProgressListener listener) {
    List<CaseFacts> cases = measure(data, listener);
    List<CaseFacts.ImageFacts> images = cases.stream().flatMap(c -> c.image().stream()).toList();
    List<ClassShare> classes = classes(data, cases);
    List<Duplicates> duplicates = InspectionFindings.duplicates(data, cases);
    Map<String, Integer> splits = new TreeMap<>();
    data.split().values().forEach(split -> splits.merge(split, 1, Integer::sum));
    Map<String, Integer> channels = new TreeMap<>();
    images.forEach(image -> channels.merge(image.kind(), 1, Integer::sum));
    Map<String, Integer> types = new TreeMap<>();
    images.forEach(image -> types.merge(image.sampleType(), 1, Integer::sum));
    return new Inspection(
        data.root().toString(),
        data.layout(),
        data.pairs().size(),
        data.unpairedImages().size(),
        splits,
        extent(images, Grid::width),
        extent(images, Grid::height),
        extent(images, Grid::depth),
        spacing(images),
        axes(images),
        channels,
        types,
        intensities(images),
        data.encoding().describe(),
        classes,
        (int) cases.stream().filter(CaseFacts::hasEmptyMask).count(),
        duplicates,
        InspectionFindings.of(data, cases, channels, types, duplicates));
  }

  private static List<CaseFacts> measure(DataSet data, ProgressListener listener) {
    int total = data.pairs().size();
    int spaced = Math.max(LEAST_SPACED_PIXELS, SPACED_PIXELS / total);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<CaseFacts>> futures = new ArrayList<>();
      for (Pair pair : data.pairs()) {
        futures.add(threads.submit(() -> CaseFacts.of(pair, data.encoding(), spaced)));
      }
      List<CaseFacts> cases = new ArrayList<>();
      for (Future<CaseFacts> future : futures) {
        cases.add(future.get());
        listener.progressed(cases.size(), total);
      }
      return cases;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + data.root(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot inspect " + data.root(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Extent extent(List<CaseFacts.ImageFacts> images, ToIntFunction<Grid> side) {
    if (images.isEmpty()) {
      return new Extent(0, 0, 0);
    }
    int[] sides = images.stream().map(CaseFacts.ImageFacts::grid).mapToInt(side).sorted().toArray();
    return new Extent(sides[0], sides[sides.length / 2], sides[sides.length - 1]);
  }

  private static List<Placement> places(List<CaseFacts.ImageFacts> images) {
    return images.stream()
        .map(CaseFacts.ImageFacts::grid)
        .filter(Grid::isVolume)
        .map(Grid::placement)
        .toList();
  }

  private static List<Span> spacing(List<CaseFacts.ImageFacts> images) {
    List<Placement> places = places(images);
    List<Span> spans = new ArrayList<>();
    for (int axis = 0; axis < 3 && !places.isEmpty(); axis++) {
      int along = axis;
      double[] lengths =
          places.stream().mapToDouble(place -> place.spacing().get(along)).sorted().toArray();
      spans.add(new Span(lengths[0], lengths[lengths.length / 2], lengths[lengths.length - 1]));
    }
    return spans;
  }

  private static Map<String, Integer> axes(List<CaseFacts.ImageFacts> images) {
    Map<String, Integer> axes = new TreeMap<>();
    places(images).forEach(place -> axes.merge(Orientation.of(place).letters(), 1, Integer::sum));
    return axes;
  }

  private static List<Intensity> intensities(List<CaseFacts.ImageFacts> images) {
    int channels = images.stream().mapToInt(image -> image.channels().size()).max().orElse(0);
    List<Intensity> intensities = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      int channel = c;
      // Grey images among colour ones count for each colour.
      List<CaseFacts.ChannelFacts> facts =
          images.stream()
              .map(image -> image.channels().get(Math.min(channel, image.channels().size() - 1)))
              .toList();
      float minimum = Float.POSITIVE_INFINITY;
      float maximum = Float.NEGATIVE_INFINITY;
      int length = 0;
      for (CaseFacts.ChannelFacts fact : facts) {
        minimum = Math.min(minimum, fact.minimum());
        maximum = Math.max(maximum, fact.maximum());
        length += fact.spaced().length;
      }
      float[] spaced = new float[length];
      for (CaseFacts.ChannelFacts fact : facts) {
        length -= fact.spaced().length;
        System.arraycopy(fact.spaced(), 0, spaced, length, fact.spaced().length);
      }
      Arrays.sort(spaced);
      String name =
          channels == 1 ? CaseFacts.GREY : channels == 3 ? COLOURS.get(c) : "channel " + c;
      float low = percentile(spaced, 0.005);
      float high = percentile(spaced, 0.995);
      intensities.add(new Intensity(name, minimum, low, high, maximum));
    }
    return intensities;
  }

  /** The value at the nearest rank. */
  private static float percentile(float[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  private static List<ClassShare> classes(DataSet data, List<CaseFacts> cases) {
    List<ClassShare> classes = new ArrayList<>();
    long all =
        cases.stream().flatMap(c -> c.classPixels().stream()).mapToLong(Long::longValue).sum();
    for (int k = 0; k < data.classNames().size(); k++) {
      long pixels = 0;
      int images = 0;
      for (CaseFacts facts : cases) {
        long count = facts.classPixels().isEmpty() ? 0 : facts.classPixels().get(k);
        pixels += count;
        images += count > 0 ? 1 : 0;
      }
      double share = all == 0 ? 0 : (double) pixels / all;
      classes.add(new ClassShare(data.classNames().get(k), share, images));
    }
    return classes;
  }
}
