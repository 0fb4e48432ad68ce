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
 * The architecture α of a generator: for each part that is searched one row of three logits for
 * each cell, drawn from 0.001·N(0, 1) so that every mixture starts near one third each.
 */
public final class Architecture implements AutoCloseable {
  static final String ENCODER = "encoder";
  static final String DECODER = "decoder";
  static final String DENOISER = "denoiser";

  private final ParameterSet logits = new ParameterSet();

  public Architecture(GeneratorSpec spec, Compute compute) {
    try (Scope scope = Scope.open()) {
      for (SearchedCells cells : spec.cells()) {
        logits.add(cells.part(), compute.place(Ops.normal(1e-3, cells.count(), 3)));
      }
    }
    logits.requireGradients();
  }

  public ParameterSet logits() {
    return logits;
  }

  /** The mixture weights of every part that is searched, by its cells. */
  public Map<String, double[][]> mixtures() {
    Map<String, double[][]> mixtures = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      logits
          .asMap()
          .forEach(
              (part, alpha) -> {
                double[] flat = Ops.doubles(Ops.softmax(alpha, 1));
                double[][] rows = new double[flat.length / 3][];
                for (int r = 0; r < rows.length; r++) {
                  rows[r] = new double[] {flat[3 * r], flat[3 * r + 1], flat[3 * r + 2]};
                }
                mixtures.put(part, rows);
              });
    }
    return mixtures;
  }

  /** The mixture weights of one cell under any logits; empty where its part is not searched. */
  static Optional<Tensor> mixture(Weights logits, boolean searched, String part, int row) {
    return searched
        ? Optional.of(Ops.softmax(logits.get(part).select(0, row), 0))
        : Optional.empty();
  }

  @Override
  public void close() {
    logits.close();
  }
}
