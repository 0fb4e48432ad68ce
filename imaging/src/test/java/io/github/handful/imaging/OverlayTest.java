package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
  private static final int VERMILION = 0xd55e00;
  private static final int SKY_BLUE = 0x56b4e9;

  @TempDir Path folder;

  @Test
  void theOutlineIsTheInnerEdgeOfTheRegion() {
    Image picture = overlay(grey(9, 100), square(9, 2, 6), Optional.empty(), 100);

    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 9; x++) {
        int ring = Math.max(Math.abs(x - 4), Math.abs(y - 4));
        assertThat(colour(picture, x, y)).isEqualTo(ring == 2 ? VERMILION : 0x646464);
      }
    }
  }

  @Test
  void predictionAndTruthHaveTheirOwnColoursAndShareACommonLine() {
    Image apart = overlay(grey(12, 0), square(12, 1, 3), Optional.of(square(12, 6, 9)), 100);
    assertThat(colour(apart, 1, 1)).isEqualTo(VERMILION);
    assertThat(colour(apart, 6, 6)).isEqualTo(SKY_BLUE);

    Image together = overlay(grey(12, 0), square(12, 1, 9), Optional.of(square(12, 1, 9)), 100);
    assertThat(colour(together, 1, 1)).isEqualTo(VERMILION);
    assertThat(colour(together, 4, 1)).isEqualTo(SKY_BLUE);
  }

  @Test
  void severalClassesHaveTheColoursOfTheirMasks() {
    byte[] labels = new byte[12 * 12];
    labels[0] = 3;
    labels[5 * 12 + 5] = 2;

    Image picture = overlay(grey(12, 0), new LabelMap(12, 12, labels), Optional.empty(), 100);

    assertThat(colour(picture, 0, 0)).isEqualTo(ClassColours.of(3));
    assertThat(colour(picture, 5, 5)).isEqualTo(ClassColours.of(2));
  }

  @Test
  void largeImagesAreScaledDownByTheMeanOfTheirPixels() {
    float[] samples = new float[8 * 4];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i % 2 == 0 ? 0 : 200;
    }
    Image picture =
        overlay(
            new Image(8, 4, 1, 255, samples),
            new LabelMap(8, 4, new byte[32]),
            Optional.empty(),
            4);

    assertThat(picture.width()).isEqualTo(4);
    assertThat(picture.height()).isEqualTo(2);
    assertThat(picture.samples()).containsOnly(100);
  }

  @Test
  void sixteenBitsAreStretchedToTheirPercentiles() {
    float[] samples = new float[1000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 1000 + i;
    }
    samples[999] = 65535;

    Image picture =
        overlay(
            new Image(1000, 1, 1, 65535, samples),
            new LabelMap(1000, 1, new byte[1000]),
            Optional.empty(),
            1000);

    // Ranks 5 and 994 of 1000 become black and white; the middle is linear.
    assertThat(picture.at(0, 0, 5)).isZero();
    assertThat(picture.at(0, 0, 994)).isEqualTo(255);
    assertThat(picture.at(0, 0, 500)).isEqualTo(Math.round(255 * 495 / 989.0f));
  }

  @Test
  void otherSizesAreRefused() {
    assertThatThrownBy(() -> Overlay.png(grey(3, 0), square(4, 1, 2), Optional.empty(), 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Image overlay(Image image, LabelMap prediction, Optional<LabelMap> truth, int maxSide) {
    byte[] png = Overlay.png(image, prediction, truth, maxSide);
    return ImageFiles.read(SmallFiles.write(folder.resolve("overlay.png"), png));
  }

  private static Image grey(int side, float value) {
    float[] samples = new float[side * side];
    Arrays.fill(samples, value);
    return new Image(side, side, 1, 255, samples);
  }

  private static LabelMap square(int side, int from, int to) {
    byte[] labels = new byte[side * side];
    for (int y = from; y <= to; y++) {
      for (int x = from; x <= to; x++) {
        labels[y * side + x] = 1;
      }
    }
    return new LabelMap(side, side, labels);
  }

  private static int colour(Image image, int x, int y) {
    return (int) image.at(0, y, x) << 16 | (int) image.at(1, y, x) << 8 | (int) image.at(2, y, x);
  }
}
