package io.github.handful.surfaces;

import io.github.handful.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * Mean and variance over the rows of the distribution that a surface has in each column.
 *
 * @param mean B×N×W in rows: the soft arg-max
 * @param variance B×N×W in squared rows, from 0.05 to 400
 */
record Moments(Tensor mean, Tensor variance) {
  private static final double LEAST = 0.05;
  private static final double MOST = 400;

  /** The moments of the soft-max over the rows of logits B×N×H×W. */
  static Moments of(Tensor logits) {
    Tensor p = Ops.softmax(logits, 2);
    Tensor row = rows(logits);
    Tensor mean = Ops.sum(p.mul(row), 2);
    Tensor away = row.sub(mean.unsqueeze(2));
    return new Moments(mean, Ops.clamp(Ops.sum(p.mul(away).mul(away), 2), LEAST, MOST));
  }

  /** The row numbers as H×1. */
  static Tensor rows(Tensor logits) {
    float[] rows = new float[Math.toIntExact(logits.size(2))];
    for (int z = 0; z < rows.length; z++) {
      rows[z] = z;
    }
    return Ops.beside(logits, rows, rows.length, 1);
  }
}
