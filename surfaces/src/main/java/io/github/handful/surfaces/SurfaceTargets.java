package io.github.handful.surfaces;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Annotated surfaces of scans of one size.
 *
 * @param rows B×N×W, 0 where nothing is annotated
 * @param known B×N×W, 1 where a surface is annotated, else 0
 * @param planes B×N×H×W, 1 in the pixel of each annotated surface, else 0
 */
record SurfaceTargets(Tensor rows, Tensor known, Tensor planes) {

  static SurfaceTargets of(List<SurfaceHeights> scans, int height, Compute compute) {
    int count = scans.get(0).count();
    int width = scans.get(0).width();
    int each = count * width;
    float[] rows = new float[scans.size() * each];
    float[] known = new float[rows.length];
    float[] planes = new float[rows.length * height];
    for (int k = 0; k < rows.length; k++) {
      double row = scans.get(k / each).rows()[k % each];
      if (!Double.isNaN(row)) {
        rows[k] = (float) row;
        known[k] = 1;
        planes[(k / width * height + pixel(row, height)) * width + k % width] = 1;
      }
    }
    return new SurfaceTargets(
        compute.place(Ops.tensor(rows, scans.size(), count, width)),
        compute.place(Ops.tensor(known, scans.size(), count, width)),
        compute.place(Ops.tensor(planes, scans.size(), count, height, width)));
  }

  /** The pixel that holds a row. */
  static int pixel(double row, int height) {
    return Math.max(0, Math.min(height - 1, (int) Math.floor(row + 0.5)));
  }

  /** The mean of values B×N×W over the annotated columns; 0 if there are none. */
  Tensor mean(Tensor values) {
    return mean(values, known);
  }

  static Tensor mean(Tensor values, Tensor weights) {
    return values.mul(weights).sum().div(Ops.clamp(weights.sum(), 1, Float.MAX_VALUE));
  }
}
