package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm2d;
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
 * convolutions are {@link SearchCell}s. Mask planes N×M×H×W in {0, 1} become images N×C×H×W in [−1,
 * 1]. With eight downs, width 64 and the decoder searched, 272,327,811 parameters for one plane to
 * one channel.
 */
public final class MaskToImage implements AutoCloseable {
  private final GeneratorSpec spec;
  private final CellForm form;
  private final Network network = new Network(Initialiser.GAN);
  private final List<SearchCell> downCells = new ArrayList<>();
  private final List<Optional<Norm2d>> downNorms = new ArrayList<>();
  private final List<SearchCell> upCells = new ArrayList<>();
  private final List<Optional<Norm2d>> upNorms = new ArrayList<>();

  public MaskToImage(GeneratorSpec spec, Compute compute) {
    this(spec, CellForm.BY_SIZE, compute);
  }

  /** As by the other constructor, with every cell evaluated in one form: for measurements. */
  public MaskToImage(GeneratorSpec spec, CellForm form, Compute compute) {
    this.spec = spec;
    this.form = form;
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
    downCells.add(
        new SearchCell(network, down, false, spec.search().encoder(), outer, inner, false));
    downNorms.add(norm(down, inner, !outermost && !innermost));
    String up = "up." + level;
    int in = innermost ? inner : 2 * inner;
    int out = outermost ? spec.outputs() : spec.features(level - 1);
    upCells.add(new SearchCell(network, up, true, spec.search().decoder(), in, out, outermost));
    upNorms.add(norm(up, out, !outermost));
  }

  private Optional<Norm2d> norm(String name, int channels, boolean present) {
    return present
        ? Optional.of(new Norm2d(network, name + ".norm", spec.norm(), channels))
        : Optional.empty();
  }

  public GeneratorSpec spec() {
    return spec;
  }

  public Network network() {
    return network;
  }

  /** Paints images for masks under the given architecture logits. */
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
    return spec.dropout() && row >= 1 && row <= Math.min(3, spec.downs() - 2);
  }

  private static Tensor normalised(Optional<Norm2d> norm, Pass pass, Tensor x) {
    return norm.map(n -> n.forward(pass, x)).orElse(x);
  }

  @Override
  public void close() {
    network.close();
  }
}
