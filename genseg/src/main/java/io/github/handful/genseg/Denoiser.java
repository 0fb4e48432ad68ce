package io.github.handful.genseg;

import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.GroupNorm;
import io.github.handful.torch.Linear;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The U-Net of BBDM, after Dhariwal and Nichol (2021): {@link TimedBlock}s at every resolution and
 * between them, attention in the middle only. With width 128, factors 1, 4 and 8, two blocks and
 * three channels, 1,211,898,883 parameters, and 237,091,331 without a search.
 */
final class Denoiser {
  private final int width;
  private final Linear firstOfTime;
  private final Linear secondOfTime;
  private final Convolution first;
  private final List<TimedBlock> down = new ArrayList<>();
  private final TimedBlock beforeAttention;
  private final SpatialAttention attention;
  private final TimedBlock afterAttention;
  private final List<TimedBlock> up = new ArrayList<>();
  private final GroupNorm lastNorm;
  private final Convolution last;

  Denoiser(Network network, BrownianBridgeSpec spec) {
    width = spec.width();
    int time = 4 * width;
    firstOfTime = new Linear(network, "time.first", width, time, true);
    secondOfTime = new Linear(network, "time.second", time, time, true);
    Kernel three = Kernel.of(2, 3, 1, 1);
    first = Convolution.plain(network, "first", spec.seenChannels(), width, three, true);
    Builder builder = new Builder(network, spec);
    builder.down();
    beforeAttention = builder.block("middle.0", TimedBlock.Resolution.KEPT, builder.channels);
    attention = new SpatialAttention(network, "middle.attention", builder.channels);
    afterAttention = builder.block("middle.1", TimedBlock.Resolution.KEPT, builder.channels);
    builder.up();
    lastNorm = new GroupNorm(network, "last.norm", builder.channels);
    last = Convolution.plain(network, "last", builder.channels, spec.channels(), three, true);
  }

  /** Counts blocks and channels while they are built. */
  private final class Builder {
    private final Network network;
    private final BrownianBridgeSpec spec;
    private final Deque<Integer> skipped = new ArrayDeque<>();
    private int channels = width;
    private int rows;

    Builder(Network network, BrownianBridgeSpec spec) {
      this.network = network;
      this.spec = spec;
      skipped.push(width);
    }

    TimedBlock block(String name, TimedBlock.Resolution resolution, int out) {
      TimedBlock.Shape shape =
          new TimedBlock.Shape(channels, out, 4 * width, resolution, spec.searched(), rows++);
      channels = out;
      return new TimedBlock(network, name, shape);
    }

    void down() {
      int resolutions = spec.factors().size();
      for (int level = 0; level < resolutions; level++) {
        for (int i = 0; i < spec.blocks(); i++) {
          String name = "down." + level + "." + i;
          int out = width * spec.factors().get(level);
          down.add(block(name, TimedBlock.Resolution.KEPT, out));
          skipped.push(channels);
        }
        if (level < resolutions - 1) {
          down.add(block("down." + level, TimedBlock.Resolution.HALVED, channels));
          skipped.push(channels);
        }
      }
    }

    void up() {
      for (int level = spec.factors().size() - 1; level >= 0; level--) {
        for (int i = 0; i <= spec.blocks(); i++) {
          channels += skipped.pop();
          String name = "up." + level + "." + i;
          int out = width * spec.factors().get(level);
          up.add(block(name, TimedBlock.Resolution.KEPT, out));
        }
        if (level > 0) {
          up.add(block("up." + level, TimedBlock.Resolution.DOUBLED, channels));
        }
      }
    }
  }

  /** The prediction for pictures N×C×H×W at N times. */
  Tensor forward(Pass pass, Weights logits, Tensor x, int[] times) {
    Tensor time = time(pass, x, times);
    Deque<Tensor> skipped = new ArrayDeque<>();
    Tensor y = first.forward(pass, x);
    skipped.push(y);
    for (TimedBlock block : down) {
      y = block.forward(pass, logits, y, time);
      skipped.push(y);
    }
    y = beforeAttention.forward(pass, logits, y, time);
    y = attention.forward(pass, y);
    y = afterAttention.forward(pass, logits, y, time);
    for (TimedBlock block : up) {
      Tensor in = block.doubles() ? y : Ops.cat(List.of(y, skipped.pop()), 1);
      y = block.forward(pass, logits, in, time);
    }
    Tensor features = y;
    return Scope.returningOne(
        () -> last.forward(pass, Functional.silu(lastNorm.forward(pass, features))));
  }

  /** Cosines and sines of the times at geometric frequencies, through two layers. */
  private Tensor time(Pass pass, Tensor x, int[] times) {
    int half = width / 2;
    float[] waves = new float[times.length * width];
    for (int n = 0; n < times.length; n++) {
      for (int i = 0; i < half; i++) {
        double angle = times[n] * Math.exp(-Math.log(10_000) * i / half);
        waves[n * width + i] = (float) Math.cos(angle);
        waves[n * width + half + i] = (float) Math.sin(angle);
      }
    }
    return Scope.returningOne(
        () -> {
          Tensor wave = Ops.beside(x, waves, times.length, width);
          Tensor hidden = Functional.silu(firstOfTime.forward(pass, wave));
          return Functional.silu(secondOfTime.forward(pass, hidden));
        });
  }
}
