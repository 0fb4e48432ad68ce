package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.genseg.Pix2PixSpec.Search;
import io.github.handful.imaging.PairAugmentation.Pair;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Example;
import io.github.handful.segment.UNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratorTrainingTest {
  @Test
  void learnsToPaintOnePairByHeart() {
    Pix2PixSpec spec = new Pix2PixSpec(1, 1, 8, 3, Norm.Kind.BATCH, Search.BOTH, false);
    Ops.threads(1);
    Ops.seed(1);
    try (GeneratorTraining painting = spec.training(Toy.settings(), Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Batch batch = pair();
      double difference = 2;
      for (int i = 0; i < 200; i++) {
        difference = painting.step(batch, 2e-3, i).get("difference");
      }
      assertThat(difference).isLessThan(0.05);
    }
  }

  /** With a rate of zero nothing moves, and both losses are those of the formula. */
  @Test
  void theLossesAreThoseOfThePaper() {
    Pix2PixSpec spec = new Pix2PixSpec(1, 1, 4, 3, Norm.Kind.BATCH, Search.BOTH, true);
    Ops.seed(1);
    try (GeneratorTraining painting = spec.training(Toy.settings(), Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Batch batch = pair();
      Map<String, Double> losses = painting.step(batch, 0, 5);
      Ops.seed(5);
      double objective =
          Ops.value(
              painting.objective(
                  painting.generator().network().parameters(),
                  painting.architecture().logits(),
                  batch));
      assertThat(objective).isCloseTo(losses.get("generator"), within(1e-4));
      // A fresh discriminator knows nothing: its logits are near 0, each loss near ln 2.
      assertThat(losses.get("discriminator")).isCloseTo(Math.log(2), within(0.3));
      assertThat(losses.get("generator") - 100 * losses.get("difference"))
          .isCloseTo(Math.log(2), within(0.3));
      assertThat(losses.get("difference")).isBetween(0.1, 2.0);
    }
  }

  private static Batch pair() {
    Example disc = Toy.discs(1, 1, 2, 5).get(0);
    return Batch.of(
        List.of(new Pair(disc.image(), disc.labels())),
        new UNetSpec(1, 2, 4, 2),
        Compute.REFERENCE);
  }
}
