package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlicePlaneTest {
  private static final int[] VOXEL = {1, 2, 3};

  /** Each voxel holds 100 z + 10 y + x. */
  private static Image numbered(Placement placement) {
    Grid grid = new Grid(2, 3, 4, placement);
    float[] samples = new float[grid.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 100 * (i / 6) + 10 * (i / 2 % 3) + i % 2;
    }
    return new Image(grid, 1, 1, samples);
  }

  @Test
  void axialSlicesShowTheFrontAtTheTop() {
    Image slice = SlicePlane.AXIAL.cut(numbered(Placement.NONE), VOXEL, 3);
    assertThat(slice.grid()).isEqualTo(Grid.of(2, 3));
    assertThat(slice.samples()).containsExactly(300, 301, 310, 311, 320, 321);
  }

  @Test
  void coronalAndSagittalSlicesShowTheHeadAtTheTop() {
    Image coronal = SlicePlane.CORONAL.cut(numbered(Placement.NONE), VOXEL, 4);
    assertThat(coronal.samples()).containsExactly(320, 321, 220, 221, 120, 121, 20, 21);
    Image sagittal = SlicePlane.SAGITTAL.cut(numbered(Placement.NONE), VOXEL, 4);
    assertThat(sagittal.grid()).isEqualTo(Grid.of(3, 4));
    assertThat(sagittal.samples())
        .containsExactly(301, 311, 321, 201, 211, 221, 101, 111, 121, 1, 11, 21);
  }

  @Test
  void pixelsOfThickSlicesBecomeSquare() {
    Placement thick = Placement.NONE.withSpacing(1, 1, 5);
    assertThat(SlicePlane.CORONAL.cut(numbered(thick), VOXEL, 20).grid()).isEqualTo(Grid.of(2, 20));
  }

  @Test
  void classesLieOnTheGridOfTheImage() {
    Image image =
        numbered(
            new Placement(
                List.of(2.0, 1.0, 1.0), Placement.NONE.origin(), Placement.NONE.direction()));
    byte[] labels = new byte[image.grid().count()];
    labels[3 * 6 + 2 * 2 + 1] = 7;
    LabelMap map = new LabelMap(image.grid(), labels);
    for (SlicePlane plane : SlicePlane.values()) {
      LabelMap slice = plane.cut(map, VOXEL, 40);
      assertThat(slice.grid()).isEqualTo(plane.cut(image, VOXEL, 40).grid());
      assertThat(slice.count(7)).isPositive();
    }
  }
}
