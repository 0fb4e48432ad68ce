package io.github.handful.segment.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Placement;
import org.junit.jupiter.api.Test;

class LargestErrorTest {
  private static final Grid GRID = new Grid(9, 8, 7, Placement.NONE.withSpacing(1, 1, 0.5));

  /** A box of one class from its first to its last voxel along each axis. */
  private static LabelMap box(int label, int... bounds) {
    byte[] labels = new byte[GRID.count()];
    for (int z = bounds[4]; z <= bounds[5]; z++) {
      for (int y = bounds[2]; y <= bounds[3]; y++) {
        for (int x = bounds[0]; x <= bounds[1]; x++) {
          labels[(z * 8 + y) * 9 + x] = (byte) label;
        }
      }
    }
    return new LabelMap(GRID, labels);
  }

  private static LabelMap both(LabelMap first, LabelMap second) {
    byte[] labels = first.labels().clone();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = second.labels()[i] != 0 ? second.labels()[i] : labels[i];
    }
    return new LabelMap(GRID, labels);
  }

  @Test
  void isTheMiddleOfTheThickestWrongRegion() {
    LabelMap nothing = new LabelMap(GRID, new byte[GRID.count()]);
    LabelMap wrong = both(box(1, 0, 8, 0, 0, 0, 0), box(2, 2, 6, 2, 6, 1, 5));
    assertThat(LargestError.voxel(wrong, nothing))
        .hasValueSatisfying(at -> assertThat(at[2]).isEqualTo(3));
  }

  @Test
  void aWrongClassIsAnErrorToo() {
    LabelMap truth = box(1, 1, 5, 1, 5, 1, 3);
    assertThat(LargestError.voxel(box(2, 1, 5, 1, 5, 1, 3), truth))
        .hasValueSatisfying(at -> assertThat(at[2]).isEqualTo(2));
    assertThat(LargestError.voxel(truth, truth)).isEmpty();
  }
}
