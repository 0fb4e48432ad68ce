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
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A U-Net for volumes in the manner of nnU-Net (Isensee et al. 2021): two convolutions a stage, the
 * first of which makes it coarser, each with instance normalisation and a leaky rectifier;
 * transposed convolutions up. Instances are normalised by themselves because batches of volumes are
 * small.
 */
final class VolumeUNet implements Segmenter {
  private static final double SLOPE = 0.01;

  private final VolumeUNetSpec spec;
  private final Network network = new Network(Initialiser.FAN_IN);
  private final List<Block> encoder = new ArrayList<>();
  private final List<Convolution> ups = new ArrayList<>();
  private final List<Block> decoder = new ArrayList<>();
  private final Convolution head;

  VolumeUNet(VolumeUNetSpec spec, Compute compute) {
    this.spec = spec;
    List<VolumeUNetSpec.Stage> stages = spec.stages();
    try (Scope scope = Scope.open()) {
      int in = spec.channels();
      for (int s = 0; s < stages.size(); s++) {
        List<Integer> size = reversed(stages.get(s).kernel());
        List<Integer> stride = reversed(stages.get(s).stride());
        encoder.add(new Block(network, "encoder." + s, in, spec.features(s), size, stride));
        in = spec.features(s);
      }
      for (int s = stages.size() - 2; s >= 0; s--) {
        String name = "decoder." + s;
        int out = spec.features(s);
        List<Integer> factor = reversed(stages.get(s + 1).stride());
        Kernel finer = new Kernel(factor, factor, same(0));
        ups.add(Convolution.transposed(network, name + ".up", in, out, finer, false));
        List<Integer> size = reversed(stages.get(s).kernel());
        decoder.add(new Block(network, name, 2 * out, out, size, same(1)));
        in = out;
      }
      head = Convolution.plain(network, "head", in, spec.outputs(), Kernel.of(3, 1, 1, 0), true);
    }
    network.ready(compute);
  }

  /** Axes in the order of a tensor's, which is z, y, x. */
  private static List<Integer> reversed(List<Integer> axes) {
    List<Integer> reversed = new ArrayList<>(axes);
    Collections.reverse(reversed);
    return reversed;
  }

  private static List<Integer> same(int value) {
    return Collections.nCopies(3, value);
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
  public Tensor logits(Pass pass, Tensor images) {
    return outputs(pass, images).logits();
  }

  @Override
  public Outputs outputs(Pass pass, Tensor images) {
    List<Tensor> stages = new ArrayList<>();
    Tensor x = images;
    for (Block block : encoder) {
      x = block.forward(pass, x);
      stages.add(x);
    }
    for (int i = 0; i < ups.size(); i++) {
      Tensor skip = stages.get(stages.size() - 2 - i);
      Tensor below = x;
      Convolution up = ups.get(i);
      Block block = decoder.get(i);
      x =
          Scope.returningOne(
              () -> block.forward(pass, Ops.cat(List.of(skip, up.forward(pass, below)), 1)));
    }
    return new Outputs(Ops.toFloat(head.forward(pass, x)), stages);
  }

  /** Two convolutions, each normalised and rectified; the first may make the volume coarser. */
  private static final class Block {
    private final Convolution first;
    private final Norm firstNorm;
    private final Convolution second;
    private final Norm secondNorm;

    Block(Network network, String name, int in, int out, List<Integer> size, List<Integer> stride) {
      List<Integer> padding = size.stream().map(k -> k / 2).toList();
      Kernel coarser = new Kernel(size, stride, padding);
      Kernel keeping = new Kernel(size, same(1), padding);
      // A normalisation follows, which would take any bias away.
      first = Convolution.plain(network, name + ".conv1", in, out, coarser, false);
      firstNorm = new Norm(network, name + ".norm1", Norm.Kind.INSTANCE, out);
      second = Convolution.plain(network, name + ".conv2", out, out, keeping, false);
      secondNorm = new Norm(network, name + ".norm2", Norm.Kind.INSTANCE, out);
    }

    Tensor forward(Pass pass, Tensor x) {
      return Scope.returningOne(
          () -> {
            Tensor y = rectified(firstNorm.forward(pass, first.forward(pass, x)));
            return rectified(secondNorm.forward(pass, second.forward(pass, y)));
          });
    }

    private static Tensor rectified(Tensor x) {
      return Functional.leakyRelu(x, SLOPE);
    }
  }
}
