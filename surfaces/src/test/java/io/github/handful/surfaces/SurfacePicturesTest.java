package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurfacePicturesTest {
  @TempDir Path folder;

  @Test
  void aSurfaceIsDrawnThroughTheCentresOfItsPixels() throws IOException {
    SurfaceHeights heights =
        new SurfaceHeights(1, 8, new double[] {3, 3, 3, 3, 3, 3, Double.NaN, 3});
    byte[] png =
        SurfaceOverlay.png(new Image(8, 6, 1, 255, new float[48]), heights, Optional.empty());
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(picture.getRGB(3, 3) & 0xffffff).isEqualTo(SurfaceColours.of(0) & 0xffffff);
    assertThat(picture.getRGB(3, 1) & 0xffffff).isZero();
    assertThat(picture.getRGB(3, 5) & 0xffffff).isZero();
    assertThat(picture.getRGB(7, 1) & 0xffffff).isZero();
  }

  @Test
  void thicknessIsGivenInMicrometresWhereBothSurfacesAreKnown() {
    SurfaceHeights heights = new SurfaceHeights(3, 2, new double[] {1, 2, 4, Double.NaN, 4.5, 9});
    ThicknessMap map = new ThicknessMap(List.of("a"), List.of(heights), new PixelSize(4, 10));
    map.write(folder.resolve("thickness.csv"));
    assertThat(folder.resolve("thickness.csv"))
        .hasContent(
            """
            id,column,layer 1 um,layer 2 um
            a,0,12.00,2.00
            a,1,,
            """);
  }

  @Test
  void changedScansKeepTheirSurfacesOnTheirEdges() {
    float[] samples = new float[40 * 30];
    double[] rows = new double[30];
    for (int k = 0; k < samples.length; k++) {
      samples[k] = k / 30 >= 15 + k % 30 / 4 ? 1 : 0;
      rows[k % 30] = 14.5 + k % 30 / 4;
    }
    SurfaceScan scan =
        new SurfaceScan("a", new Image(30, 40, 1, 1, samples), new SurfaceHeights(1, 30, rows));
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 20; n++) {
      SurfaceScan changed = new ScanAugmentation(6, 0.01).apply(scan, random);
      int edges = 0;
      for (int x = 0; x < 30; x++) {
        int row = (int) Math.floor(changed.heights().at(0, x));
        edges += changed.image().at(0, row + 1, x) > changed.image().at(0, row, x) + 0.1 ? 1 : 0;
      }
      // Specks and shadows hide an edge here and there.
      assertThat(edges).isGreaterThan(24);
    }
  }
}
