package io.github.handful.app;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Overlay;
import io.github.handful.imaging.SlicePlane;
import io.github.handful.imaging.VolumeOverlay;
import io.github.handful.segment.Example;
import io.github.handful.segment.metrics.KernelDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Generated images held against the training images, by what a segmenter sees in them and by their
 * intensities. Features are divided by one number, so that those of the training images have the
 * mean square 1; of the generated images no more than features and a small picture is kept.
 */
final class GeneratedImages {
  private static final int SLICE_SIDE = 160;

  private final Function<Image, double[]> features;
  private final List<Example> training;
  private final double scale;
  private final double[][] known;
  private final List<Likeness> generated = new ArrayList<>();

  /**
   * @param features as many numbers for every image
   * @param training images of the size and range of the generated ones, at least one
   */
  GeneratedImages(Function<Image, double[]> features, List<Example> training) {
    this.features = features;
    this.training = List.copyOf(training);
    double[][] raw =
        training.stream().map(example -> features.apply(example.image())).toArray(double[][]::new);
    double square =
        IntStream.range(0, raw.length)
            .mapToDouble(i -> DoubleStream.of(raw[i]).map(x -> x * x).average().orElse(0))
            .average()
            .orElseThrow();
    this.scale = square > 0 ? 1 / Math.sqrt(square) : 1;
    this.known =
        IntStream.range(0, raw.length).mapToObj(i -> scaled(raw[i])).toArray(double[][]::new);
  }

  private double[] scaled(double[] vector) {
    return DoubleStream.of(vector).map(x -> x * scale).toArray();
  }

  void add(String id, Optional<String> source, Image painted, LabelMap mask) {
    double[] seen = scaled(features.apply(painted));
    generated.add(
        new Likeness(
            id,
            source,
            seen,
            nearest(-1, i -> distance(seen, known[i])),
            nearest(-1, i -> difference(painted, training.get(i).image())),
            picture(painted, mask)));
  }

  List<Likeness> generated() {
    return List.copyOf(generated);
  }

  Example training(int image) {
    return training.get(image);
  }

  /** The nearest training image other than one, or than none for -1. */
  private Likeness.Match nearest(int left, IntToDoubleFunction distance) {
    int image = -1;
    double least = Double.POSITIVE_INFINITY;
    double next = Double.POSITIVE_INFINITY;
    for (int i = 0; i < known.length; i++) {
      double d = i == left ? Double.POSITIVE_INFINITY : distance.applyAsDouble(i);
      if (d < least) {
        next = least;
        least = d;
        image = i;
      } else {
        next = Math.min(next, d);
      }
    }
    return new Likeness.Match(image, least, next);
  }

  private static double distance(double[] a, double[] b) {
    double squares = 0;
    for (int k = 0; k < a.length; k++) {
      squares += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return Math.sqrt(squares / a.length);
  }

  private static double difference(Image a, Image b) {
    double sum = 0;
    for (int i = 0; i < a.samples().length; i++) {
      sum += Math.abs(a.samples()[i] - b.samples()[i]);
    }
    return sum / a.samples().length;
  }

  /** Of all images that were added. */
  Fidelity fidelity() {
    double[] own = among(i -> nearest(i, j -> distance(known[i], known[j])));
    double[] ownPixels =
        among(i -> nearest(i, j -> difference(training.get(i).image(), training.get(j).image())));
    double[] nearest = generated.stream().mapToDouble(g -> g.byFeatures().distance()).toArray();
    double[][] seen = generated.stream().map(Likeness::features).toArray(double[][]::new);
    int size = Math.min(known.length / 2, seen.length);
    KernelDistance kernel = KernelDistance.standard();
    return new Fidelity(
        known.length,
        size < 2 ? Optional.empty() : Optional.of(kernel.between(seen, known, size)),
        size < 2 ? Optional.empty() : Optional.of(kernel.within(known, size)),
        median(nearest),
        median(own),
        copies(Likeness::byFeatures, own),
        copies(Likeness::byPixels, ownPixels),
        (int)
            generated.stream()
                .filter(
                    g -> g.source().equals(Optional.of(training.get(g.byFeatures().image()).id())))
                .count());
  }

  private double[] among(Function<Integer, Likeness.Match> nearest) {
    return IntStream.range(0, known.length).mapToDouble(i -> nearest.apply(i).distance()).toArray();
  }

  private int copies(Function<Likeness, Likeness.Match> nearest, double[] own) {
    double least = DoubleStream.of(own).min().orElseThrow();
    return (int) generated.stream().filter(g -> nearest.apply(g).isCopy(least)).count();
  }

  private static double median(double[] values) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Of a volume the axial slice through the middle of the structures. */
  static byte[] picture(Image image, LabelMap mask) {
    return Overlay.plain(
        image.grid().isVolume()
            ? SlicePlane.AXIAL.cut(image, VolumeOverlay.centre(mask), SLICE_SIDE)
            : image);
  }
}
