package io.github.handful.segment;

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
 * DeepLabV3 (Chen et al. 2017) on a ResNet-50 whose last two stages are dilated in place of
 * coarser, so that features have an eighth of the image's resolution. 39,633,729 parameters at
 * width 64, three channels and two classes, named as in torchvision. Nothing is dropped out, since
 * losses that carry hypergradients draw no random numbers.
 */
public final class DeepLabV3 implements Segmenter {
  private static final int OUTPUT_STRIDE = 8;
  private static final List<Stage> STAGES =
      List.of(
          new Stage(3, 1, 1, 1),
          new Stage(4, 2, 1, 1),
          new Stage(6, 1, 1, 2),
          new Stage(3, 1, 2, 4));

  private final DeepLabV3Spec spec;
  private final Network network = new Network(Initialiser.FAN_IN);
  private final NormedConvolution stem;
  private final List<List<ResidualBlock>> stages = new ArrayList<>();
  private final AtrousPyramid pyramid;
  private final NormedConvolution head;
  private final Convolution last;

  /**
   * Blocks at one number of features.
   *
   * @param stride of the first block
   * @param first dilation of the first block, which is that of the stage before
   * @param dilation of the others
   */
  private record Stage(int blocks, int stride, int first, int dilation) {}

  DeepLabV3(DeepLabV3Spec spec, Compute compute) {
    this.spec = spec;
    try (Scope scope = Scope.open()) {
      int width = spec.width();
      stem =
          new NormedConvolution(
              network,
              "backbone.conv1",
              "backbone.bn1",
              spec.channels(),
              width,
              Kernel.of(2, 7, 2, 3));
      int in = width;
      int inside = width;
      for (int i = 0; i < STAGES.size(); i++) {
        stages.add(stage("backbone.layer" + (i + 1), STAGES.get(i), in, inside));
        in = ResidualBlock.EXPANSION * inside;
        inside *= 2;
      }
      int joined = 4 * width;
      pyramid = new AtrousPyramid(network, "classifier.0", in, joined);
      head =
          new NormedConvolution(
              network, "classifier.1", "classifier.2", joined, joined, Kernel.of(2, 3, 1, 1));
      last =
          Convolution.plain(
              network, "classifier.4", joined, spec.outputs(), Kernel.of(2, 1, 1, 0), true);
    }
    network.ready(compute);
  }

  private List<ResidualBlock> stage(String name, Stage stage, int in, int inside) {
    List<ResidualBlock> blocks = new ArrayList<>();
    var first = new ResidualBlock.Shape(in, inside, stage.stride(), stage.first());
    var other = new ResidualBlock.Shape(first.out(), inside, 1, stage.dilation());
    for (int block = 0; block < stage.blocks(); block++) {
      blocks.add(new ResidualBlock(network, name + "." + block, block == 0 ? first : other));
    }
    return blocks;
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
    Margin margin = Margin.of(images, OUTPUT_STRIDE);
    Tensor x =
        Scope.returningOne(
            () -> {
              Tensor y = Functional.relu(stem.forward(pass, margin.pad(images)));
              return Functional.maxPool(y, 3, 2, 1);
            });
    List<Tensor> levels = new ArrayList<>();
    for (List<ResidualBlock> stage : stages) {
      for (ResidualBlock block : stage) {
        x = block.forward(pass, x);
      }
      levels.add(x);
    }
    Tensor seen = pyramid.forward(pass, x);
    Tensor logits =
        Scope.returningOne(
            () -> {
              Tensor y = Functional.relu(head.forward(pass, seen));
              Tensor coarse = Ops.widened(last.forward(pass, y));
              return margin.cut(Functional.upsample(coarse, OUTPUT_STRIDE, OUTPUT_STRIDE));
            });
    return new Outputs(logits, levels);
  }
}
