package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SurfaceLossTest {
  private static final int HEIGHT = 8;

  @Test
  void entropyIsThatOfEveryPixelOfAColumn() {
    try (Scope scope = Scope.open()) {
      SurfaceTargets targets = targets(3.4);
      Tensor uniform = Ops.tensor(new float[HEIGHT], 1, 1, HEIGHT, 1);
      // One pixel of probability 1/8 that should be on, seven that should be off.
      double expected = -Math.log(1 / 8.0) - 7 * Math.log(7 / 8.0);
      assertThat(Ops.value(SurfaceLoss.ENTROPY.columns(uniform, edges(1, 1), targets)))
          .isCloseTo(expected, within(1e-5));
      float[] sure = new float[HEIGHT];
      sure[3] = 60;
      Tensor certain = Ops.tensor(sure, 1, 1, HEIGHT, 1);
      assertThat(Ops.value(SurfaceLoss.ENTROPY.columns(certain, edges(1, 1), targets)))
          .isCloseTo(0, within(2e-5));
    }
  }

  @Test
  void divergenceVanishesForTheWantedDistribution() {
    try (Scope scope = Scope.open()) {
      float[] wanted = new float[HEIGHT];
      for (int z = 0; z < HEIGHT; z++) {
        wanted[z] = (float) (-(z - 3.5) * (z - 3.5) / 128);
      }
      Tensor logits = Ops.tensor(wanted, 1, 1, HEIGHT, 1);
      SurfaceTargets targets = targets(3.5);
      assertThat(Ops.value(SurfaceLoss.DIVERGENCE.columns(logits, edges(1, 1), targets)))
          .isCloseTo(0, within(1e-4));
      Tensor other = Ops.tensor(new float[] {9, 0, 0, 0, 0, 0, 0, 0}, 1, 1, HEIGHT, 1);
      assertThat(Ops.value(SurfaceLoss.DIVERGENCE.columns(other, edges(1, 1), targets)))
          .isGreaterThan(5);
    }
  }

  @Test
  void rowsCostHalfTheirSquareAndThenTheirDistance() {
    try (Scope scope = Scope.open()) {
      SurfaceTargets targets = targets(3, 3, Double.NaN);
      Tensor rows = Ops.tensor(new float[] {3.5f, 6, 100}, 1, 1, 3);
      // 0.125 and 2.5, and the third column does not count.
      assertThat(Ops.value(SurfaceLoss.ENTROPY.rows(rows, targets)))
          .isCloseTo(0.1 * (0.125 + 2.5) / 2, within(1e-6));
      assertThat(Ops.value(SurfaceLoss.DIVERGENCE.rows(rows, targets)))
          .isCloseTo(10 * (0.125 + 2.5) / 2, within(1e-5));
    }
  }

  @Test
  void theShapeOfSurfacesThatAreAllTooLowIsRight() {
    try (Scope scope = Scope.open()) {
      double[] rows = {1, 2, 2, 4, 5, 5};
      SurfaceTargets targets =
          SurfaceTargets.of(List.of(new SurfaceHeights(2, 3, rows)), HEIGHT, Compute.REFERENCE);
      Tensor lower = Ops.tensor(new float[] {2, 3, 3, 5, 6, 6}, 1, 2, 3);
      assertThat(Ops.value(SurfaceLoss.shape(lower, targets))).isCloseTo(10, within(1e-5));
      // The lower surface alone is one row too low: 10 * 3/6 for the rows, 3/3 for the layers.
      Tensor thicker = Ops.tensor(new float[] {1, 2, 2, 5, 6, 6}, 1, 2, 3);
      assertThat(Ops.value(SurfaceLoss.shape(thicker, targets))).isCloseTo(6, within(1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(SurfaceLoss.class)
  void columnsWithoutAnnotationAreAsIfCutOff(SurfaceLoss loss) {
    float[] three = new float[HEIGHT * 3];
    float[] two = new float[HEIGHT * 2];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < three.length; i++) {
      three[i] = (float) random.nextDouble(-2, 2);
      if (i % 3 < 2) {
        two[i / 3 * 2 + i % 3] = three[i];
      }
    }
    try (Scope scope = Scope.open()) {
      double whole =
          Ops.value(
              loss.columns(
                  Ops.tensor(three, 1, 1, HEIGHT, 3), edges(1, 3), targets(3, 4, Double.NaN)));
      double cut =
          Ops.value(loss.columns(Ops.tensor(two, 1, 1, HEIGHT, 2), edges(1, 2), targets(3, 4)));
      assertThat(whole).isCloseTo(cut, within(1e-4));
    }
  }

  private static SurfaceTargets targets(double... rows) {
    return SurfaceTargets.of(
        List.of(new SurfaceHeights(1, rows.length, rows)), HEIGHT, Compute.REFERENCE);
  }

  private static Tensor edges(int batch, int width) {
    return Ops.zeros(batch, ScanChannels.COUNT, HEIGHT, width);
  }
}
