package io.github.handful.surfaces;

import io.github.handful.surfaces.solver.PathGrid;
import io.github.handful.surfaces.solver.SmoothedPath;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The layer of OCT-DDP: each surface by the smoothed dynamic programme along the columns, on plain
 * arrays, one surface and scan a thread. Columns in which a surface is not annotated have no say in
 * training; the path is interpolated there.
 *
 * @param jumps largest step between neighbouring columns in rows, for each surface
 * @param structured weight of the Fenchel-Young loss in {@link #loss}: the log-likelihood of the
 *     annotated path, up to its sign, in each column
 */
record PathLayer(List<Integer> jumps, double structured) implements RowLayer {
  /** The network learns the scale of its logits; a second one would only drift against it. */
  private static final double TEMPERATURE = 1;

  @Override
  public Tensor rows(Tensor logits) {
    return new Solved(logits).rows();
  }

  @Override
  public Tensor loss(Tensor logits, SurfaceTargets targets, UnaryOperator<Tensor> loss) {
    Tensor known = targets.known().unsqueeze(2);
    Tensor informed = logits.mul(known);
    Solved solved = new Solved(informed);
    Autograd.ValueAndGradient ofRows = Autograd.of(solved.rows(), loss);
    float[] gradient = solved.gradient(Ops.doubles(ofRows.gradient()));
    Tensor value = ofRows.value();
    if (structured > 0) {
      double[] rows = Ops.doubles(targets.rows());
      double[] annotated = Ops.doubles(targets.known());
      value =
          Ops.plus(value, structured * solved.structured(rows, annotated, structured, gradient));
    }
    Tensor columns = Ops.beside(logits, gradient, solved.shape());
    return Autograd.scalar(value, List.of(informed), List.of(columns.transpose(2, 3)));
  }

  /** The solved surfaces of a batch. */
  private final class Solved {
    private final Tensor logits;
    private final int surfaces;
    private final int height;
    private final int width;
    private final SmoothedPath[] paths;
    private final float[] scores;

    Solved(Tensor logits) {
      this.logits = logits;
      this.surfaces = Math.toIntExact(logits.size(1));
      this.height = Math.toIntExact(logits.size(2));
      this.width = Math.toIntExact(logits.size(3));
      if (surfaces != jumps.size()) {
        throw new IllegalArgumentException(jumps.size() + " jumps for " + surfaces + " surfaces");
      }
      this.scores = Ops.floats(logits.detach().transpose(2, 3));
      this.paths = new SmoothedPath[Math.toIntExact(logits.size(0)) * surfaces];
      forEach(
          k -> {
            double[] own = new double[width * height];
            for (int i = 0; i < own.length; i++) {
              own[i] = scores[k * own.length + i];
            }
            PathGrid grid = new PathGrid(width, height, jumps.get(k % surfaces));
            paths[k] = SmoothedPath.solve(grid, TEMPERATURE, own);
          });
    }

    private void forEach(IntConsumer action) {
      IntStream.range(0, paths.length).parallel().forEach(action);
    }

    long[] shape() {
      return new long[] {logits.size(0), surfaces, width, height};
    }

    Tensor rows() {
      float[] rows = new float[paths.length * width];
      for (int k = 0; k < paths.length; k++) {
        double[] expected = paths[k].expected();
        for (int x = 0; x < width; x++) {
          rows[k * width + x] = (float) expected[x];
        }
      }
      return Ops.beside(logits, rows, logits.size(0), surfaces, width);
    }

    /** The gradient in the scores, column by column, by that in the rows. */
    float[] gradient(double[] upstream) {
      float[] all = new float[scores.length];
      forEach(
          k -> {
            double[] own =
                paths[k].gradient(Arrays.copyOfRange(upstream, k * width, (k + 1) * width));
            for (int i = 0; i < own.length; i++) {
              all[k * own.length + i] = (float) own[i];
            }
          });
      return all;
    }

    /**
     * The mean over the surfaces of the value of all paths less the score of the annotated one, by
     * annotated column.
     *
     * @param weight with which its gradient is added to {@code gradient}
     */
    double structured(double[] rows, double[] known, double weight, float[] gradient) {
      double[] losses = new double[paths.length];
      double[] counts =
          IntStream.range(0, paths.length)
              .mapToDouble(k -> Arrays.stream(known, k * width, (k + 1) * width).sum())
              .toArray();
      long annotated = Arrays.stream(counts).filter(count -> count > 0).count();
      forEach(
          k -> {
            if (counts[k] > 0) {
              double part = 1 / (counts[k] * annotated);
              double[] slope = paths[k].probabilities();
              double score = 0;
              for (int x = 0; x < width; x++) {
                if (known[k * width + x] > 0) {
                  int pixel = x * height + SurfaceTargets.pixel(rows[k * width + x], height);
                  score += scores[k * slope.length + pixel];
                  slope[pixel] -= 1;
                }
              }
              for (int i = 0; i < slope.length; i++) {
                gradient[k * slope.length + i] += (float) (weight * part * slope[i]);
              }
              losses[k] = part * (paths[k].value() - score);
            }
          });
      return Arrays.stream(losses).sum();
    }
  }
}
