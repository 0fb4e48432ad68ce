package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResamplingTest {

  @Test
  void doublingARowInterpolatesAtQuarterPixels() {
    float[] resized = Resampling.resize(new float[] {0, 4}, 2, 1, 4, 1);
    assertThat(resized).containsExactly(0, 0.75f * 0 + 0.25f * 4, 0.25f * 0 + 0.75f * 4, 4);
  }

  @Test
  void halvingARowUsesATriangleTwoPixelsWide() {
    // Weights 1/8, 3/8, 3/8, 1/8; beyond the border the first and the last pixel appear again.
    float[] resized = Resampling.resize(new float[] {8, 0, 0, 16}, 4, 1, 2, 1);
    assertThat(resized).containsExactly((1 / 8f + 3 / 8f) * 8, (3 / 8f + 1 / 8f) * 16);
  }

  @Test
  void bothAxesAreResizedIndependently() {
    float[] plane = {0, 4, 8, 12};
    assertThat(Resampling.resize(plane, 2, 2, 2, 1)).containsExactly((0 + 8) / 2f, (4 + 12) / 2f);
    assertThat(Resampling.resize(plane, 2, 2, 1, 2)).containsExactly((0 + 4) / 2f, (8 + 12) / 2f);
    assertThat(Resampling.resize(plane, 2, 2, 1, 1)).containsExactly((0 + 4 + 8 + 12) / 4f);
  }

  @Test
  void theSameSizeGivesTheSameSamplesInANewImage() {
    Image image = noise(7, 5, 3);
    Image resized = Resampling.resize(image, 7, 5);
    assertThat(resized.samples()).isEqualTo(image.samples()).isNotSameAs(image.samples());
    assertThat(resized.maximum()).isEqualTo(image.maximum());
  }

  @Test
  void constantsStayConstantAtAnySize() {
    float[] samples = new float[11 * 6];
    Arrays.fill(samples, 0.3f);
    Image image = new Image(11, 6, 1, 1, samples);
    for (int size : new int[] {1, 2, 5, 6, 13, 40}) {
      assertThat(Resampling.resize(image, size, 41 - size).samples()).containsOnly(0.3f);
    }
  }

  @Test
  void wholeNumberFactorsKeepTheMean() {
    Image image = noise(12, 24, 3);
    for (int factor : new int[] {2, 3, 4, 6}) {
      assertThat(mean(Resampling.resize(image, 12 / factor, 24 / factor)))
          .isCloseTo(mean(image), within(1e-6));
      assertThat(mean(Resampling.resize(image, 12 * factor, 24 * factor)))
          .isCloseTo(mean(image), within(1e-6));
    }
  }

  @Test
  void shrinkingRemovesAFinePatternInsteadOfAliasingIt() {
    float[] stripes = new float[64];
    for (int x = 0; x < 64; x++) {
      stripes[x] = x % 2;
    }
    for (float sample : Resampling.resize(stripes, 64, 1, 15, 1)) {
      assertThat(sample).isCloseTo(0.5f, within(0.1f));
    }
  }

  @Test
  void channelsDoNotMix() {
    Image image = new Image(2, 1, 3, 1, new float[] {1, 1, 0, 0, 0.5f, 0.5f});
    assertThat(Resampling.resize(image, 3, 1).samples())
        .containsExactly(1, 1, 1, 0, 0, 0, 0.5f, 0.5f, 0.5f);
  }

  @Test
  void labelsComeFromThePixelUnderTheCentre() {
    LabelMap map = new LabelMap(3, 1, new byte[] {1, 2, (byte) 255});
    assertThat(Resampling.resize(map, 6, 1).labels())
        .containsExactly(1, 1, 2, 2, (byte) 255, (byte) 255);
    assertThat(Resampling.resize(map, 1, 2).labels()).containsExactly(2, 2);
    // Centres at 3 * 0.25 = 0.75 and 3 * 0.75 = 2.25 of the row.
    assertThat(Resampling.resize(map, 2, 1).labels()).containsExactly(1, (byte) 255);
  }

  @Test
  void impossibleSizesAreRefused() {
    Image image = noise(2, 2, 1);
    assertThatThrownBy(() -> Resampling.resize(image, 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0x4");
    assertThatThrownBy(() -> Resampling.resize(new float[3], 2, 2, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x2");
  }

  private static Image noise(int width, int height, int channels) {
    SplittableRandom random = new SplittableRandom(1);
    float[] samples = new float[width * height * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return new Image(width, height, channels, 1, samples);
  }

  private static double mean(Image image) {
    double sum = 0;
    for (float sample : image.samples()) {
      sum += sample;
    }
    return sum / image.samples().length;
  }
}
