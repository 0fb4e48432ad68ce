package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class VolumeOverlayTest {
  private static final Grid GRID = new Grid(6, 5, 4, Placement.NONE.withSpacing(1, 1, 2));

  private static LabelMap labelled(int x, int y, int z) {
    byte[] labels = new byte[GRID.count()];
    labels[(z * 5 + y) * 6 + x] = 1;
    return new LabelMap(GRID, labels);
  }

  @Test
  void theCentreIsAVoxelOfTheForeground() {
    LabelMap two = labelled(1, 1, 1);
    two.labels()[(3 * 5 + 4) * 6 + 5] = 1;
    two.labels()[(1 * 5 + 1) * 6 + 2] = 1;
    assertThat(VolumeOverlay.centre(labelled(4, 3, 2))).containsExactly(4, 3, 2);
    assertThat(VolumeOverlay.centre(two)).containsExactly(2, 1, 1);
    assertThat(VolumeOverlay.centre(new LabelMap(GRID, new byte[GRID.count()])))
        .containsExactly(3, 2, 2);
  }

  @Test
  void slicesAreTheSameHoweverTheAxesRun() {
    Image image = new Image(GRID, 1, 1, ramp());
    LabelMap labels = labelled(4, 3, 1);
    List<byte[]> straight =
        VolumeOverlay.slices(image, labels, Optional.empty(), new int[] {4, 3, 1}, 60);
    Placement mirrored =
        new Placement(
            GRID.placement().spacing(),
            List.of(GRID.placement().world(0, 5, 0, 0), 0.0, 0.0),
            List.of(-1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0));
    Grid turned = new Grid(6, 5, 4, mirrored);
    Image other = new Image(turned, 1, 1, mirrored(ramp()));
    LabelMap otherLabels = new LabelMap(turned, new byte[GRID.count()]);
    otherLabels.labels()[(1 * 5 + 3) * 6 + 1] = 1;
    assertThat(VolumeOverlay.slices(other, otherLabels, Optional.empty(), new int[] {1, 3, 1}, 60))
        .containsExactlyElementsOf(straight);
  }

  @Test
  void onePictureHoldsAllSlices() throws IOException {
    Image image = new Image(GRID, 1, 1, ramp());
    byte[] png =
        VolumeOverlay.png(image, labelled(1, 1, 1), Optional.empty(), new int[] {1, 1, 1}, 80);
    var picture = ImageIO.read(new ByteArrayInputStream(png));
    // 6 x 5, 6 x 8 and 5 x 8 mm with a long side of 80 pixels, and two gaps.
    assertThat(picture.getWidth()).isEqualTo(80 + 60 + 50 + 16);
    assertThat(picture.getHeight()).isEqualTo(80);
  }

  private static float[] ramp() {
    float[] samples = new float[GRID.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i % 7 + i / 30f;
    }
    return samples;
  }

  private static float[] mirrored(float[] samples) {
    float[] mirrored = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      mirrored[i] = samples[i - i % 6 + 5 - i % 6];
    }
    return mirrored;
  }
}
