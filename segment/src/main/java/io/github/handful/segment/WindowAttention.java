package io.github.handful.segment;

import io.github.handful.torch.EmbeddingTable;
import io.github.handful.torch.Linear;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Attention with several heads among the tokens of each window, with a learnt bias for each offset
 * between two of them (Liu et al. 2021).
 */
final class WindowAttention {
  private final int window;
  private final int heads;
  private final int features;
  private final Linear queriesKeysValues;
  private final Linear project;
  private final EmbeddingTable biases;

  WindowAttention(Network network, String name, int features, int heads, int window) {
    this.window = window;
    this.heads = heads;
    this.features = features;
    int offsets = (2 * window - 1) * (2 * window - 1);
    this.biases =
        new EmbeddingTable(network, name + ".relative_position_bias_table", offsets, heads);
    this.queriesKeysValues = new Linear(network, name + ".qkv", features, 3 * features, true);
    this.project = new Linear(network, name + ".proj", features, features, true);
  }

  /**
   * Tokens W×T×F of W windows to as many.
   *
   * @param blocked added to the attention of a token (second dimension) to another (third), for
   *     each window of a picture; the windows of the first picture come first
   */
  Tensor forward(Pass pass, Tensor tokens, Optional<Tensor> blocked) {
    long windows = tokens.size(0);
    long count = tokens.size(1);
    Tensor all =
        queriesKeysValues
            .forward(pass, tokens)
            .reshape(windows, count, 3, heads, features / heads)
            .permute(2, 0, 3, 1, 4);
    Tensor queries = Ops.times(all.select(0, 0), 1 / Math.sqrt((double) features / heads));
    Tensor similar = Ops.widened(queries.matmul(all.select(0, 1).transpose(2, 3)));
    Tensor biased = similar.add(bias(pass, count));
    Tensor allowed = blocked.map(b -> block(biased, b, windows, count)).orElse(biased);
    Tensor seen = Ops.softmax(allowed, -1).matmul(Ops.widened(all.select(0, 2)));
    return project.forward(pass, seen.transpose(1, 2).reshape(windows, count, features));
  }

  private Tensor block(Tensor attention, Tensor blocked, long windows, long count) {
    long each = blocked.size(0);
    return attention
        .reshape(windows / each, each, heads, count, count)
        .add(blocked.unsqueeze(1))
        .reshape(windows, heads, count, count);
  }

  private Tensor bias(Pass pass, long count) {
    return biases.rows(pass, offsets(window)).reshape(count, count, heads).permute(2, 0, 1);
  }

  /**
   * For each two tokens of a window, row by row, the number of their offset: offsets are counted
   * from the most negative, rows before columns.
   */
  static long[] offsets(int window) {
    int count = window * window;
    int span = 2 * window - 1;
    long[] offsets = new long[count * count];
    for (int from = 0; from < count; from++) {
      for (int to = 0; to < count; to++) {
        int down = from / window - to / window + window - 1;
        int right = from % window - to % window + window - 1;
        offsets[from * count + to] = (long) down * span + right;
      }
    }
    return offsets;
  }
}
