package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.Image;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScanChannelsTest {
  @Test
  void allChannelsButTheLastHaveMeanZeroAndVarianceOne() {
    SurfaceScan scan = new SurfacePhantom(32, 128, SurfacePhantom.Noise.HIGH).draw(1, 0, 0);
    ScanChannels channels = ScanChannels.of(scan.image());
    int pixels = 32 * 128;
    for (int c = 0; c < ScanChannels.COUNT - 1; c++) {
      double sum = 0;
      double squares = 0;
      for (int i = c * pixels; i < (c + 1) * pixels; i++) {
        sum += channels.planes()[i];
        squares += channels.planes()[i] * channels.planes()[i];
      }
      assertThat(sum / pixels).isCloseTo(0, within(1e-4));
      assertThat(squares / pixels).isCloseTo(1, within(1e-3));
    }
    float[] magnitude = Arrays.copyOfRange(channels.planes(), 7 * pixels, 8 * pixels);
    Arrays.sort(magnitude);
    assertThat(magnitude[0]).isZero();
    assertThat(magnitude[pixels - 1]).isOne();
  }

  @Test
  void aHorizontalEdgeShowsInTheDerivativeDownwardsOnly() {
    float[] samples = new float[6 * 4];
    for (int i = 12; i < 24; i++) {
      samples[i] = 1;
    }
    float[] planes = ScanChannels.of(new Image(4, 6, 1, 1, samples)).planes();
    // Standardised, the rows at the edge stand out upwards, and nothing happens sideways.
    assertThat(planes[24 + 2 * 4]).isGreaterThan(1);
    assertThat(planes[24 + 2 * 4]).isEqualTo(planes[24 + 3 * 4]);
    assertThat(planes[24]).isNegative();
    for (int i = 48; i < 72; i++) {
      assertThat(planes[i]).isZero();
    }
    assertThat(planes[7 * 24 + 2 * 4]).isOne();
  }

  @Test
  void columnsWithoutSignalAreNotUsable() {
    float[] samples = {1, 5, 2, 1, 5, 3};
    assertThat(ScanChannels.of(new Image(3, 2, 1, 255, samples)).usable())
        .containsExactly(false, false, true);
  }

  @Test
  void anImageOfOneColourGivesFiniteChannels() {
    ScanChannels channels = ScanChannels.of(new Image(5, 5, 3, 255, new float[75]));
    for (float value : channels.planes()) {
      assertThat(value).isZero();
    }
  }
}
