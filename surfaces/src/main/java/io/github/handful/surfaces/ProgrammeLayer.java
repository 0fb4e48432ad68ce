package io.github.handful.surfaces;

import io.github.handful.surfaces.solver.ColumnProgramme;
import io.github.handful.surfaces.solver.ThicknessLimits;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The layer of OCT-IPM: mean and variance of each surface in a column become the rows nearest to
 * the means that obey order and thickness. Columns are solved by themselves, on plain arrays in
 * double precision.
 */
record ProgrammeLayer(ThicknessLimits limits) implements RowLayer {

  @Override
  public Tensor rows(Tensor logits) {
    return new Solved(Moments.of(logits.detach())).rows();
  }

  @Override
  public Tensor loss(Tensor logits, SurfaceTargets targets, UnaryOperator<Tensor> loss) {
    Moments moments = Moments.of(logits);
    Solved solved = new Solved(moments);
    Autograd.ValueAndGradient ofRows = Autograd.of(solved.rows(), loss);
    return Autograd.scalar(
        ofRows.value(),
        List.of(moments.mean(), moments.variance()),
        solved.gradients(Ops.doubles(ofRows.gradient())));
  }

  /** The solved columns of a batch. */
  private final class Solved {
    private final Tensor like;
    private final int surfaces;
    private final int width;
    private final ColumnProgramme.Solution[] columns;

    Solved(Moments moments) {
      this.like = moments.mean();
      this.surfaces = Math.toIntExact(like.size(1));
      this.width = Math.toIntExact(like.size(2));
      double[] means = Ops.doubles(moments.mean());
      double[] variances = Ops.doubles(moments.variance());
      this.columns = new ColumnProgramme.Solution[Math.toIntExact(like.size(0)) * width];
      ColumnProgramme programme = ColumnProgramme.of(limits);
      IntStream.range(0, columns.length)
          .parallel()
          .forEach(c -> columns[c] = programme.solve(column(means, c), column(variances, c)));
    }

    private int at(int column, int surface) {
      return (column / width * surfaces + surface) * width + column % width;
    }

    private double[] column(double[] all, int column) {
      double[] values = new double[surfaces];
      for (int i = 0; i < surfaces; i++) {
        values[i] = all[at(column, i)];
      }
      return values;
    }

    private void put(float[] all, int column, double[] values) {
      for (int i = 0; i < surfaces; i++) {
        all[at(column, i)] = (float) values[i];
      }
    }

    private Tensor tensor(float[] values) {
      return Ops.beside(like, values, like.size(0), surfaces, width);
    }

    Tensor rows() {
      float[] rows = new float[columns.length * surfaces];
      for (int c = 0; c < columns.length; c++) {
        put(rows, c, columns[c].rows());
      }
      return tensor(rows);
    }

    /** The gradients in the means and in the variances. */
    List<Tensor> gradients(double[] upstream) {
      float[] ofMeans = new float[columns.length * surfaces];
      float[] ofVariances = new float[ofMeans.length];
      for (int c = 0; c < columns.length; c++) {
        ColumnProgramme.Gradient gradient = columns[c].gradient(column(upstream, c));
        put(ofMeans, c, gradient.mean());
        put(ofVariances, c, gradient.variance());
      }
      return List.of(tensor(ofMeans), tensor(ofVariances));
    }
  }
}
