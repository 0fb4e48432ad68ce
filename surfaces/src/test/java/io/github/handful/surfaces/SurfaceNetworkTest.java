package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurfaceNetworkTest {
  @ParameterizedTest
  @CsvSource({"45,37,4", "16,128,3", "64,64,6"})
  void logitsHaveTheSizeOfTheScanWhateverItIs(int height, int width, int depth) {
    try (SurfaceNetwork network =
            new SurfaceNetworkSpec(3, 2, depth, 1, 4).build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      var scans = Ops.normal(1, 2, ScanChannels.COUNT, height, width);
      var logits = network.logits(network.network().evaluating(), scans);
      assertThat(Shapes.of(logits)).containsExactly(2, 3, height, width);
      assertThat(Ops.allFinite(logits)).isTrue();
    }
  }

  @Test
  void theParametersAreThoseOfItsConvolutions() {
    // Level 0: 8->4 down, a branch of two 4->4 each way, 4->4 up; level 1: 4->8 down, two branches
    // of two 8->8, 8->4 up; head 4->5; logits 5->2. All 3x3 with bias but the last, 1x1.
    long level0 = conv(8, 4) + 4 * conv(4, 4) + conv(4, 4);
    long level1 = conv(4, 8) + 4 * conv(8, 8) + conv(8, 4);
    try (SurfaceNetwork network = new SurfaceNetworkSpec(2, 4, 2, 2, 5).build(Compute.REFERENCE)) {
      assertThat(network.network().parameters().count())
          .isEqualTo(level0 + level1 + conv(4, 5) + 5 * 2 + 2);
    }
  }

  @Test
  void fourLevelsOfThreeBlocksFromEightMapsHaveAThirdOfAMillionParameters() {
    try (SurfaceNetwork network = new SurfaceNetworkSpec(9, 8, 4, 3, 8).build(Compute.REFERENCE)) {
      assertThat(network.network().parameters().count()).isBetween(340_000L, 420_000L);
    }
  }

  private static long conv(long in, long out) {
    return 9 * in * out + out;
  }

  @Test
  void shapesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new SurfaceNetworkSpec(0, 4, 2, 1, 4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SurfaceNetworkSpec(2, 4, 9, 1, 4)).hasMessageContaining("9");
  }
}
