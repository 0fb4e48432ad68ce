package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UNetTest {
  @ParameterizedTest
  @CsvSource({"3, 31037633", "1, 31036481"})
  void hasThePublishedNumberOfParameters(int channels, long count) {
    try (Segmenter net = new UNetSpec(channels, 2, 64, 4).build(Compute.REFERENCE)) {
      assertThat(net.network().parameters().count()).isEqualTo(count);
    }
  }

  /** Normalised by itself, an image is segmented alike in whatever company it is. */
  @ParameterizedTest
  @EnumSource(Norm.Kind.class)
  void onlyNormalisationOverTheBatchMixesImages(Norm.Kind norm) {
    try (Segmenter net = new UNetSpec(1, 2, 4, 2, norm).build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      assertThat(net.network().statistics().names().isEmpty())
          .isEqualTo(norm == Norm.Kind.INSTANCE);
      Tensor image = Ops.normal(1, 1, 1, 16, 16);
      Tensor others = Ops.plus(Ops.normal(3, 2, 1, 16, 16), 2);
      Pass pass = net.network().training();
      float[] alone = Ops.floats(net.logits(pass, image));
      float[] among =
          Ops.floats(net.logits(pass, Ops.cat(List.of(image, others), 0)).narrow(0, 0, 1));
      double furthest = 0;
      for (int i = 0; i < alone.length; i++) {
        furthest = Math.max(furthest, Math.abs(alone[i] - among[i]));
      }
      if (norm == Norm.Kind.INSTANCE) {
        assertThat(furthest).isLessThan(1e-4);
      } else {
        assertThat(furthest).isGreaterThan(1e-2);
      }
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
