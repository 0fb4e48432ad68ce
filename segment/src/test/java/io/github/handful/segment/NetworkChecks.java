package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.PairAugmentation;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Precision;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What every network for grey pictures of two classes must keep to. */
final class NetworkChecks {
  private static final Compute FAST = new Compute(false, Precision.BFLOAT16);

  private NetworkChecks() {}

  /** For a batch of two colour images. */
  static void givesLogitsOfTheImagesSize(SegmenterSpec spec, int height, int width, int planes) {
    try (Segmenter net = spec.build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor logits = net.logits(net.network().training(), Ops.normal(1, 2, 3, height, width));
      assertThat(Shapes.of(logits)).containsExactly(2, planes, height, width);
      assertThat(Ops.allFinite(logits)).isTrue();
    }
  }

  /** What lies beyond the right and lower border is zero, whoever puts it there. */
  static void padsAndDoesNotResize(
      SegmenterSpec spec, int height, int width, int paddedHeight, int paddedWidth) {
    try (Segmenter net = spec.build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor x = Ops.normal(1, 1, 1, height, width);
      Tensor wide = Functional.pad(x, 0, paddedWidth - width, 0, paddedHeight - height);
      Pass pass = net.network().evaluating();
      Tensor cut = net.logits(pass, wide).narrow(2, 0, height).narrow(3, 0, width);
      assertThat(Ops.identical(net.logits(pass, x).contiguous(), cut.contiguous())).isTrue();
    }
  }

  static void runsOnTheWeightsOfThePass(SegmenterSpec spec, int side) {
    Ops.seed(1);
    try (Segmenter net = spec.build(Compute.REFERENCE);
        Segmenter other = spec.build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor x = Ops.normal(1, 2, 1, side, side);
      Tensor own = net.logits(probing(net, net), x);
      Tensor foreign = net.logits(probing(net, other), x);
      assertThat(Ops.identical(foreign, other.logits(probing(other, other), x))).isTrue();
      assertThat(Ops.identical(own, foreign)).isFalse();
      // Every single weight matters to what comes out.
      List<Tensor> weights = net.network().parameters().tensors();
      List<Boolean> reached =
          Autograd.gradientsIfAny(net.logits(probing(net, net), x).sum(), weights).stream()
              .map(Optional::isPresent)
              .toList();
      assertThat(reached).hasSize(weights.size()).containsOnly(true);
    }
  }

  private static Pass probing(Segmenter net, Segmenter weights) {
    return net.network().probing(weights.network().parameters());
  }

  /**
   * The gradient of the squared gradient in a random direction, against the difference of gradients
   * at two points along it: what an exact hypergradient is made of.
   */
  static void canBeDifferentiatedTwice(SegmenterSpec spec, int side) {
    Ops.seed(2);
    try (Segmenter net = spec.build(Compute.REFERENCE);
        ParameterSet exact = net.network().parameters().map(t -> t.detach().to(ScalarType.Double));
        Scope scope = Scope.open()) {
      exact.requireGradients();
      Tensor x = Ops.normal(1, 3, 1, side, side).to(ScalarType.Double).requires_grad_(true);
      Tensor along = Ops.normal(1, 3, 1, side, side).to(ScalarType.Double);
      Pass pass = net.network().probing(exact);
      Tensor loss = loss(net, pass, x);
      List<Tensor> gradients = Autograd.differentiableGradients(loss, exact.tensors());
      Tensor squared =
          gradients.stream().map(g -> g.mul(g).sum()).reduce(Tensor::add).orElseThrow();
      Tensor mixed = Autograd.gradients(squared, List.of(x)).get(0);
      double slope = Ops.value(mixed.mul(along).sum());
      // Small, since gradients leap where a rectifier's input changes its sign.
      double step = 1e-8;
      double measured =
          (squared(net, pass, Ops.plus(x, along, step), exact)
                  - squared(net, pass, Ops.plus(x, along, -step), exact))
              / (2 * step);
      assertThat(Math.abs(slope)).isGreaterThan(0);
      assertThat(measured / slope).isBetween(0.98, 1.02);
    }
  }

  private static Tensor loss(Segmenter net, Pass pass, Tensor x) {
    Tensor logits = net.logits(pass, x);
    return logits.mul(logits).mean();
  }

  private static double squared(Segmenter net, Pass pass, Tensor x, ParameterSet at) {
    List<Tensor> gradients = Autograd.gradients(loss(net, pass, x), at.tensors());
    return Ops.dot(gradients, gradients);
  }

  static void bfloat16ComesClose(SegmenterSpec spec, int side) {
    Ops.seed(3);
    try (Segmenter net = spec.build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor x = Ops.normal(1, 2, 1, side, side);
      Pass pass = net.network().evaluating();
      Tensor exact = net.logits(pass, x);
      Tensor fast = FAST.run(() -> net.logits(pass, FAST.batch(x)));
      assertThat(fast.scalar_type().intern()).isEqualTo(ScalarType.Float);
      double error = Ops.value(fast.sub(exact).norm()) / Ops.value(exact.norm());
      assertThat(error).isBetween(1e-6, 0.2);
      List<Tensor> weights = net.network().parameters().tensors();
      for (Tensor gradient : Autograd.gradients(fast.mul(fast).mean(), weights)) {
        assertThat(Ops.allFinite(gradient)).isTrue();
      }
    }
  }

  static void trainsAlikeTwice(SegmenterSpec spec) {
    try (SegmenterTraining first = trained(spec, 3);
        SegmenterTraining second = trained(spec, 3)) {
      List<Tensor> a = first.segmenter().network().parameters().tensors();
      List<Tensor> b = second.segmenter().network().parameters().tensors();
      for (int i = 0; i < a.size(); i++) {
        assertThat(Ops.identical(a.get(i), b.get(i))).isTrue();
      }
    }
  }

  /** The loss on squares after so many updates. */
  static double lossAfter(SegmenterSpec spec, int updates) {
    try (SegmenterTraining training = trained(spec, updates);
        Scope scope = Scope.open()) {
      return Ops.value(training.loss(batch(spec)));
    }
  }

  private static SegmenterTraining trained(SegmenterSpec spec, int updates) {
    Ops.threads(1);
    Ops.seed(4);
    SegmenterTraining training =
        new SegmenterTraining(
            spec,
            new SegmenterTraining.Settings(
                4, new RateSchedule(3e-3, 0.1, 0.1), 1e-4, 0.8, SegmentationLoss.DICE),
            Compute.REFERENCE);
    for (int i = 0; i < updates; i++) {
      training.update(() -> training.loss(batch(spec)), new Learner.Position(i, updates));
    }
    return training;
  }

  private static Batch batch(SegmenterSpec spec) {
    // Four times as large, so that coarse features can tell them.
    List<PairAugmentation.Pair> pairs =
        Toy.squares(4, 1).stream()
            .map(e -> new PairAugmentation.Pair(e.image(), e.labels()))
            .toList();
    Batch small = Batch.of(pairs, spec, Compute.REFERENCE);
    return new Batch(
        Functional.upsample(small.images(), 4, 4),
        Ops.atLeast(Functional.upsample(small.targets(), 4, 4), 0.5));
  }
}
