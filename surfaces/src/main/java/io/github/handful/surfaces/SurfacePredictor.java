package io.github.handful.surfaces;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.surfaces.solver.ThicknessLimits;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Finds the surfaces of B-scans of any size. Every result obeys order, and thickness where the
 * read-out knows it, and bounded steps between columns where the read-out is smooth: without
 * tolerance, whatever the network says.
 */
public final class SurfacePredictor {
  private final SurfaceNetwork network;
  private final SurfaceLimits limits;
  private final ReadOut readOut;
  private final Compute compute;

  public SurfacePredictor(
      SurfaceNetwork network, SurfaceLimits limits, ReadOut readOut, Compute compute) {
    this.network = network;
    this.limits = limits;
    this.readOut = readOut;
    this.compute = compute;
  }

  /**
   * The surfaces of an image, annotated in every column, within its rows.
   *
   * @throws DataException if the network gives values that are not finite
   * @throws IllegalArgumentException if the layers' least thicknesses do not fit into the image
   */
  public SurfaceHeights predict(Image image) {
    ScanChannels channels = ScanChannels.of(image);
    double[] rows;
    try (Scope scope = Scope.open()) {
      rows = Autograd.withoutGraph(() -> readOut.rows(logits(channels), limits));
    }
    return enforced(rows, image.width(), image.height());
  }

  private Tensor logits(ScanChannels channels) {
    Tensor scan = ScanChannels.batch(List.of(channels), compute);
    Tensor logits = compute.run(() -> network.logits(network.network().evaluating(), scan));
    if (!Ops.allFinite(logits)) {
      throw new DataException(
          "The model gives values that are no numbers for this image; train it again with a lower"
              + " rate.");
    }
    return logits.mul(ScanChannels.usable(List.of(channels), compute));
  }

  /** Makes rows obey the limits and checks that they do. */
  private SurfaceHeights enforced(double[] rows, int width, int height) {
    int surfaces = limits.jumps().size();
    ThicknessLimits thickness =
        readOut == ReadOut.COLUMNS ? ThicknessLimits.orderOnly(surfaces) : limits.thickness();
    for (int i = 0; readOut.smooth() && i < surfaces; i++) {
      ThicknessLimits.limitSteps(rows, i * width, width, limits.jumps().get(i));
    }
    thickness.clamp(rows, width, height);
    if (!thickness.heldBy(rows, width) || readOut.smooth() && !smooth(rows, width)) {
      throw new IllegalStateException("predicted surfaces break their limits");
    }
    return new SurfaceHeights(surfaces, width, rows);
  }

  private boolean smooth(double[] rows, int width) {
    for (int k = 0; k < rows.length; k++) {
      boolean far = k % width > 0 && !(Math.abs(rows[k] - rows[k - 1]) <= limits.step(k / width));
      if (far || !Double.isFinite(rows[k])) {
        return false;
      }
    }
    return true;
  }
}
