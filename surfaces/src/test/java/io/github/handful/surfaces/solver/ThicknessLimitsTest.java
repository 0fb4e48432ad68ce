package io.github.handful.surfaces.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThicknessLimitsTest {
  private static final double ENDLESS = Double.POSITIVE_INFINITY;

  @Test
  void whatObeysTheLimitsStays() {
    ThicknessLimits limits = new ThicknessLimits(List.of(1.0, 2.0), List.of(4.0, ENDLESS));
    double[] rows = {3, 4.5, 6, 6.5, 9, 12};
    limits.clamp(rows, 2, 20);
    assertThat(rows).containsExactly(3, 4.5, 6, 6.5, 9, 12);
  }

  @Test
  void surfacesAreMovedFromTheTopDown() {
    ThicknessLimits limits = new ThicknessLimits(List.of(1.0, 2.0), List.of(4.0, ENDLESS));
    double[] rows = {8, 3, 4, 30, 1, 40};
    limits.clamp(rows, 2, 20);
    // Column 0: 8, at least 9, at least 11. Column 1: 3, at most 7, at most the last row.
    assertThat(rows).containsExactly(8, 3, 9, 7, 11, 19);
  }

  @Test
  void roomIsLeftForTheLayersBelow() {
    ThicknessLimits limits = new ThicknessLimits(List.of(2.0, 3.0), List.of(ENDLESS, ENDLESS));
    double[] rows = {100, 100, 100};
    limits.clamp(rows, 1, 10);
    assertThat(rows).containsExactly(4, 6, 9);
    assertThatThrownBy(() -> limits.clamp(rows, 1, 5))
        .hasMessage("layers of at least 5.0 rows together do not fit into 5 rows");
  }

  @Test
  void theResultObeysAllLimitsWithoutToleranceAndKeepsTheBoundOnSteps() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 200; n++) {
      int width = 40;
      int jump = 1 + random.nextInt(3);
      ThicknessLimits limits =
          new ThicknessLimits(
              List.of(3 * random.nextDouble(), 0.0, random.nextDouble()),
              List.of(3 + random.nextDouble(), 5 * random.nextDouble() + 0.1, ENDLESS));
      double[] rows = new double[4 * width];
      for (int i = 0; i < 4; i++) {
        double row = 90 * random.nextDouble();
        for (int x = 0; x < width; x++) {
          row += jump * (2 * random.nextDouble() - 1);
          rows[i * width + x] = row;
        }
        ThicknessLimits.limitSteps(rows, i * width, width, jump);
      }
      limits.clamp(rows, width, 64);
      assertThat(limits.heldBy(rows, width)).isTrue();
      for (int i = 0; i < rows.length; i++) {
        assertThat(rows[i]).isBetween(0.0, 63.0);
        if (i % width > 0) {
          assertThat(Math.abs(rows[i] - rows[i - 1])).isLessThanOrEqualTo(jump);
        }
      }
    }
  }

  @Test
  void anyInputIsMadeToObey() {
    ThicknessLimits limits = new ThicknessLimits(List.of(0.3, 0.7), List.of(2.1, 9.9));
    for (double[] rows :
        List.of(new double[] {9, 5, 1}, new double[] {0, 0, 0}, new double[] {1e300, -1e300, 0})) {
      limits.clamp(rows, 1, 12);
      assertThat(limits.heldBy(rows, 1)).isTrue();
    }
  }

  @Test
  void limitsThatNothingCanObeyAreRefused() {
    assertThatThrownBy(() -> new ThicknessLimits(List.of(2.0), List.of(1.0)))
        .hasMessageContaining("layer 1");
    assertThatThrownBy(() -> new ThicknessLimits(List.of(-1.0), List.of(1.0)))
        .hasMessageContaining("layer 1");
  }
}
