package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsTest {
  private Scope scope = Scope.open();

  @BeforeEach
  void open() {
    scope.close();
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor image(long... shape) {
    int count = 1;
    for (long side : shape) {
      count *= (int) side;
    }
    SplittableRandom random = new SplittableRandom(2);
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return Ops.tensor(samples, shape);
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "1, 1", "1, 5", "2, 5"})
  void copiesAreInRangeAndTheFirstIsTheImageItself(int channels, int depth) {
    Tensor x = depth == 1 ? image(1, channels, 8, 9) : image(1, channels, depth, 8, 9);
    Tensor copies = Views.ensemble(x, new SplittableRandom(3));
    assertThat(copies.size(0)).isEqualTo(5);
    assertThat(Ops.identical(copies.narrow(0, 0, 1), x)).isTrue();
    assertThat(Ops.value(copies.min())).isNotNegative();
    assertThat(Ops.value(copies.max())).isLessThanOrEqualTo(1);
    for (int m = 1; m < 5; m++) {
      assertThat(Ops.identical(copies.narrow(0, m, 1), x)).as("copy " + m).isFalse();
    }
    Tensor strong = Views.strong(x, new SplittableRandom(1));
    assertThat(Shapes.of(strong)).containsExactly(Shapes.of(x));
    assertThat(Ops.value(strong.min())).isNotNegative();
    assertThat(Ops.value(strong.max())).isLessThanOrEqualTo(1);
  }

  @Test
  void sameDrawGivesTheSameCopies() {
    Tensor x = image(1, 3, 8, 8);
    assertThat(
            Ops.identical(
                Views.ensemble(x, new SplittableRandom(3)),
                Views.ensemble(x, new SplittableRandom(3))))
        .isTrue();
  }

  @Test
  void solarisingInvertsWhatIsBrightInTheRangeOfTheImages() {
    Tensor x = Ops.tensor(new float[] {0.2f, 0.75f, 0.76f, 1}, 1, 1, 2, 2);
    assertThat(Ops.floats(Intensity.solarised(x, 192 / 255.0)))
        .containsExactly(new float[] {0.2f, 0.75f, 0.24f, 0}, within(1e-6f));
  }

  @Test
  void stretchingFillsTheRangeOfEachChannelAndLeavesFlatOnes() {
    Tensor x = Ops.tensor(new float[] {0.2f, 0.4f, 0.3f, 0.3f}, 1, 2, 1, 2);
    assertThat(Ops.floats(Intensity.stretched(x)))
        .containsExactly(new float[] {0, 1, 0.3f, 0.3f}, within(1e-6f));
  }

  @Test
  void greyHasEqualChannels() {
    float[] grey = Ops.floats(Intensity.grey(Ops.tensor(new float[] {1, 0.5f, 0}, 1, 3, 1, 1)));
    assertThat(grey).containsExactly(new float[] {0.5925f, 0.5925f, 0.5925f}, within(1e-5f));
  }

  @Test
  void jitterOfNoStrengthIsTheImage() {
    Tensor x = image(1, 3, 4, 4);
    Tensor same = new Intensity.Jitter(0, 0, 0, 0).apply(x, new SplittableRandom(1));
    assertThat(Ops.floats(same)).containsExactly(Ops.floats(x), within(2e-3f));
  }

  @Test
  void turningTheHueKeepsGreyPixels() {
    Tensor grey = Ops.times(Ops.ones(1, 3, 2, 2), 0.4);
    Tensor turned = new Intensity.Jitter(0, 0, 0, 0.5).apply(grey, new SplittableRandom(1));
    assertThat(Ops.floats(turned)).containsExactly(Ops.floats(grey), within(2e-3f));
  }

  @Test
  void blurKeepsConstantsAndSpreadsAPointEvenly() {
    Tensor flat = Ops.times(Ops.ones(1, 1, 4, 5, 6), 0.3);
    assertThat(Ops.floats(Intensity.blurred(flat, 0.8)))
        .containsExactly(Ops.floats(flat), within(1e-6f));
    float[] point = new float[9 * 9];
    point[40] = 1;
    Tensor blurred = Intensity.blurred(Ops.tensor(point, 1, 1, 9, 9), 0.7);
    assertThat(Ops.value(blurred.sum())).isCloseTo(1, within(1e-5));
    float[] values = Ops.floats(blurred);
    double neighbour = Math.exp(-0.5 / (0.7 * 0.7));
    assertThat(values[41] / values[40]).isCloseTo((float) neighbour, within(1e-4f));
    assertThat(values[49]).isCloseTo(values[41], within(1e-6f));
  }

  @Test
  void biasIsSmoothAndOneFactorForAllChannels() {
    Tensor x = Ops.times(Ops.ones(1, 2, 3, 4, 5), 0.5);
    float[] biased = Ops.floats(Intensity.biased(x, 0.2, new SplittableRandom(6)));
    for (int i = 0; i < 60; i++) {
      assertThat(biased[i]).isEqualTo(biased[60 + i]);
    }
    assertThat(biased[0]).isNotEqualTo(biased[59]);
  }
}
