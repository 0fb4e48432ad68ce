package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.AugmentationRange;
import io.github.handful.imaging.IntensityAugmentation;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntensityJitterTest {
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rangesThatChangeNothingGiveTheSameImage(int channels) {
    Tensor images = images(channels);
    Tensor same = jitter(IntensityAugmentation.none(), channels, 1).apply(images);
    assertThat(Ops.floats(same)).containsExactly(Ops.floats(images), within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void samplesStayFromZeroToOneAndChange(int channels) {
    Tensor images = images(channels);
    for (long seed = 0; seed < 20; seed++) {
      float[] changed =
          Ops.floats(jitter(IntensityAugmentation.standard(), channels, seed).apply(images));
      for (float sample : changed) {
        assertThat(sample).isBetween(0f, 1f);
      }
      assertThat(changed).isNotEqualTo(Ops.floats(images));
    }
  }

  @Test
  void brightnessChangesInSoManyImagesAsAskedFor() {
    AugmentationRange zero = AugmentationRange.only(0);
    AugmentationRange one = AugmentationRange.only(1);
    AugmentationRange brighter = AugmentationRange.only(0.1);
    IntensityAugmentation ranges =
        new IntensityAugmentation(0.25, brighter, one, one, one, one, 0, zero, 0, zero, 0, one);
    Tensor images = Ops.plus(Ops.zeros(1000, 1, 1, 1), 0.5);
    float[] samples =
        Ops.floats(
            IntensityJitter.draw(
                    ranges, new long[] {1000, 1, 1, 1}, new SplittableRandom(6), Compute.REFERENCE)
                .apply(images));
    int changed = 0;
    for (float sample : samples) {
      assertThat(Math.min(Math.abs(sample - 0.5), Math.abs(sample - 0.6))).isLessThan(1e-6);
      changed += sample > 0.55 ? 1 : 0;
    }
    // The count of 1000 draws has a standard deviation of 14.
    assertThat(changed).isBetween(195, 305);
  }

  @Test
  void theSameRandomNumbersGiveTheSameImagesAndOthersGiveOthers() {
    Tensor images = images(3);
    float[] first = Ops.floats(jitter(IntensityAugmentation.standard(), 3, 8).apply(images));
    IntensityJitter again = jitter(IntensityAugmentation.standard(), 3, 8);
    assertThat(Ops.floats(again.apply(images))).isEqualTo(first);
    assertThat(Ops.floats(again.apply(images))).isEqualTo(first);
    assertThat(Ops.floats(jitter(IntensityAugmentation.standard(), 3, 9).apply(images)))
        .isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void gradientsAgreeWithDifferences(int channels) {
    IntensityJitter jitter = jitter(IntensityAugmentation.standard(), channels, 4);
    float[] values = Ops.floats(images(channels));
    long[] shape = {2, channels, 4, 4};
    Tensor variable = Ops.tensor(values, shape).requires_grad_(true);
    Tensor weights = Ops.tensor(Ops.floats(images(channels)), shape);
    float[] gradient =
        Ops.floats(
            Autograd.gradients(jitter.apply(variable).mul(weights).sum(), List.of(variable))
                .get(0));
    double h = 1e-3;
    for (int i : new int[] {0, 5, values.length - 1}) {
      double[] sums = new double[2];
      for (int side = 0; side < 2; side++) {
        float[] moved = values.clone();
        moved[i] += (float) (side == 0 ? h : -h);
        sums[side] = Ops.value(jitter.apply(Ops.tensor(moved, shape)).mul(weights).sum());
      }
      assertThat(gradient[i]).isNotZero();
      assertThat((sums[0] - sums[1]) / (2 * h)).isCloseTo(gradient[i], within(5e-3));
    }
  }

  private static IntensityJitter jitter(IntensityAugmentation ranges, int channels, long seed) {
    return IntensityJitter.draw(
        ranges, new long[] {2, channels, 4, 4}, new SplittableRandom(seed), Compute.REFERENCE);
  }

  /** Samples from 0.35 to 0.65, which no range brings to black or white. */
  private static Tensor images(int channels) {
    SplittableRandom random = new SplittableRandom(channels);
    float[] samples = new float[2 * channels * 16];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble(0.35, 0.65);
    }
    return Ops.tensor(samples, 2, channels, 4, 4);
  }
}
