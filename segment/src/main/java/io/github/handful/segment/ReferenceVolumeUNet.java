package io.github.handful.segment;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The 3-D U-Net that GenSeg's authors released for volumes: 64, 128, 256 and 512 features with
 * batch normalisation and max-pooling; on the way up two convolutions share one normalisation.
 * 19,072,834 parameters for one channel and two classes.
 */
final class ReferenceVolumeUNet implements Segmenter {
  private static final Kernel THREE = Kernel.of(3, 3, 1, 1);
  private static final Kernel DOUBLING = Kernel.of(3, 2, 2, 0);
  private static final Kernel ONE = Kernel.of(3, 1, 1, 0);
  private static final DoubleConvolution.Style STYLE =
      new DoubleConvolution.Style(Norm.Kind.BATCH, true, Functional::relu);
  private static final List<Integer> FEATURES = List.of(64, 128, 256, 512);

  private final ReferenceVolumeUNetSpec spec;
  private final Network network = new Network(Initialiser.FAN_IN);
  private final List<DoubleConvolution> downs = new ArrayList<>();
  private final List<Up> ups = new ArrayList<>();
  private final Convolution head;

  ReferenceVolumeUNet(ReferenceVolumeUNetSpec spec, Compute compute) {
    this.spec = spec;
    try (Scope scope = Scope.open()) {
      int in = spec.channels();
      for (int level = 0; level < FEATURES.size(); level++) {
        downs.add(down(level, in));
        in = FEATURES.get(level);
      }
      for (int level = FEATURES.size() - 2; level >= 0; level--) {
        ups.add(new Up(network, "decoder." + level, in, FEATURES.get(level)));
        in = FEATURES.get(level);
      }
      head = Convolution.plain(network, "head", in, spec.outputs(), ONE, true);
    }
    network.ready(compute);
  }

  /** The first of the two convolutions gives half of the features. */
  private DoubleConvolution down(int level, int in) {
    int out = FEATURES.get(level);
    return new DoubleConvolution(
        network,
        "encoder." + level,
        new DoubleConvolution.Features(in, out / 2, out),
        THREE,
        THREE,
        STYLE);
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public SegmenterSpec spec() {
    return spec;
  }

  @Override
  public Outputs outputs(Pass pass, Tensor images) {
    List<Tensor> levels = new ArrayList<>();
    Tensor x = images;
    for (DoubleConvolution down : downs) {
      Tensor above = x;
      boolean finest = levels.isEmpty();
      x = Scope.returningOne(() -> down.forward(pass, finest ? above : Functional.maxPool2(above)));
      levels.add(x);
    }
    for (int i = 0; i < ups.size(); i++) {
      x = ups.get(i).forward(pass, x, levels.get(levels.size() - 2 - i));
    }
    return new Outputs(Ops.toFloat(head.forward(pass, x)), levels);
  }

  /** Twice as fine, joined with the skip, and two convolutions that share their normalisation. */
  private static final class Up {
    private final Convolution up;
    private final Convolution first;
    private final Convolution second;
    private final Norm norm;

    Up(Network network, String name, int in, int out) {
      up = Convolution.transposed(network, name + ".up", in, in, DOUBLING, true);
      first = Convolution.plain(network, name + ".conv1", in + out, out, THREE, true);
      second = Convolution.plain(network, name + ".conv2", out, out, THREE, true);
      norm = new Norm(network, name + ".norm", Norm.Kind.BATCH, out);
    }

    Tensor forward(Pass pass, Tensor below, Tensor skip) {
      return Scope.returningOne(
          () -> {
            Tensor x = Ops.cat(List.of(up.forward(pass, below), skip), 1);
            Tensor y = Functional.relu(norm.forward(pass, first.forward(pass, x)));
            return Functional.relu(norm.forward(pass, second.forward(pass, y)));
          });
    }
  }
}
