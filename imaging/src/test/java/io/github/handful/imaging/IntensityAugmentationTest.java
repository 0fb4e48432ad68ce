package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntensityAugmentationTest {
  private static final AugmentationRange ZERO = AugmentationRange.only(0);
  private static final AugmentationRange ONE = AugmentationRange.only(1);
  private static final Image GREY = new Image(2, 2, 1, 200, new float[] {40, 80, 120, 160});
  private static final Image COLOUR = new Image(1, 1, 3, 1, new float[] {0.8f, 0.4f, 0.2f});

  @Test
  void brightnessAddsAPartOfTheMaximumAndClamps() {
    assertThat(apply(tone(AugmentationRange.only(0.3), ONE, ONE), GREY))
        .containsExactly(new float[] {40 + 60, 80 + 60, 120 + 60, 200}, within(1e-4f));
    assertThat(apply(tone(AugmentationRange.only(-0.3), ONE, ONE), GREY))
        .containsExactly(new float[] {0, 80 - 60, 120 - 60, 160 - 60}, within(1e-4f));
  }

  @Test
  void contrastScalesTheDifferenceToTheMean() {
    assertThat(apply(tone(ZERO, AugmentationRange.only(0.5), ONE), GREY))
        .containsExactly(
            new float[] {100 - 60 / 2f, 100 - 20 / 2f, 100 + 20 / 2f, 100 + 60 / 2f},
            within(1e-4f));
  }

  @Test
  void gammaRaisesTheRelativeSampleToAPower() {
    float[] changed = apply(tone(ZERO, ONE, AugmentationRange.only(0.7)), GREY);
    for (int i = 0; i < 4; i++) {
      double expected = 200 * Math.pow(GREY.samples()[i] / 200.0, 0.7);
      assertThat((double) changed[i]).isCloseTo(expected, within(0.01));
    }
    Image ends = new Image(2, 1, 1, 200, new float[] {0, 200});
    assertThat(apply(tone(ZERO, ONE, AugmentationRange.only(1.5)), ends)).containsExactly(0, 200);
  }

  @Test
  void saturationZeroLeavesGreyAndKeepsTheLuminance() {
    float grey = 0.299f * 0.8f + 0.587f * 0.4f + 0.114f * 0.2f;
    assertThat(apply(colour(ZERO, ONE), COLOUR))
        .containsExactly(new float[] {grey, grey, grey}, within(1e-6f));
  }

  @Test
  void channelGainsMultiplyColoursOnly() {
    AugmentationRange half = AugmentationRange.only(0.5);
    assertThat(apply(colour(ONE, half), COLOUR))
        .containsExactly(new float[] {0.4f, 0.2f, 0.1f}, within(1e-6f));
    assertThat(apply(colour(ONE, half), GREY)).isEqualTo(GREY.samples());
  }

  @Test
  void blurSpreadsAPointAsAGaussian() {
    float[] point = new float[11 * 11];
    point[5 * 11 + 5] = 1;
    Image image = new Image(11, 11, 1, 1, point);
    float[] blurred = apply(sharpness(1, AugmentationRange.only(0.8), 0, ONE), image);
    // exp(-d^2 / (2 * 0.8^2)) between neighbours, whatever the normalisation.
    double step = Math.exp(-1 / (2 * 0.8 * 0.8));
    assertThat((double) blurred[5 * 11 + 6] / blurred[5 * 11 + 5]).isCloseTo(step, within(1e-5));
    assertThat((double) blurred[6 * 11 + 6] / blurred[5 * 11 + 5])
        .isCloseTo(step * step, within(1e-5));
    assertThat(sum(blurred)).isCloseTo(1, within(1e-5));
  }

  @Test
  void blurAndLostResolutionKeepAConstant() {
    float[] samples = new float[3 * 9 * 7];
    Arrays.fill(samples, 0.25f);
    Image image = new Image(9, 7, 3, 1, samples);
    for (float sample :
        apply(sharpness(1, AugmentationRange.only(1), 1, AugmentationRange.only(0.5)), image)) {
      assertThat(sample).isCloseTo(0.25f, within(1e-6f));
    }
  }

  @Test
  void lostResolutionRemovesAFinePattern() {
    float[] stripes = new float[32 * 32];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 2;
    }
    Image image = new Image(32, 32, 1, 1, stripes);
    float[] coarse = apply(sharpness(0, ZERO, 1, AugmentationRange.only(0.5)), image);
    for (int i = 0; i < coarse.length; i++) {
      if (i % 32 > 2 && i % 32 < 29) {
        assertThat(coarse[i]).isCloseTo(0.5f, within(1e-5f));
      }
    }
  }

  @Test
  void noiseHasTheDeviationAskedFor() {
    float[] samples = new float[100 * 100];
    Arrays.fill(samples, 100);
    Image image = new Image(100, 100, 1, 200, samples);
    IntensityAugmentation noise =
        new IntensityAugmentation(
            1, ZERO, ONE, ONE, ONE, ONE, 1, AugmentationRange.only(0.05), 0, ZERO, 0, ONE);
    double squares = 0;
    double sum = 0;
    for (float sample : apply(noise, image)) {
      squares += (sample - 100) * (sample - 100);
      sum += sample - 100;
    }
    // 10,000 draws: the mean varies by 10 / 100, the deviation by 10 / sqrt(20000) = 0.07.
    assertThat(sum / 10_000).isCloseTo(0, within(0.4));
    assertThat(Math.sqrt(squares / 10_000)).isCloseTo(0.05 * 200, within(0.3));
  }

  @Test
  void eachChangeIsMadeAsOftenAsAskedFor() {
    Image grey = new Image(1, 1, 1, 1, new float[] {0.5f});
    IntensityAugmentation brighter = tone(AugmentationRange.only(0.125), ONE, ONE).withToning(0.25);
    SplittableRandom random = new SplittableRandom(1);
    int changed = 0;
    for (int i = 0; i < 10_000; i++) {
      float sample = brighter.apply(grey, random).samples()[0];
      assertThat(sample).isIn(0.5f, 0.625f);
      changed += sample > 0.5f ? 1 : 0;
    }
    // The count of 10,000 draws has a standard deviation of 43.
    assertThat(changed).isBetween(2330, 2670);
  }

  @Test
  void withoutToningNoBrightnessAndNoColourChanges() {
    Image colours = new Image(1, 1, 3, 1, new float[] {0.2f, 0.5f, 0.7f});
    IntensityAugmentation still = IntensityAugmentation.standard().withToning(0);
    SplittableRandom random = new SplittableRandom(2);
    IntensityAugmentation noNoise =
        new IntensityAugmentation(
            still.toning(),
            still.brightness(),
            still.contrast(),
            still.gamma(),
            still.saturation(),
            still.channelGain(),
            0,
            ZERO,
            0,
            ZERO,
            0,
            ONE);
    for (int i = 0; i < 20; i++) {
      assertThat(noNoise.apply(colours, random).samples())
          .containsExactly(new float[] {0.2f, 0.5f, 0.7f}, within(1e-6f));
    }
  }

  @Test
  void rangesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> IntensityAugmentation.standard().withToning(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("toning");
    assertThatThrownBy(() -> tone(ZERO, ONE, ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gamma");
    assertThatThrownBy(() -> sharpness(1, AugmentationRange.plusMinus(1), 0, ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deviation");
    assertThatThrownBy(() -> sharpness(2, ONE, 0, ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blur");
  }

  private static float[] apply(IntensityAugmentation augmentation, Image image) {
    return augmentation.apply(image, new SplittableRandom(4)).samples();
  }

  private static IntensityAugmentation tone(
      AugmentationRange brightness, AugmentationRange contrast, AugmentationRange gamma) {
    return new IntensityAugmentation(
        1, brightness, contrast, gamma, ONE, ONE, 0, ZERO, 0, ZERO, 0, ONE);
  }

  private static IntensityAugmentation colour(
      AugmentationRange saturation, AugmentationRange gain) {
    return new IntensityAugmentation(1, ZERO, ONE, ONE, saturation, gain, 0, ZERO, 0, ZERO, 0, ONE);
  }

  private static IntensityAugmentation sharpness(
      double blur, AugmentationRange sigma, double lowResolution, AugmentationRange resolution) {
    return new IntensityAugmentation(
        1, ZERO, ONE, ONE, ONE, ONE, 0, ZERO, blur, sigma, lowResolution, resolution);
  }

  private static double sum(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += sample;
    }
    return sum;
  }
}
