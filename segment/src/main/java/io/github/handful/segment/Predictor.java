package io.github.handful.segment;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Orientation;
import io.github.handful.imaging.PlaneResampler;
import io.github.handful.imaging.PlaneResampler.PlaneConsumer;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Applies segmenters to images of any size; results lie on the image's own grid. Images larger than
 * the network's input, where it works through windows, are covered by windows that overlap by half
 * and are blended with Gaussian weights.
 */
public final class Predictor {
  /** Windows on volumes in one batch: libtorch convolves one alone in float32 many times slower. */
  private static final int TOGETHER = 2;

  private final List<Segmenter> ensemble;
  private final Preprocessing preprocessing;
  private final boolean mirrored;
  private final Compute compute;
  private final int classes;

  /** Applies one segmenter, once to each window. */
  public Predictor(Segmenter segmenter, Preprocessing preprocessing, Compute compute) {
    this(List.of(segmenter), preprocessing, false, compute);
  }

  /**
   * Averages the probabilities of several segmenters.
   *
   * @param ensemble segmenters of the same classes
   * @param mirrored whether they also see each window mirrored along its axes, in every combination
   */
  public Predictor(
      List<Segmenter> ensemble, Preprocessing preprocessing, boolean mirrored, Compute compute) {
    this.ensemble = List.copyOf(ensemble);
    this.preprocessing = preprocessing;
    this.mirrored = mirrored;
    this.compute = compute;
    this.classes = ensemble.get(0).spec().classes();
    for (Segmenter member : ensemble) {
      if (member.spec().classes() != classes
          || member.spec().dimensions() != preprocessing.dimensions()) {
        throw new IllegalArgumentException(
            "segmenters and preprocessing must agree in classes and dimensions");
      }
    }
  }

  /**
   * The most probable class of every pixel or voxel, the lowest of equals. Of a volume no more than
   * a slab of probabilities is held at a time.
   */
  public LabelMap labels(Image image) {
    Orientation orientation = preprocessing.orientation(image.grid());
    Grid turned = orientation.toCanonical(image.grid());
    LabelMap labels = labels(preprocessing.apply(image), turned);
    return orientation.fromCanonical(labels, image.grid());
  }

  /** Class probabilities of every pixel or voxel: one plane for each class, background first. */
  public ClassProbabilities probabilities(Image image) {
    Orientation orientation = preprocessing.orientation(image.grid());
    Grid turned = orientation.toCanonical(image.grid());
    float[] all = new float[Math.multiplyExact(classes, turned.count())];
    int plane = turned.width() * turned.height();
    predict(
        preprocessing.apply(image),
        turned,
        (z, slice) -> {
          for (int k = 0; k < classes; k++) {
            System.arraycopy(slice, k * plane, all, k * turned.count() + z * plane, plane);
          }
        });
    Image planes = orientation.fromCanonical(new Image(turned, classes, 1, all), image.grid());
    return new ClassProbabilities(image.grid(), planes.samples());
  }

  /**
   * Labels as {@link #labels} gives them, with how uncertain they are, in one pass.
   *
   * @param entropy of the class probabilities as a grey image: 0 where the class is certain, 255
   *     where all are alike
   */
  public record Judged(LabelMap labels, Image entropy) {}

  /** The labels and their entropy; of a volume no more than a slab of probabilities is held. */
  public Judged judged(Image image) {
    Orientation orientation = preprocessing.orientation(image.grid());
    Grid turned = orientation.toCanonical(image.grid());
    byte[] labels = new byte[turned.count()];
    float[] grey = new float[turned.count()];
    int plane = turned.width() * turned.height();
    predict(
        preprocessing.apply(image),
        turned,
        (z, slice) -> {
          ClassProbabilities.argmax(slice, plane, labels, z * plane);
          float[] entropy = ClassProbabilities.entropy(slice, plane);
          for (int i = 0; i < plane; i++) {
            grey[z * plane + i] = 255 * entropy[i];
          }
        });
    return new Judged(
        orientation.fromCanonical(new LabelMap(turned, labels), image.grid()),
        orientation.fromCanonical(new Image(turned, 1, 255, grey), image.grid()));
  }

  LabelMap labelsAtNetworkScale(Image prepared) {
    return labels(prepared, prepared.grid());
  }

  private LabelMap labels(Image prepared, Grid target) {
    byte[] labels = new byte[target.count()];
    int plane = target.width() * target.height();
    predict(
        prepared, target, (z, slice) -> ClassProbabilities.argmax(slice, plane, labels, z * plane));
    return new LabelMap(target, labels);
  }

