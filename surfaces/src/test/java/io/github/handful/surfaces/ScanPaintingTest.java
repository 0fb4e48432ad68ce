package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.segment.Seeds;
import io.github.handful.torch.Compute;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanPaintingTest {
  private static final int WIDTH = 20;
  private static final int HEIGHT = 26;
  private static final PaintedScans SETTINGS =
      new PaintedScans(3, 1, new SurfaceVariation(3, 1, 0.5, 0.1));

  /** Two even layers in the dark, their borders at quarters of a row. */
  private static SurfaceScan scan(int gap) {
    double[] rows = new double[2 * WIDTH];
    for (int x = 0; x < WIDTH; x++) {
      rows[x] = 8.25 + 0.125 * x;
      rows[WIDTH + x] = x == gap ? Double.NaN : rows[x] + 5.5;
    }
    SurfaceHeights whole = new SurfaceHeights(2, WIDTH, rows);
    float[] samples = new float[WIDTH * HEIGHT];
    for (int k = 0; k < samples.length; k++) {
      double bright = whole.part(1, k / WIDTH, k % WIDTH);
      samples[k] = (float) (Double.isNaN(bright) ? 0 : 2 * bright - 1);
    }
    return new SurfaceScan("scan", new Image(WIDTH, HEIGHT, 1, 1, samples), whole);
  }

  private static ScanPainting painting(MeanPainter painter, int columns) {
    return new ScanPainting(
        SETTINGS, columns, List.of(scan(-1)), painter, new Seeds(2), Compute.REFERENCE);
  }

  @Test
  void thePainterSeesEachPixelsPartInEveryLayerOnSidesThatItTakes() {
    MeanPainter painter = new MeanPainter(16, 3);
    try (ScanPainting painting = painting(painter, 18)) {
      painting.learn(0);
      assertThat(painter.shape).containsExactly(1, 3, 32, 32);
      int plane = 32 * 32;
      for (int k = 0; k < plane; k++) {
        float[] parts = painter.parts;
        assertThat(parts[k] + parts[plane + k] + parts[2 * plane + k]).isEqualTo(1, within(1e-6f));
        // The scan is 1 in the second layer and -1 elsewhere: 5/8 and 3/8 of the painter's range.
        assertThat(painter.images[k]).isEqualTo(0.375f + 0.25f * parts[plane + k], within(1e-6f));
      }
    }
  }

  @Test
  void paintedScansShowTheSurfacesThatTheyAreGivenWith() {
    MeanPainter painter = new MeanPainter(2, 3);
    try (ScanPainting painting = painting(painter, WIDTH)) {
      for (int i = 0; i < 5; i++) {
        SurfaceScan painted = painting.paint(i, 1).get(0);
        for (int x = 0; x < WIDTH; x++) {
          double above = -0.5;
          for (int s = 0; s < 2; s++) {
            for (int z = 0; z < HEIGHT; z++) {
              above += painter.parts[(s * HEIGHT + z) * WIDTH + x];
            }
            assertThat(painted.heights().at(s, x)).isEqualTo(above, within(1e-4));
          }
        }
      }
    }
  }

  @Test
  void theSameIterationPaintsTheSameAndAnotherDoesNot() {
    try (ScanPainting painting = painting(new MeanPainter(2, 3), WIDTH)) {
      painting.learn(0);
      double[] first = painting.paint(7, 2).get(1).heights().rows();
      assertThat(painting.paint(7, 2).get(1).heights().rows()).isEqualTo(first);
      assertThat(painting.paint(8, 2).get(1).heights().rows()).isNotEqualTo(first);
    }
  }

  @Test
  void onlyStretchesWithAllSurfacesAreLearntFrom() {
    List<SurfaceScan> stretches = ScanPainting.stretches(List.of(scan(6)), 5);
    assertThat(stretches).extracting(s -> s.image().width()).containsExactly(6, 13);
    assertThat(stretches.get(1).heights().at(0, 0)).isEqualTo(8.25 + 0.125 * 7);
    assertThat(ScanPainting.stretches(List.of(scan(6)), 13)).hasSize(1);
    assertThatThrownBy(() -> ScanPainting.stretches(List.of(scan(6)), 14))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("in 14 neighbouring columns");
  }
}
