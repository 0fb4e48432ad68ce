package io.github.handful.surfaces;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The U-Net of OCT-IPM and OCT-DDP (Xie et al. 2022, 2023): instance normalisation without learnt
 * scale, a short residual branch on each level, long skips that are added, bilinear resampling on
 * the way up. It takes B-scans of any size.
 */
public final class SurfaceNetwork implements AutoCloseable {
  private static final Kernel THREE = Kernel.of(2, 3, 1, 1);
  private static final Kernel ONE = Kernel.of(2, 1, 1, 0);

  /** On maps of so few pixels an image's own mean and variance say nothing. */
  private static final long FEW_PIXELS = 4;

  private final SurfaceNetworkSpec spec;
  private final Network network = new Network(Initialiser.FAN_IN);
  private final List<Convolution> downs = new ArrayList<>();
  private final List<List<Convolution>> descent = new ArrayList<>();
  private final List<List<Convolution>> ascent = new ArrayList<>();
  private final List<Convolution> ups = new ArrayList<>();
  private final Convolution head;
  private final Convolution logits;

  SurfaceNetwork(SurfaceNetworkSpec spec, Compute compute) {
    this.spec = spec;
    try (Scope scope = Scope.open()) {
      int before = ScanChannels.COUNT;
      for (int level = 0; level < spec.depth(); level++) {
        int features = features(level);
        String name = "level." + level;
        downs.add(convolution(name + ".down", before, features));
        descent.add(branch(name + ".descent", features));
        ascent.add(branch(name + ".ascent", features));
        ups.add(convolution(name + ".up", features, features(Math.max(0, level - 1))));
        before = features;
      }
      head = convolution("head", spec.width(), spec.head());
      logits = Convolution.plain(network, "logits", spec.head(), spec.surfaces(), ONE, true);
    }
    network.ready(compute);
  }

  private int features(int level) {
    return spec.width() << level;
  }

  private Convolution convolution(String name, int in, int out) {
    return Convolution.plain(network, name, in, out, THREE, true);
  }

  private List<Convolution> branch(String name, int features) {
    List<Convolution> branch = new ArrayList<>();
    for (int b = 0; b < spec.blocks(); b++) {
      branch.add(convolution(name + "." + b, features, features));
    }
    return branch;
  }

  public Network network() {
    return network;
  }

  public SurfaceNetworkSpec spec() {
    return spec;
  }

  /**
   * Logits B×N×H×W over the rows of each column of each surface.
   *
   * @param scans channels B×8×H×W of {@link ScanChannels}
   */
  public Tensor logits(Pass pass, Tensor scans) {
    return logitsOf(pass, features(pass, scans));
  }

  /** Logits of {@link #features}. */
  Tensor logitsOf(Pass pass, Tensor features) {
    return Ops.toFloat(logits.forward(pass, block(pass, head, features)));
  }

  /** Features B×C×H×W before the heads. */
  Tensor features(Pass pass, Tensor scans) {
    List<Tensor> skips = new ArrayList<>();
    Tensor x = scans;
    for (int level = 0; level < spec.depth(); level++) {
      int here = level;
      Tensor above = x;
      x =
          Scope.returningOne(
              () -> {
                Tensor pooled = here == 0 ? above : Functional.maxPool2(above);
                return residual(pass, descent.get(here), block(pass, downs.get(here), pooled));
              });
      skips.add(x);
    }
    for (int level = spec.depth() - 1; level >= 0; level--) {
      int here = level;
      Tensor below = x;
      Tensor skip = skips.get(level);
      Tensor target = skips.get(Math.max(0, level - 1));
      x =
          Scope.returningOne(
              () -> {
                Tensor joined = here == spec.depth() - 1 ? skip : below.add(skip);
                Tensor y = residual(pass, ascent.get(here), joined);
                Tensor sized = here == 0 ? y : Functional.resize(y, target.size(2), target.size(3));
                return block(pass, ups.get(here), sized);
              });
    }
    return x;
  }

  private static Tensor residual(Pass pass, List<Convolution> branch, Tensor x) {
    Tensor y = x;
    for (Convolution convolution : branch) {
      y = block(pass, convolution, y);
    }
    return x.add(y);
  }

  static Tensor block(Pass pass, Convolution convolution, Tensor x) {
    Tensor y = convolution.forward(pass, x);
    boolean tiny = y.size(2) * y.size(3) <= FEW_PIXELS;
    return Functional.relu(tiny ? y : Functional.instanceNorm(y));
  }

  @Override
  public void close() {
    network.close();
  }
}
