package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNetTest {
  @ParameterizedTest
  @CsvSource({"3, 31037633", "1, 31036481"})
  void hasThePublishedNumberOfParameters(int channels, long count) {
    try (Segmenter net = new UNetSpec(channels, 2, 64, 4).build(Compute.REFERENCE)) {
      assertThat(net.network().parameters().count()).isEqualTo(count);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "4, 4"})
  void givesLogitsOfTheImagesSize(int classes, int planes) {
    try (Segmenter net = new UNetSpec(3, classes, 4, 3).build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      assertThat(Shapes.of(net.logits(net.network().training(), Ops.ones(2, 3, 32, 40))))
          .containsExactly(2, planes, 32, 40);
    }
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    SegmenterSpec spec = new UNetSpec(1, 2, 4, 2);
    Ops.seed(5);
    try (Segmenter a = spec.build(Compute.REFERENCE)) {
      Ops.seed(5);
      try (Segmenter b = spec.build(Compute.REFERENCE)) {
        for (String name : a.network().parameters().names()) {
          assertThat(
                  Ops.identical(
                      a.network().parameters().get(name), b.network().parameters().get(name)))
              .isTrue();
        }
      }
    }
  }
}
