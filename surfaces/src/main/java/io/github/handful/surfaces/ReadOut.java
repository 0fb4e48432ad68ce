package io.github.handful.surfaces;

import io.github.handful.surfaces.solver.BestPath;
import io.github.handful.surfaces.solver.PathGrid;
import io.github.handful.surfaces.solver.SurfaceGraph;
import io.github.handful.surfaces.solver.SurfaceGraph.Window;
import io.github.handful.torch.Ops;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** How a trained network's logits become surfaces. */
public enum ReadOut {
  /** The mean row of each column; of the limits, order alone is kept. */
  COLUMNS(false),
  /** The expected row of the smoothed dynamic programme. */
  SMOOTHED_PATH(true),
  /** The quadratic programme with order and thickness. */
  PROGRAMME(false),
  /** The most probable path of each surface by itself, by exact dynamic programming. */
  BEST_PATH(true),
  /**
   * The most probable surfaces together under all limits, by graph search in a band around the mean
   * rows.
   */
  GRAPH_SEARCH(true);

  /** Rows on each side of the mean that the graph search looks at. */
  private static final int BAND = 10;

  /** Integer costs of the graph search in one unit of log-probability. */
  private static final double PRECISION = 1000;

  private final boolean smooth;

  ReadOut(boolean smooth) {
    this.smooth = smooth;
  }

  /** That of the layer that a method is trained with. */
  public static ReadOut of(SurfaceMethod method) {
    return switch (method) {
      case UNET -> COLUMNS;
      case DDP -> SMOOTHED_PATH;
      case IPM -> PROGRAMME;
    };
  }

  /** Whether steps between neighbouring columns are bounded. */
  public boolean smooth() {
    return smooth;
  }

  /** Rows N×W of logits 1×N×H×W, before the limits are enforced. */
  double[] rows(Tensor logits, SurfaceLimits limits) {
    return switch (this) {
      case COLUMNS -> Ops.doubles(new SoftArgmax().rows(logits));
      case SMOOTHED_PATH -> Ops.doubles(new PathLayer(limits.jumps(), 0).rows(logits));
      case PROGRAMME -> Ops.doubles(new ProgrammeLayer(limits.thickness()).rows(logits));
      case BEST_PATH -> bestPaths(logits, limits);
      case GRAPH_SEARCH -> {
        double[] scores = scores(logits);
        double[] centres = bestPaths(logits, limits);
        limits.thickness().clamp(centres, columns(logits), height(logits));
        yield graphSearch(scores, centres, height(logits), limits).orElse(centres);
      }
    };
  }

  private static int columns(Tensor logits) {
    return Math.toIntExact(logits.size(3));
  }

  private static int height(Tensor logits) {
    return Math.toIntExact(logits.size(2));
  }

  /** Log-probabilities, column by column. */
  private static double[] scores(Tensor logits) {
    return Ops.doubles(Ops.logSoftmax(logits, 2).transpose(2, 3));
  }

  private static double[] bestPaths(Tensor logits, SurfaceLimits limits) {
    double[] scores = scores(logits);
    int width = columns(logits);
    int cells = width * height(logits);
    double[] rows = new double[limits.jumps().size() * width];
    IntStream.range(0, limits.jumps().size())
        .parallel()
        .forEach(
            i -> {
              PathGrid grid = new PathGrid(width, height(logits), limits.jumps().get(i));
              double[] own = Arrays.copyOfRange(scores, i * cells, (i + 1) * cells);
              int[] path = BestPath.solve(grid, own).rows();
              for (int x = 0; x < width; x++) {
                rows[i * width + x] = path[x];
              }
            });
    return rows;
  }

  private static Optional<double[]> graphSearch(
      double[] scores, double[] centres, int height, SurfaceLimits limits) {
    int surfaces = limits.jumps().size();
    int width = centres.length / surfaces;
    Window[] windows = new Window[centres.length];
    for (int w = 0; w < windows.length; w++) {
      int first = Math.max(0, (int) Math.rint(centres[w]) - BAND);
      int last = Math.min(height - 1, (int) Math.rint(centres[w]) + BAND);
      long[] costs = new long[last - first + 1];
      for (int k = 0; k < costs.length; k++) {
        costs[k] = Math.round(-PRECISION * scores[w * height + first + k]);
      }
      windows[w] = new Window(first, costs);
    }
    SurfaceGraph graph =
        new SurfaceGraph(
            width,
            limits.jumps(),
            limits.thickness().minimum().stream().map(d -> (int) Math.ceil(d)).toList(),
            limits.thickness().maximum().stream()
                .map(d -> (int) Math.min(height, Math.floor(d)))
                .toList());
    return graph.solve(windows).map(rows -> Arrays.stream(rows).asDoubleStream().toArray());
  }
}
