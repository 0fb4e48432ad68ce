package io.github.handful.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Learnt vectors, looked up by their number; the table is called by the layer's name itself. */
public final class EmbeddingTable {
  private final String name;

  public EmbeddingTable(Network network, String name, int rows, int features) {
    this.name = name;
    network.parameters().add(name, network.initialiser().projection(rows, features));
  }

  /** One row for each number, in their order. */
  public Tensor rows(Pass pass, long... numbers) {
    Tensor table = pass.weights().get(name);
    Tensor index = Ops.tensor(numbers, numbers.length).to(table.device(), ScalarType.Long);
    return table.index_select(0, index);
  }
}
