package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The conditional generator of GenSeg: the U-Net of pix2pix (Isola et al. 2017) whose strided
 * convolutions are {@link SearchCell}s. With eight downs, width 64 and the decoder searched,
 * 272,327,811 parameters for one plane to one channel.
 *
 * <p>In volumes a decoder that is not searched is made of {@link ResizeCell}s, as the authors
 * released it. With six downs, width 64 and the encoder searched, 559,175,073 parameters.
 */
public final class MaskToImage implements ConditionalGenerator {
  private final Pix2PixSpec spec;
  private final CellForm form;
  private final Network network;
  private final List<Cell> downCells = new ArrayList<>();
  private final List<Optional<Norm>> downNorms = new ArrayList<>();
  private final List<Cell> upCells = new ArrayList<>();
  private final List<Optional<Norm>> upNorms = new ArrayList<>();

  public MaskToImage(Pix2PixSpec spec, Compute compute) {
    this(spec, CellForm.BY_SIZE, compute);
  }

  /** As by the other constructor, with every cell evaluated in one form: for measurements. */
  public MaskToImage(Pix2PixSpec spec, CellForm form, Compute compute) {
    this(spec, form, new Network(Initialiser.GAN), compute);
  }

  MaskToImage(Pix2PixSpec spec, CellForm form, Network network, Compute compute) {
    this.spec = spec;
    this.form = form;
    this.network = network;
    try (Scope scope = Scope.open()) {
      for (int level = 0; level < spec.downs(); level++) {
        build(level);
      }
    }
    network.ready(compute);
  }

  private void build(int level) {
    boolean outermost = level == 0;
    boolean innermost = level == spec.downs() - 1;
    int outer = outermost ? spec.inputs() : spec.features(level - 1);
    int inner = spec.features(level);
    String down = "down." + level;
    List<Integer> strides = spec.strides(level);
    downCells.add(
        new SearchCell(
            network,
            down,
            KernelSizes.FOUR_TO_EIGHT,
            false,
            spec.search().encoder(),
            strides,
            outer,
            inner,
            false));
    downNorms.add(norm(down, inner, !outermost && !innermost));
    String up = "up." + level;
    int in = innermost ? inner : 2 * inner;
    int out = outermost ? spec.outputs() : spec.features(level - 1);
    boolean searched = spec.search().decoder();
    upCells.add(
        searched || spec.dimensions() == 2
            ? new SearchCell(
                network, up, KernelSizes.FOUR_TO_EIGHT, true, searched, strides, in, out, outermost)
            : new ResizeCell(network, up, strides, in, out));
    upNorms.add(norm(up, out, !outermost));
  }

  private Optional<Norm> norm(String name, int channels, boolean present) {
    return present
        ? Optional.of(new Norm(network, name + ".norm", spec.norm(), channels))
        : Optional.empty();
  }

  @Override
  public Pix2PixSpec spec() {
    return spec;
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Tensor images(Pass pass, Weights logits, Tensor masks) {
    return Scope.returningOne(() -> Ops.toFloat(level(pass, logits, 0, masks).tanh()));
  }

  /** Everything from a level inwards, without the skip connection around it. */
  private Tensor level(Pass pass, Weights logits, int level, Tensor x) {
    int row = spec.downs() - 1 - level;
    Tensor y = Scope.returningOne(() -> down(pass, logits, level, row, x));
    return Scope.returningOne(
        () ->
            up(
                pass,
                logits,
                level,
                row,
                level == spec.downs() - 1 ? y : beside(pass, logits, level, y)));
  }

  private Tensor beside(Pass pass, Weights logits, int level, Tensor y) {
    return Ops.cat(List.of(y, level(pass, logits, level + 1, y)), 1);
  }

  private Tensor down(Pass pass, Weights logits, int level, int row, Tensor x) {
    Tensor activated = level == 0 ? x : Functional.leakyRelu(x, 0.2);
    Optional<Tensor> mixture =
        Architecture.mixture(logits, spec.search().encoder(), Architecture.ENCODER, row);
    Tensor y = downCells.get(level).forward(pass, mixture, form, activated);
    return normalised(downNorms.get(level), pass, y);
  }

  private Tensor up(Pass pass, Weights logits, int level, int row, Tensor x) {
    Optional<Tensor> mixture =
        Architecture.mixture(logits, spec.search().decoder(), Architecture.DECODER, row);
    Tensor y = upCells.get(level).forward(pass, mixture, form, Functional.relu(x));
    y = normalised(upNorms.get(level), pass, y);
    return drops(row) && pass.dropsOut() ? Functional.dropout(y, 0.5) : y;
  }

  private boolean drops(int row) {
    int last = spec.dimensions() == 2 ? 3 : 1;
    return spec.dropout() && row >= 1 && row <= Math.min(last, spec.downs() - 2);
  }

  private static Tensor normalised(Optional<Norm> norm, Pass pass, Tensor x) {
    return norm.map(n -> n.forward(pass, x)).orElse(x);
  }
}
