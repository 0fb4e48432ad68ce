package io.github.handful.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.Image;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PictureShiftTest {
  private static final Image RAMP = new Image(3, 1, 1, 255, new float[] {0, 127.5f, 255});

  @Test
  void intensitiesFollowTheFormula() {
    float[] shifted = new PictureShift().of(RAMP, new Still()).samples();
    assertThat(shifted[0]).isCloseTo(0.3f * 255, within(1e-3f));
    assertThat(shifted[1])
        .isCloseTo((float) (255 * (0.3 + 0.4 * Math.pow(0.5, 1.6))), within(1e-3f));
    assertThat(shifted[2]).isCloseTo(0.7f * 255, within(1e-3f));
  }

  @Test
  void noiseHasItsDeviation() {
    Image grey = new Image(200, 200, 1, 1, new float[200 * 200]);
    float[] shifted = new PictureShift().of(grey, new SplittableRandom(5)).samples();
    double square = 0;
    for (float sample : shifted) {
      square += (sample - 0.3) * (sample - 0.3);
    }
    assertThat(Math.sqrt(square / shifted.length)).isCloseTo(0.03, within(0.001));
  }
}
