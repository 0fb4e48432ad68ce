package io.github.handful.surfaces;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Painter;
import io.github.handful.segment.Seeds;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * Paints scans for changed surfaces. The painter sees surfaces as layers, each pixel with its part
 * in every layer, so that borders between pixels are as exact as in the surfaces; only columns in
 * which all surfaces are annotated are shown to it.
 */
final class ScanPainting implements AutoCloseable {
  /** Standard deviations of a scan on each side of its mean that the painter's range spans. */
  private static final double RANGE = 4;

  private final PaintedScans settings;
  private final int columns;
  private final List<SurfaceScan> stretches;
  private final Painter painter;
  private final Seeds seeds;
  private final Compute compute;

  /**
   * @param scans standardised, of one height
   * @param painter which is closed along with this
   */
  ScanPainting(
      PaintedScans settings,
      int columns,
      List<SurfaceScan> scans,
      Painter painter,
      Seeds seeds,
      Compute compute) {
    this.settings = settings;
    this.columns = columns;
    this.stretches = stretches(scans, columns);
    this.painter = painter;
    this.seeds = seeds;
    this.compute = compute;
  }

  /**
   * The stretches of at least so many columns in which all surfaces are annotated.
   *
   * @throws DataException if there is none
   */
  static List<SurfaceScan> stretches(List<SurfaceScan> scans, int columns) {
    List<SurfaceScan> stretches = new ArrayList<>();
    for (SurfaceScan scan : scans) {
      int first = 0;
      for (int x = 0; x <= scan.image().width(); x++) {
        if (x == scan.image().width() || !scan.heights().complete(x)) {
          if (x - first >= columns) {
            stretches.add(scan.cut(first, x - first));
          }
          first = x + 1;
        }
      }
    }
    if (stretches.isEmpty()) {
      throw new DataException(
          "No training scan has all its surfaces annotated in %d neighbouring columns, from which painting is learnt; annotate more, or train without painted scans."
              .formatted(columns));
    }
    return stretches;
  }

  /** One step of the painter on an annotated scan. */
  Map<String, Double> learn(int iteration) {
    RandomGenerator random = seeds.random("painter scans", iteration);
    try (Scope scope = Scope.open()) {
      SurfaceScan window = window(random);
      Tensor images = compute.batch(images(window.image()));
      Batch batch = new Batch(images, layers(window.heights(), window.image().height()));
      return painter.learn(batch, seeds.of("painter", iteration));
    }
  }

  /** Standardised scans of one update, painted for changed surfaces of annotated ones. */
  List<SurfaceScan> paint(int iteration, int count) {
    RandomGenerator random = seeds.random("painted scans", iteration);
    List<SurfaceScan> painted = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      SurfaceScan window = window(random);
      int height = window.image().height();
      SurfaceHeights changed = settings.variation().apply(window.heights(), height, random);
      long seed = seeds.of("painting", (long) iteration * count + n);
      painted.add(new SurfaceScan(window.id(), paint(changed, height, seed), changed));
    }
    return painted;
  }

  private Image paint(SurfaceHeights heights, int height, long seed) {
    try (Scope scope = Scope.open()) {
      Tensor painted = painter.paint(layers(heights, height), seed);
      Tensor own = painted.narrow(2, 0, height).narrow(3, 0, columns);
      return ScanChannels.standardised(new Image(columns, height, 1, 1, Ops.floats(own)));
    }
  }

  private SurfaceScan window(RandomGenerator random) {
    SurfaceScan stretch = stretches.get(random.nextInt(stretches.size()));
    int first = random.nextInt(stretch.image().width() - columns + 1);
    SurfaceScan window = stretch.cut(first, columns);
    return random.nextBoolean() ? window.mirrored() : window;
  }

  /** A scan in [0, 1] as 1×1×H×W, its border repeated up to the sides that the painter takes. */
  private Tensor images(Image image) {
    int width = side(columns, 0);
    int height = side(image.height(), 1);
    float[] samples = new float[width * height];
    for (int k = 0; k < samples.length; k++) {
      int x = Math.min(image.width() - 1, k % width);
      double value = image.at(0, Math.min(image.height() - 1, k / width), x);
      samples[k] = (float) Math.max(0, Math.min(1, 0.5 + value / (2 * RANGE)));
    }
    return Ops.tensor(samples, 1, 1, height, width);
  }

  private Tensor layers(SurfaceHeights heights, int rows) {
    int width = side(columns, 0);
    int height = side(rows, 1);
    int layers = heights.count() + 1;
    float[] parts = new float[layers * width * height];
    for (int k = 0; k < parts.length; k++) {
      int x = Math.min(columns - 1, k % width);
      int z = Math.min(rows - 1, k / width % height);
      parts[k] = (float) heights.part(k / (width * height), z, x);
    }
    return compute.place(Ops.tensor(parts, 1, layers, height, width));
  }

  private int side(int length, int axis) {
    int multiple = painter.multiple(axis);
    return (length + multiple - 1) / multiple * multiple;
  }

  Map<String, ParameterSet> state() {
    return painter.state();
  }

  @Override
  public void close() {
    painter.close();
  }
}
