package io.github.handful.surfaces;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The second head of OCT-IPM (Xie et al. 2022), which tells the layers between the surfaces apart.
 * It is there for training alone: no surface is read from it, and models do without it.
 */
final class LayerHead implements AutoCloseable {
  private final Network network = new Network(Initialiser.FAN_IN);
  private final Convolution block;
  private final Convolution logits;

  LayerHead(SurfaceNetworkSpec spec, Compute compute) {
    int features = spec.width();
    try (Scope scope = Scope.open()) {
      block =
          Convolution.plain(
              network, "layers.block", features, features, Kernel.of(2, 3, 1, 1), true);
      logits =
          Convolution.plain(
              network, "layers.logits", features, spec.surfaces() + 1, Kernel.of(2, 1, 1, 0), true);
    }
    network.ready(compute);
  }

  Network network() {
    return network;
  }

  /** Logits B×(N+1)×H×W of the layers from the features before the heads. */
  Tensor logits(Pass pass, Tensor features) {
    return Ops.toFloat(logits.forward(pass, SurfaceNetwork.block(pass, block, features)));
  }

  /**
   * The generalised Dice loss: layers of few pixels weigh as much as large ones. Columns in which a
   * surface is not annotated count nowhere.
   *
   * @param logits B×(N+1)×H×W
   */
  static Tensor dice(Tensor logits, List<SurfaceHeights> scans, Compute compute) {
    Targets targets = Targets.of(scans, Math.toIntExact(logits.size(2)), compute);
    Tensor p = Ops.softmax(logits, 1).mul(targets.usable());
    Tensor pixels = Ops.clamp(Ops.sum(targets.classes(), 0, 2, 3), 1, Float.MAX_VALUE);
    Tensor weights = Ops.power(pixels, -2);
    Tensor both = weights.mul(Ops.sum(p.mul(targets.classes()), 0, 2, 3)).sum();
    Tensor all = weights.mul(Ops.sum(p.add(targets.classes()), 0, 2, 3)).sum();
    return Ops.oneMinus(Ops.times(both, 2).div(Ops.clamp(all, 1e-12, Float.MAX_VALUE)));
  }

  /**
   * The true layers.
   *
   * @param classes B×(N+1)×H×W, 1 for the layer of each pixel's centre, 0 in unusable columns
   * @param usable B×1×1×W, 1 where all surfaces are annotated, else 0
   */
  private record Targets(Tensor classes, Tensor usable) {
    static Targets of(List<SurfaceHeights> scans, int height, Compute compute) {
      int count = scans.get(0).count();
      int width = scans.get(0).width();
      float[] classes = new float[scans.size() * (count + 1) * height * width];
      float[] usable = new float[scans.size() * width];
      for (int k = 0; k < usable.length; k++) {
        SurfaceHeights heights = scans.get(k / width);
        int x = k % width;
        if (heights.complete(x)) {
          usable[k] = 1;
          for (int z = 0; z < height; z++) {
            int layer = heights.layer(z, x);
            classes[((k / width * (count + 1) + layer) * height + z) * width + x] = 1;
          }
        }
      }
      return new Targets(
          compute.place(Ops.tensor(classes, scans.size(), count + 1, height, width)),
          compute.place(Ops.tensor(usable, scans.size(), 1, 1, width)));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