  /** Hands on the class probabilities of a prepared image slice by slice, resampled to a grid. */
  private void predict(Image prepared, Grid target, PlaneConsumer consumer) {
    PlaneResampler resampler = new PlaneResampler(prepared.grid(), target, classes);
    slices(prepared, (z, slice) -> resampler.accept(slice, consumer));
  }

  private void slices(Image prepared, PlaneConsumer consumer) {
    Grid window = preprocessing.grid();
    if (!prepared.grid().sameSize(window)) {
      new WindowBlend(prepared.grid(), window, classes)
          .run(
              preprocessing.dimensions() == 2 ? 1 : TOGETHER,
              corners -> planes(corners.stream().map(c -> c.cut(prepared, window)).toList()),
              consumer);
      return;
    }
    float[] all = planes(List.of(prepared));
    int plane = window.width() * window.height();
    for (int z = 0; z < window.depth(); z++) {
      float[] slice = new float[classes * plane];
      for (int k = 0; k < classes; k++) {
        System.arraycopy(all, (k * window.depth() + z) * plane, slice, k * plane, plane);
      }
      consumer.accept(z, slice);
    }
  }

  private float[] planes(List<Image> windows) {
    try (Scope scope = Scope.open()) {
      return Autograd.withoutGraph(
          () -> {
            Tensor batch = Batch.images(windows, preprocessing.dimensions(), compute);
            List<Tensor> each = new ArrayList<>();
            for (Segmenter segmenter : ensemble) {
              for (long[] axes : mirrorings()) {
                each.add(Scope.returningOne(() -> probabilities(segmenter, batch, axes)));
              }
            }
            Tensor sum = each.get(0);
            for (Tensor further : each.subList(1, each.size())) {
              sum = sum.add(further);
            }
            return Ops.floats(Ops.times(sum, 1.0 / each.size()));
          });
    }
  }

  /** The sets of a batch's axes that windows are mirrored along. */
  private List<long[]> mirrorings() {
    int axes = preprocessing.dimensions();
    return IntStream.range(0, mirrored ? 1 << axes : 1)
        .mapToObj(
            set ->
                IntStream.range(0, axes)
                    .filter(axis -> (set >> axis & 1) == 1)
                    .mapToLong(axis -> 2 + axis)
                    .toArray())
        .toList();
  }

  private Tensor probabilities(Segmenter segmenter, Tensor batch, long[] mirroring) {
    Tensor seen = mirroring.length == 0 ? batch : compute.batch(Ops.flip(batch, mirroring));
    Tensor logits = compute.run(() -> segmenter.logits(segmenter.network().evaluating(), seen));
    Tensor probabilities;
    if (logits.size(1) > 1) {
      probabilities = Ops.softmax(logits, 1);
    } else {
      Tensor foreground = logits.sigmoid();
      probabilities = Ops.cat(List.of(Ops.oneMinus(foreground), foreground), 1);
    }
    return mirroring.length == 0 ? probabilities : Ops.flip(probabilities, mirroring);
  }

  /**
   * Probabilities {@code planes[((k * depth + z) * height + y) * width + x]} of class k, which add
   * up to one over the classes.
   */
  public record ClassProbabilities(Grid grid, float[] planes) {

    /** Of a picture. */
    public ClassProbabilities(int width, int height, float[] planes) {
      this(Grid.of(width, height), planes);
    }

    public int width() {
      return grid.width();
    }

    public int height() {
      return grid.height();
    }

    public int classes() {
      return planes.length / grid.count();
    }

    /** The probabilities of one class. */
    public float[] plane(int label) {
      return Arrays.copyOfRange(planes, label * grid.count(), (label + 1) * grid.count());
    }

    /** The most probable class of each pixel or voxel, the lowest of equals. */
    public LabelMap labels() {
      byte[] labels = new byte[grid.count()];
      argmax(planes, labels.length, labels, 0);
      return new LabelMap(grid, labels);
    }

    /** The entropy over planes of {@code pixels} values each, in parts of that of equal ones. */
    static float[] entropy(float[] planes, int pixels) {
      float[] entropy = new float[pixels];
      double most = Math.log((double) planes.length / pixels);
      for (int i = 0; i < planes.length; i++) {
        double p = planes[i];
        entropy[i % pixels] -= p > 0 ? (float) (p * Math.log(p) / most) : 0;
      }
      return entropy;
    }

    /** The greatest of planes of {@code pixels} values each, written from {@code to} on. */
    private static void argmax(float[] planes, int pixels, byte[] labels, int to) {
      for (int i = 0; i < pixels; i++) {
        int best = 0;
        for (int k = 1; k * pixels < planes.length; k++) {
          if (planes[k * pixels + i] > planes[best * pixels + i]) {
            best = k;
          }
        }
        labels[to + i] = (byte) best;
      }
    }
  }
}
