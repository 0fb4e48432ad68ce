package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.adapt.Adaptation.Judged;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.UNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeeperTest {
  private final Segmenter best = network(1);
  private final Segmenter candidate = network(2);
  private final Judged source = judged("source", 0, 0.7);
  private final Keeper keeper =
      new Keeper(best, source, new Safeguard(source.judgement(), Optional.empty()));

  private static Segmenter network(long seed) {
    Ops.seed(seed);
    return new UNetSpec(1, 2, 2, 1).build(Compute.REFERENCE);
  }

  private static Judged judged(String network, int iteration, double agreement) {
    Judgement judgement = new Judgement(agreement, 0.2, List.of(0.9, 0.1));
    return new Judged("stage", network, iteration, judgement, Optional.empty());
  }

  private boolean holdsTheCandidate() {
    return best.network().parameters().names().stream()
        .allMatch(
            name ->
                Ops.identical(
                    best.network().parameters().get(name),
                    candidate.network().parameters().get(name)));
  }

  @AfterEach
  void close() {
    best.close();
    candidate.close();
  }

  @Test
  void statisticsMidwayAreKeptWhereTheyAgreeALittleLess() {
    keeper.consider(judged("aligned", 44, 0.68), candidate);
    assertThat(keeper.kept().network()).isEqualTo("source");
    keeper.consider(judged("half aligned", 44, 0.68), candidate);
    assertThat(keeper.kept().network()).isEqualTo("half aligned");
    assertThat(holdsTheCandidate()).isTrue();
  }

  @Test
  void statisticsMidwayAreNotKeptWhereTheyAgreeMuchLessOrAreUnsafe() {
    keeper.consider(judged("half aligned", 44, 0.66), candidate);
    Judged safe = judged("half aligned", 44, 0.7);
    keeper.consider(
        new Judged("stage", "half aligned", 44, safe.judgement(), Optional.of("unsafe")),
        candidate);
    assertThat(keeper.kept().network()).isEqualTo("source");
    assertThat(holdsTheCandidate()).isFalse();
  }

  @Test
  void statisticsMidwayDoNotReplaceABetterNetwork() {
    keeper.consider(judged("aligned", 44, 0.8), candidate);
    keeper.consider(judged("half aligned", 44, 0.79), candidate);
    assertThat(keeper.kept().network()).isEqualTo("aligned");
  }
}
