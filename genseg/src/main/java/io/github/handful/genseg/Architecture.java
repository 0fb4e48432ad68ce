package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The architecture α of a generator: for the encoder and the decoder one row of three logits for
 * each cell, row 0 innermost, drawn from 0.001·N(0, 1) so that every mixture starts near one third
 * each.
 */
public final class Architecture implements AutoCloseable {
  static final String ENCODER = "encoder";
  static final String DECODER = "decoder";

  private final ParameterSet logits = new ParameterSet();

  public Architecture(GeneratorSpec spec, Compute compute) {
    try (Scope scope = Scope.open()) {
      if (spec.search().encoder()) {
        logits.add(ENCODER, compute.place(Ops.normal(1e-3, spec.downs(), 3)));
      }
      if (spec.search().decoder()) {
        logits.add(DECODER, compute.place(Ops.normal(1e-3, spec.downs(), 3)));
      }
    }
    logits.requireGradients();
  }

  public ParameterSet logits() {
    return logits;
  }

  /** The mixture weights of every side that is searched, by rows from the innermost. */
  public Map<String, double[][]> mixtures() {
    Map<String, double[][]> mixtures = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      logits
          .asMap()
          .forEach(
              (side, alpha) -> {
                double[] flat = Ops.doubles(Ops.softmax(alpha, 1));
                double[][] rows = new double[flat.length / 3][];
                for (int r = 0; r < rows.length; r++) {
                  rows[r] = new double[] {flat[3 * r], flat[3 * r + 1], flat[3 * r + 2]};
                }
                mixtures.put(side, rows);
              });
    }
    return mixtures;
  }

  /** The mixture weights of one cell under any logits; empty where that side is not searched. */
  static Optional<Tensor> mixture(Weights logits, boolean searched, String side, int row) {
    return searched
        ? Optional.of(Ops.softmax(logits.get(side).select(0, row), 0))
        : Optional.empty();
  }

  @Override
  public void close() {
    logits.close();
  }
}
