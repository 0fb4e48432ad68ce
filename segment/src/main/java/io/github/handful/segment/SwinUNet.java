package io.github.handful.segment;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.LayerNorm;
import io.github.handful.torch.Linear;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Swin-Unet (Cao et al. 2022): a U-Net of transformer blocks with attention in shifted windows.
 * 27,168,132 parameters at its published shape, three channels and two classes, named as in the
 * original. Images of other sizes are padded with zeros, and so are levels that windows do not
 * divide; attention does not see the filling tokens. No path is dropped, since losses that carry
 * hypergradients draw no random numbers.
 */
public final class SwinUNet implements Segmenter {
  private static final int PATCH = SwinUNetSpec.PATCH;

  private final SwinUNetSpec spec;
  private final Network network = new Network(Initialiser.FAN_IN);
  private final Convolution embedding;
  private final LayerNorm embedded;
  private final List<List<SwinBlock>> encoder = new ArrayList<>();
  private final List<PatchMerging> merges = new ArrayList<>();
  private final LayerNorm innermost;
  private final List<PatchExpanding> expansions = new ArrayList<>();
  private final List<Linear> joins = new ArrayList<>();
  private final List<List<SwinBlock>> decoder = new ArrayList<>();
  private final LayerNorm outermost;
  private final PatchExpanding toPixels;
  private final Convolution head;

  SwinUNet(SwinUNetSpec spec, Compute compute) {
    this.spec = spec;
    int width = spec.width();
    try (Scope scope = Scope.open()) {
      embedding =
          Convolution.plain(
              network,
              "patch_embed.proj",
              spec.channels(),
              width,
              Kernel.of(2, PATCH, PATCH, 0),
              true);
      embedded = new LayerNorm(network, "patch_embed.norm", width);
      int last = spec.levels() - 1;
      for (int level = 0; level <= last; level++) {
        encoder.add(blocks("layers." + level, level));
        if (level < last) {
          merges.add(
              new PatchMerging(network, "layers." + level + ".downsample", spec.features(level)));
        }
      }
      innermost = new LayerNorm(network, "norm", spec.features(last));
      for (int up = 1; up <= last; up++) {
        ascend(up, last - up);
      }
      outermost = new LayerNorm(network, "norm_up", width);
      toPixels = new PatchExpanding(network, "up", width, width, PATCH);
      head =
          Convolution.plain(network, "output", width, spec.outputs(), Kernel.of(2, 1, 1, 0), false);
    }
    network.ready(compute);
  }

  /** What leads to a level from the one below, and the level's blocks. */
  private void ascend(int up, int level) {
    int features = spec.features(level);
    // The original counts the expansion into a level to the level below, whose blocks, if it is
    // the innermost, belong to the encoder.
    String below = "layers_up." + (up - 1) + (up == 1 ? "" : ".upsample");
    expansions.add(new PatchExpanding(network, below, 2 * features, features, 2));
    joins.add(new Linear(network, "concat_back_dim." + up, 2 * features, features, true));
    decoder.add(blocks("layers_up." + up, level));
  }

  private List<SwinBlock> blocks(String name, int level) {
    var shape = new SwinBlock.Shape(spec.features(level), spec.heads() << level, spec.window());
    List<SwinBlock> blocks = new ArrayList<>();
    for (int block = 0; block < spec.blocks().get(level); block++) {
      blocks.add(new SwinBlock(network, name + ".blocks." + block, shape, block % 2 == 1));
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
    Margin margin = Margin.of(images, spec.coarsest());
    Tensor x = Scope.returningOne(() -> embed(pass, margin.pad(images)));
    List<Tensor> levels = new ArrayList<>();
    List<Tensor> skips = new ArrayList<>();
    for (int level = 0; level < encoder.size(); level++) {
      if (level > 0) {
        Tensor finer = x;
        PatchMerging merge = merges.get(level - 1);
        x = Scope.returningOne(() -> merge.forward(pass, finer));
      }
      skips.add(x);
      x = through(encoder.get(level), pass, x);
      levels.add(x);
    }
    Tensor finest = up(pass, x, skips);
    Tensor logits =
        Scope.returningOne(
            () -> {
              Tensor pixels = toPixels.forward(pass, outermost.forward(pass, finest));
              return margin.cut(Ops.widened(head.forward(pass, pixels.permute(0, 3, 1, 2))));
            });
    return new Outputs(logits, levels.stream().map(l -> l.permute(0, 3, 1, 2)).toList());
  }

  /** Tokens N×H×W×F of squares of pixels. */
  private Tensor embed(Pass pass, Tensor images) {
    return embedded.forward(pass, embedding.forward(pass, images).permute(0, 2, 3, 1));
  }

  /**
   * The finest tokens.
   *
   * @param skips what each level of the encoder started from, the finest first
   */
  private Tensor up(Pass pass, Tensor deepest, List<Tensor> skips) {
    Tensor x = Scope.returningOne(() -> innermost.forward(pass, deepest));
    for (int i = 0; i < decoder.size(); i++) {
      Tensor skip = skips.get(skips.size() - 2 - i);
      Tensor below = x;
      PatchExpanding expansion = expansions.get(i);
      Linear join = joins.get(i);
      x =
          Scope.returningOne(
              () -> join.forward(pass, Ops.cat(List.of(expansion.forward(pass, below), skip), 3)));
      x = through(decoder.get(i), pass, x);
    }
    return x;
  }

  private static Tensor through(List<SwinBlock> blocks, Pass pass, Tensor tokens) {
    Tensor x = tokens;
    for (SwinBlock block : blocks) {
      x = block.forward(pass, x);
    }
    return x;
  }
}
