package io.github.handful.genseg;

import io.github.handful.torch.GroupNorm;
import io.github.handful.torch.Linear;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import org.bytedeco.pytorch.Tensor;

/** Attention of every pixel to every other, in heads of up to 64 channels, beside a shortcut. */
final class SpatialAttention {
  private static final int HEAD = 64;

  private final int channels;
  private final int heads;
  private final GroupNorm norm;
  private final Linear in;
  private final Linear out;

  SpatialAttention(Network network, String name, int channels) {
    this.channels = channels;
    this.heads = channels % HEAD == 0 ? channels / HEAD : 1;
    norm = new GroupNorm(network, name + ".norm", channels);
    in = new Linear(network, name + ".in", channels, 3 * channels, true);
    out = new Linear(network, name + ".out", channels, channels, true);
  }

  Tensor forward(Pass pass, Tensor x) {
    return Scope.returningOne(
        () -> {
          long n = x.size(0);
          long pixels = x.size(2) * x.size(3);
          Tensor tokens = norm.forward(pass, x).reshape(n, channels, pixels).transpose(1, 2);
          long size = channels / heads;
          Tensor all =
              in.forward(pass, tokens).reshape(n, pixels, 3, heads, size).permute(2, 0, 3, 1, 4);
          Tensor queries = Ops.times(all.select(0, 0), 1 / Math.sqrt(size));
          Tensor shares = Ops.softmax(queries.matmul(all.select(0, 1).transpose(2, 3)), 3);
          Tensor mixed =
              shares.matmul(all.select(0, 2)).transpose(1, 2).reshape(n, pixels, channels);
          Tensor given = out.forward(pass, mixed).transpose(1, 2).reshape(Shapes.of(x));
          return x.add(given);
        });
  }
}
