package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.genseg.Pix2PixSpec.Search;
import io.github.handful.imaging.AugmentationRange;
import io.github.handful.imaging.GeometricAugmentation;
import io.github.handful.imaging.IntensityAugmentation;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.SupervisedLearner;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A frozen generator whose outermost cell paints the mask itself with one of its kernels and
 * nothing with the others, under noise: the search must find the kernel that paints.
 */
class ToySearchTest {
  private static final int OUTERMOST = 2;

  @ParameterizedTest
  @CsvSource({"0, 4, true", "0, 4, false", "1, 6, false", "2, 8, false"})
  void theMixtureMovesToTheOnlyKernelThatPaints(int useful, int size, boolean exact) {
    try (GenSegLearner learner = learner(size, exact, 1)) {
      int steps = 30;
      for (int i = 0; i < steps; i++) {
        learner.step(SupervisedLearner.PHASE, new Position(i, steps));
      }
      assertThat(mixture(learner)[useful]).isGreaterThan(0.8);
    }
  }

  @Test
  void withoutSyntheticPairsTheMixtureStaysPut() {
    try (GenSegLearner learner = learner(4, false, 0)) {
      double[] before = mixture(learner);
      for (int i = 0; i < 9; i++) {
        learner.step(SupervisedLearner.PHASE, new Position(i, 30));
      }
      assertThat(mixture(learner)).isEqualTo(before);
    }
  }

  private static double[] mixture(GenSegLearner learner) {
    return learner.painting().architecture().mixtures().get("decoder")[OUTERMOST];
  }

  private static GenSegLearner learner(int size, boolean exact, double gamma) {
    Ops.threads(1);
    Ops.seed(3);
    Pix2PixSpec spec = new Pix2PixSpec(1, 1, 4, 3, Norm.Kind.BATCH, Search.DECODER, false);
    GeneratorTraining painting = spec.training(Toy.settings(), Compute.REFERENCE);
    paintTheMask(painting.generator().network().parameters(), size);
    return new GenSegLearner(
        Method.GENSEG,
        new GenSegSettings(2, 0, 0, 100, 4, gamma, 5e-2, 1, exact, MaskAugmentation.identity()),
        painting,
        Toy.segmenter(1, 2, 1e-3),
        new Examples(Toy.discs(4, 1, 2, 1), Toy.SIDE, Toy.SIDE),
        new Examples(Toy.discs(4, 1, 2, 2), Toy.SIDE, Toy.SIDE),
        new PairAugmentation(GeometricAugmentation.none(), noise(0.2)),
        new Seeds(5),
        Compute.REFERENCE);
  }

  private static IntensityAugmentation noise(double deviation) {
    AugmentationRange zero = AugmentationRange.only(0);
    AugmentationRange one = AugmentationRange.only(1);
    return new IntensityAugmentation(
        1, zero, one, one, one, one, 1, AugmentationRange.only(deviation), 0, zero, 0, one);
  }

  /**
   * The outermost convolution averages 2×2 pixels of the mask into its first feature, and the
   * kernel of {@code size} of the outermost cell paints each of them back as 2×2 pixels.
   */
  private static void paintTheMask(ParameterSet weights, int size) {
    Autograd.withoutGraph(
        () -> {
          try (Scope scope = Scope.open()) {
            for (String name : weights.names()) {
              if (name.startsWith("down.0.") || name.startsWith("up.0.")) {
                weights.get(name).zero_();
              }
            }
            middle(weights.get("down.0.weight"), 4).add_(Ops.plus(Ops.zeros(2, 2), 0.25));
            middle(weights.get("up.0.conv" + size + ".weight"), size)
                .add_(Ops.plus(Ops.zeros(2, 2), 2));
            weights.get("up.0.conv" + size + ".bias").add_(Ops.plus(Ops.zeros(1), -1));
          }
        });
  }

  private static Tensor middle(Tensor kernels, int size) {
    return kernels.select(0, 0).select(0, 0).narrow(0, size / 2 - 1, 2).narrow(1, size / 2 - 1, 2);
  }
}
