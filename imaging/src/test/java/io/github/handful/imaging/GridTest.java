package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
  /** Axes of the grid: x runs to the back, y to the head, z to the right. */
  private static final Placement TURNED =
      new Placement(
          List.of(0.5, 2.0, 3.0),
          List.of(10.0, 20.0, 30.0),
          List.of(0.0, 0.0, -1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0));

  @Test
  void worldFollowsTheAxesOfTheGrid() {
    assertThat(TURNED.world(0, 1, 2, 3)).isCloseTo(10 - 9, within(1e-12));
    assertThat(TURNED.world(1, 1, 2, 3)).isCloseTo(20 + 0.5, within(1e-12));
    assertThat(TURNED.world(2, 1, 2, 3)).isCloseTo(30 + 4, within(1e-12));
    assertThat(TURNED.from(1, 2, 3).origin()).containsExactly(1.0, 20.5, 34.0);
  }

  @Test
  void gridsMatchUpToRounding() {
    Grid grid = new Grid(4, 5, 6, TURNED);
    Placement rounded =
        new Placement(List.of(0.50001, 2.0, 3.0), TURNED.origin(), TURNED.direction());
    assertThat(grid.matches(new Grid(4, 5, 6, rounded))).isTrue();
    assertThat(grid.matches(new Grid(4, 5, 6, TURNED.from(1, 0, 0)))).isFalse();
    assertThat(grid.matches(new Grid(4, 5, 6, TURNED.withSpacing(0.5, 2.1, 3)))).isFalse();
    assertThat(grid.matches(new Grid(4, 5, 7, TURNED))).isFalse();
  }

  @Test
  void refusesMoreVoxelsThanAnArrayHolds() {
    assertThatThrownBy(() -> Grid.of(70_000, 70_000, 70_000))
        .hasMessageContaining("70000 x 70000 x 70000");
    assertThatThrownBy(() -> Grid.of(0, 3)).hasMessageContaining("0 x 3");
  }

  @Test
  void refusesSpacingsThatAreNoLengths() {
    assertThatThrownBy(() -> Placement.NONE.withSpacing(1, 0, 1)).hasMessageContaining("spacing");
    assertThatThrownBy(() -> Placement.NONE.withSpacing(1, Double.NaN, 1))
        .hasMessageContaining("spacing");
  }
}
