package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SurfaceVariationTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 100;

  /** Three surfaces; the first two touch in the last column. */
  private static SurfaceHeights surfaces() {
    double[] rows = new double[3 * WIDTH];
    for (int x = 0; x < WIDTH; x++) {
      rows[x] = 30 + 0.2 * x;
      rows[WIDTH + x] = rows[x] + 0.1 * (WIDTH - 1 - x);
      rows[2 * WIDTH + x] = rows[WIDTH + x] + 7;
    }
    return new SurfaceHeights(3, WIDTH, rows);
  }

  @Test
  void surfacesStayInOrderAndInTheImage() {
    SurfaceVariation wild = new SurfaceVariation(60, 30, 10, 1);
    for (int seed = 0; seed < 50; seed++) {
      SurfaceHeights changed = wild.apply(surfaces(), HEIGHT, new Random(seed));
      for (int x = 0; x < WIDTH; x++) {
        assertThat(changed.at(0, x)).isBetween(0.0, changed.at(1, x));
        assertThat(changed.at(2, x)).isBetween(changed.at(1, x), HEIGHT - 1.0);
      }
    }
  }

  @Test
  void layersWithoutThicknessGetNoneAndOthersAFactor() {
    SurfaceVariation thicker = new SurfaceVariation(0, 0, 0, 0.2);
    SurfaceHeights changed = thicker.apply(surfaces(), HEIGHT, new Random(5));
    int last = WIDTH - 1;
    assertThat(changed.at(1, last)).isEqualTo(changed.at(0, last), within(1e-12));
    double factor = (changed.at(2, 0) - changed.at(1, 0)) / 7;
    assertThat(factor).isBetween(Math.exp(-0.8), Math.exp(0.8)).isNotEqualTo(1);
    for (int x = 1; x < WIDTH; x++) {
      double before = (changed.at(2, x - 1) - changed.at(1, x - 1)) / 7;
      double here = (changed.at(2, x) - changed.at(1, x)) / 7;
      assertThat(Math.abs(Math.log(here / before))).isLessThan(0.05);
    }
  }

  @Test
  void shiftAndTiltMoveAllSurfacesTogetherAlongAStraightLine() {
    SurfaceHeights before = surfaces();
    SurfaceHeights changed = new SurfaceVariation(12, 6, 0, 0).apply(before, HEIGHT, new Random(3));
    double left = changed.at(0, 0) - before.at(0, 0);
    double right = changed.at(0, WIDTH - 1) - before.at(0, WIDTH - 1);
    assertThat((left + right) / 2).isBetween(-12.0, 12.0).isNotZero();
    assertThat(Math.abs(right - left)).isBetween(1e-3, 12.0);
    for (int k = 0; k < 3 * WIDTH; k++) {
      double line = left + (right - left) * (k % WIDTH) / (WIDTH - 1);
      assertThat(changed.rows()[k] - before.rows()[k]).isEqualTo(line, within(1e-9));
    }
  }

  @Test
  void noVariationChangesNothing() {
    SurfaceHeights same = new SurfaceVariation(0, 0, 0, 0).apply(surfaces(), HEIGHT, new Random(1));
    for (int k = 0; k < same.rows().length; k++) {
      assertThat(same.rows()[k]).isEqualTo(surfaces().rows()[k], within(1e-12));
    }
  }
}
