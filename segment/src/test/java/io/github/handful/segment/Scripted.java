package io.github.handful.segment;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * A learner whose one weight says after which iteration it is (from 1), with a plus sign where it
 * is to be validated with a Dice of 1, with a minus sign where with 0.
 */
class Scripted implements Learner {
  private final IntPredicate good;
  private final IntToDoubleFunction loss;
  private final ConstantSegmenter segmenter = new ConstantSegmenter();

  Scripted(IntPredicate good, IntToDoubleFunction loss) {
    this.good = good;
    this.loss = loss;
  }

  /** Gives the same logit, its only weight, everywhere. */
  static final class ConstantSegmenter implements Segmenter {
    private final Network network = new Network(Initialiser.FAN_IN);

    ConstantSegmenter() {
      try (Scope scope = Scope.open()) {
        network.parameters().add("logit", Ops.zeros(1));
      }
      network.ready(Compute.REFERENCE);
    }

    void set(double logit) {
      Autograd.withoutGraph(
          () -> {
            try (Scope scope = Scope.open()) {
              network.parameters().get("logit").copy_(Ops.tensor(new double[] {logit}, 1));
            }
          });
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public SegmenterSpec spec() {
      return new UNetSpec(1, 2, 1, 1);
    }

    @Override
    public Outputs outputs(Pass pass, Tensor images) {
      return new Outputs(Ops.zerosLike(images).add(pass.weights().get("logit")), List.of());
    }
  }

  static Validation validation() {
    byte[] all = new byte[Toy.SIDE * Toy.SIDE];
    Arrays.fill(all, (byte) 1);
    Example full =
        new Example(
            "full",
            new Image(Toy.SIDE, Toy.SIDE, 1, 1, new float[all.length]),
            new LabelMap(Toy.SIDE, Toy.SIDE, all));
    return new Validation(List.of(full), Toy.WHOLE, Compute.REFERENCE);
  }

  @Override
  public List<Phase> phases() {
    return List.of(SupervisedLearner.PHASE);
  }

  @Override
  public Report step(Phase phase, Position position) {
    int done = position.iteration() + 1;
    segmenter.set(good.test(done) ? done : -done);
    return new Report(Map.of("toy", loss.applyAsDouble(done)), Map.of());
  }

  @Override
  public Segmenter model() {
    return segmenter;
  }

  @Override
  public Map<String, ParameterSet> state() {
    return Map.of("segmenter", segmenter.network().parameters());
  }

  @Override
  public void close() {
    segmenter.close();
  }
}
