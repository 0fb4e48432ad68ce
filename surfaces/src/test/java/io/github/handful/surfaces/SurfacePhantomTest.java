package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.Image;
import io.github.handful.surfaces.SurfacePhantom.Noise;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SurfacePhantomTest {
  private static final SurfacePhantom PHANTOM = new SurfacePhantom(96, 160, Noise.MEDIUM);

  @Test
  void theSameNumbersGiveTheSameScanAndOthersAnother() {
    SurfaceScan scan = PHANTOM.draw(1, 2, 3);
    assertThat(PHANTOM.draw(1, 2, 3).image().samples()).isEqualTo(scan.image().samples());
    assertThat(PHANTOM.draw(1, 2, 3).heights().rows()).isEqualTo(scan.heights().rows());
    assertThat(PHANTOM.draw(1, 2, 4).image().samples()).isNotEqualTo(scan.image().samples());
    assertThat(PHANTOM.draw(2, 2, 3).image().samples()).isNotEqualTo(scan.image().samples());
    // What a change of the generator would change silently otherwise.
    assertThat(Arrays.hashCode(scan.image().samples())).isEqualTo(-1106345983);
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void surfacesAreInsideAndInOrder(Noise noise) {
    for (int eye = 0; eye < 6; eye++) {
      SurfaceScan scan = new SurfacePhantom(96, 160, noise).draw(5, eye, 0);
      SurfaceHeights heights = scan.heights();
      assertThat(heights.count()).isEqualTo(9);
      for (int k = 0; k < heights.rows().length; k++) {
        assertThat(heights.rows()[k]).isBetween(3.9, 155.1);
        if (k >= heights.width()) {
          double layer = heights.rows()[k] - heights.rows()[k - heights.width()];
          assertThat(layer).isGreaterThan(0.99 / 3.87);
        }
      }
    }
  }

  @Test
  void theBrightnessChangesAtTheFirstSurface() {
    SurfaceScan scan = new SurfacePhantom(256, 160, Noise.LOW).draw(7, 0, 0);
    double above = 0;
    double below = 0;
    for (int x = 0; x < 256; x++) {
      int row = (int) Math.floor(scan.heights().at(0, x) + 0.5);
      above += scan.image().at(0, row - 3, x) / 256;
      below += scan.image().at(0, row + 2, x) / 256;
    }
    assertThat(below - above).isGreaterThan(60);
  }

  @Test
  void lessAveragingMakesMoreSpeckle() {
    double[] spread = new double[Noise.values().length];
    for (Noise noise : Noise.values()) {
      Image image = new SurfacePhantom(96, 160, noise).draw(3, 1, 0).image();
      double sum = 0;
      for (int i = 1; i < image.samples().length; i++) {
        sum += Math.abs(image.samples()[i] - image.samples()[i - 1]);
      }
      spread[noise.ordinal()] = sum / image.samples().length;
    }
    assertThat(spread[1]).isGreaterThan(1.4 * spread[0]);
    assertThat(spread[2]).isGreaterThan(1.4 * spread[1]);
  }

  @Test
  void pixelsAreMixedByTheAreaOfTheirLayers() {
    double[] rows = new double[9 * 16];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = 40.25 + 10 * (k / 16);
    }
    // Row 40 reaches from 39.5 to 40.5: three quarters vitreous, one quarter nerve fibres.
    double[] mixed =
        PhantomRenderer.layers(
            new SurfacePhantom(16, 160, Noise.LOW), new SurfaceHeights(9, 16, rows));
    assertThat(mixed[39 * 16]).isEqualTo(0.02);
    assertThat(mixed[40 * 16]).isEqualTo(0.75 * 0.02 + 0.25 * 0.85);
    assertThat(mixed[41 * 16]).isEqualTo(0.85);
  }

  @Test
  void sizesThatCannotHoldARetinaAreRefused() {
    assertThatThrownBy(() -> new SurfacePhantom(96, 100, Noise.LOW)).hasMessageContaining("128");
  }
}
