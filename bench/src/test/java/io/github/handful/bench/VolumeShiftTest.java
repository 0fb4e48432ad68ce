package io.github.handful.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VolumeShiftTest {
  private static final Grid GRID = Grid.of(9, 7, 5);

  private static Image volume() {
    float[] samples = new float[GRID.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i % 9 < 4 ? 250 : 1000;
    }
    return new Image(GRID, 1, 1000, samples);
  }

  @Test
  void sameVolumeIsShiftedAlike() {
    Image first = new VolumeShift().of(volume(), new SplittableRandom(3));
    Image second = new VolumeShift().of(volume(), new SplittableRandom(3));
    assertThat(first.samples()).isEqualTo(second.samples());
    assertThat(first.grid()).isEqualTo(GRID);
  }

  /** Without field and noise, 250 of 1000 becomes 1000 times 0.25 to the power of 1.6. */
  @Test
  void samplesFarFromABorderFollowTheContrast() {
    float[] shifted = new VolumeShift().of(volume(), new Still()).samples();
    assertThat(shifted[0]).isCloseTo((float) (1000 * Math.pow(0.25, 1.6)), within(1e-2f));
    assertThat(shifted[8]).isCloseTo(1000f, within(1e-2f));
    assertThat(shifted[4]).isBetween(shifted[0] + 1, shifted[8] - 1);
  }
}
