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

  /** A normalisation takes any bias away. */
  private static final DoubleConvolution.Style STYLE =
      new DoubleConvolution.Style(Norm.Kind.INSTANCE, false, x -> Functional.leakyRelu(x, SLOPE));

  private final VolumeUNetSpec spec;
  private final Network network = new Network(Initialiser.FAN_IN);
  private final List<DoubleConvolution> encoder = new ArrayList<>();
  private final Ascent ascent = new Ascent(new ArrayList<>(), new ArrayList<>());
  private final Convolution head;

  VolumeUNet(VolumeUNetSpec spec, Compute compute) {
    this.spec = spec;
    List<VolumeUNetSpec.Stage> stages = spec.stages();
    try (Scope scope = Scope.open()) {
      int in = spec.channels();
      for (int s = 0; s < stages.size(); s++) {
        List<Integer> size = reversed(stages.get(s).kernel());
        List<Integer> stride = reversed(stages.get(s).stride());
        encoder.add(block("encoder." + s, in, spec.features(s), size, stride));
        in = spec.features(s);
      }
      for (int s = stages.size() - 2; s >= 0; s--) {
        String name = "decoder." + s;
        int out = spec.features(s);
        List<Integer> factor = reversed(stages.get(s + 1).stride());
        Kernel finer = new Kernel(factor, factor, same(0));
        ascent.ups().add(Convolution.transposed(network, name + ".up", in, out, finer, false));
        List<Integer> size = reversed(stages.get(s).kernel());
        ascent.blocks().add(block(name, 2 * out, out, size, same(1)));
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
  public Outputs outputs(Pass pass, Tensor images) {
    List<Tensor> stages = new ArrayList<>();
    Tensor x = images;
    for (DoubleConvolution block : encoder) {
      x = block.forward(pass, x);
      stages.add(x);
    }
    Tensor finest = ascent.forward(pass, stages);
    return new Outputs(Ops.toFloat(head.forward(pass, finest)), stages);
  }

  private DoubleConvolution block(
      String name, int in, int out, List<Integer> size, List<Integer> stride) {
    List<Integer> padding = size.stream().map(k -> k / 2).toList();
    return new DoubleConvolution(
        network,
        name,
        new DoubleConvolution.Features(in, out, out),
        new Kernel(size, stride, padding),
        new Kernel(size, same(1), padding),
        STYLE);
  }
}
