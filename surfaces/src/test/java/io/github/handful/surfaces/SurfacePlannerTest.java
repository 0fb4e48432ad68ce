package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurfacePlannerTest {
  @Test
  void limitsFollowFromTheAnnotatedSurfaces() {
    // Steps of 0, 1, 3 and 0 rows; layers of 4 to 8 rows; the last column is not annotated.
    double[] rows = {5, 5, 6, 9, 9, Double.NaN, 13, 13, 13, 13, 13, 13};
    SurfacePlan plan =
        SurfacePlanner.propose(
            List.of(scan("a", 32, new SurfaceHeights(2, 6, rows))), SurfaceMethod.IPM);
    assertThat(plan.limits().jumps()).containsExactly(3, 1);
    assertThat(plan.limits().thickness().minimum()).containsExactly(2.0);
    assertThat(plan.limits().thickness().maximum()).containsExactly(14.0);
    assertThat(plan.columns()).isEqualTo(6);
    assertThat(plan.withUpdates(7).updates()).isEqualTo(7);
  }

  @Test
  void scansThatDoNotFitTogetherAreRefused() {
    SurfaceHeights heights = new SurfaceHeights(1, 2, new double[] {1, 2});
    assertThatThrownBy(
            () ->
                SurfacePlanner.propose(
                    List.of(scan("a", 32, heights), scan("b", 40, heights)), SurfaceMethod.DDP))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a has 32 rows and b has 40");
    SurfaceHeights gaps = new SurfaceHeights(2, 2, new double[] {1, 2, Double.NaN, 3});
    assertThatThrownBy(
            () -> SurfacePlanner.propose(List.of(scan("a", 32, gaps)), SurfaceMethod.DDP))
        .hasMessageContaining("Surface 2");
    assertThatThrownBy(() -> SurfacePlanner.propose(List.of(), SurfaceMethod.DDP))
        .isInstanceOf(DataException.class);
  }

  private static SurfaceScan scan(String id, int height, SurfaceHeights heights) {
    int width = heights.width();
    return new SurfaceScan(
        id, new Image(width, height, 1, 255, new float[width * height]), heights);
  }
}
