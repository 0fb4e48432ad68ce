package io.github.handful.surfaces;

import io.github.handful.torch.Functional;
import io.github.handful.torch.Ops;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;

/**
 * What is asked of the column distributions and of the rows that a layer makes of them. Columns
 * that are not annotated count nowhere.
 */
public enum SurfaceLoss {
  /**
   * Binary cross-entropy of every pixel of a column, plus a tenth of the smooth L1 distance of the
   * rows: with its full weight the mean row would be learnt from broad distributions first, and
   * paths through them are worth nothing.
   */
  ENTROPY(0.1) {
    @Override
    Tensor columns(Tensor logits, Tensor scans, SurfaceTargets targets) {
      Tensor p = Ops.clamp(Ops.softmax(logits, 2), LEAST, 1 - LEAST);
      Tensor on = targets.planes();
      Tensor pixels = on.mul(p.log()).add(Ops.oneMinus(on).mul(Ops.oneMinus(p).log()));
      return targets.mean(Ops.sum(pixels, 2).neg());
    }
  },
  /**
   * The divergence of a column from a Gaussian around the annotated row, heavier on edges, plus the
   * shape of the mean surfaces, plus ten times the smooth L1 distance of the rows, plus the
   * generalised Dice of the layers, for which the network gets a second head (OCT-IPM).
   */
  DIVERGENCE(10) {
    @Override
    Tensor columns(Tensor logits, Tensor scans, SurfaceTargets targets) {
      Tensor row = Moments.rows(logits).sub(targets.rows().unsqueeze(2));
      Tensor wanted = Ops.softmax(Ops.times(row.square(), -0.5 / (SPREAD * SPREAD)), 2);
      wanted = Ops.clamp(wanted, LEAST, 1);
      Tensor edges = Ops.toFloat(scans).narrow(1, ScanChannels.COUNT - 1, 1);
      Tensor weights = Ops.plus(Ops.times(edges, EDGES), 1).mul(wanted);
      Tensor away = wanted.log().sub(Ops.logSoftmax(logits, 2)).abs();
      Tensor divergence = targets.mean(Ops.sum(weights.mul(away), 2));
      return divergence.add(shape(Moments.of(logits).mean(), targets));
    }
  };

  private static final double LEAST = 1e-6;

  /** Standard deviation in rows of the distribution that is wanted. */
  private static final double SPREAD = 8;

  private static final double EDGES = 10;

  private final double weightOfRows;

  SurfaceLoss(double weightOfRows) {
    this.weightOfRows = weightOfRows;
  }

  /**
   * The loss of the column distributions: sums over the rows, means over the annotated columns.
   *
   * @param logits B×N×H×W
   * @param scans channels B×8×H×W
   */
  abstract Tensor columns(Tensor logits, Tensor scans, SurfaceTargets targets);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the layers between the surfaces are to be told apart too. */
  boolean tellsLayers() {
    return this == DIVERGENCE;
  }

  /** The loss of rows B×N×W. */
  Tensor rows(Tensor rows, SurfaceTargets targets) {
    return Ops.times(targets.mean(Functional.smoothL1(rows, targets.rows())), weightOfRows);
  }

  /** Squared errors of thicknesses, of slopes, and ten times those of the rows themselves. */
  static Tensor shape(Tensor rows, SurfaceTargets targets) {
    Tensor error = rows.sub(targets.rows());
    Tensor position = targets.mean(error.square());
    Tensor slope = ofDifferences(error, targets.known(), 2);
    Tensor shape = slope.add(Ops.times(position, 10));
    return error.size(1) > 1 ? shape.add(ofDifferences(error, targets.known(), 1)) : shape;
  }

  private static Tensor ofDifferences(Tensor error, Tensor known, long dimension) {
    long count = error.size(dimension) - 1;
    Tensor step = error.narrow(dimension, 1, count).sub(error.narrow(dimension, 0, count)).square();
    Tensor both = known.narrow(dimension, 1, count).mul(known.narrow(dimension, 0, count));
    return SurfaceTargets.mean(step, both);
  }
}
