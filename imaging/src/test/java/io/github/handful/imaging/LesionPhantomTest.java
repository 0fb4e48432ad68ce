package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.LesionPhantom.Phantom;
import io.github.handful.imaging.LesionPhantomScene.Blob;
import org.junit.jupiter.api.Test;

class LesionPhantomTest {

  @Test
  void theSameSeedAndIndexGiveTheSameBytes() {
    Phantom phantom = LesionPhantom.lesion(32, 7, 3);
    assertThat(LesionPhantom.lesion(32, 7, 3).image().samples())
        .isEqualTo(phantom.image().samples());
    assertThat(LesionPhantom.lesion(32, 7, 4).image().samples())
        .isNotEqualTo(phantom.image().samples());
    assertThat(LesionPhantom.lesion(32, 8, 3).image().samples())
        .isNotEqualTo(phantom.image().samples());
  }

  @Test
  void theAreaOfTheLabelsIsTheAreaUnderTheOutline() {
    // In polar coordinates the area is the integral of radius^2 / 2, which for r (1 + sum of
    // a_k cos) is pi r^2 (1 + sum of a_k^2 / 2).
    int checked = 0;
    for (int index = 0; index < 60; index++) {
      LesionPhantomScene scene = LesionPhantomScene.draw(1, 11, index);
      double area = 0;
      boolean inside = true;
      for (Blob blob : scene.blobs()) {
        if (blob.kind() == 0) {
          continue;
        }
        double squares = 0;
        for (double amplitude : blob.amplitudes()) {
          squares += amplitude * amplitude;
        }
        area += Math.PI * blob.radius() * blob.radius() * (1 + squares / 2);
        inside &= Math.min(blob.x(), blob.y()) > blob.reach();
        inside &= Math.max(blob.x(), blob.y()) < 1 - blob.reach();
      }
      if (inside) {
        checked++;
        long pixels = new LesionPhantom(256, 1, 1).draw(11, index).labels().count(1);
        assertThat(pixels / (256.0 * 256)).isCloseTo(area, within(0.01 * area));
      }
    }
    assertThat(checked).isGreaterThan(5);
  }

  @Test
  void theSceneIsTheSameAtEverySize() {
    Phantom small = LesionPhantom.lesion(50, 2, 5);
    Phantom large = LesionPhantom.lesion(150, 2, 5);
    // A pixel of the small grid has the same centre as the middle one of its nine.
    for (int i = 0; i < 50 * 50; i++) {
      int middle = large.labels().at(3 * (i / 50) + 1, 3 * (i % 50) + 1);
      assertThat((int) small.labels().labels()[i]).isEqualTo(middle);
    }
  }

  @Test
  void everyImageShowsALesionAndSomethingElse() {
    for (int index = 0; index < 50; index++) {
      LabelMap labels = LesionPhantom.lesion(32, 1, index).labels();
      assertThat(labels.count(1)).isPositive();
      assertThat(labels.count(0)).isGreaterThan(32 * 32 / 3);
      assertThat(labels.count(0) + labels.count(1)).isEqualTo(32 * 32);
      assertThat(LesionPhantomScene.draw(1, 1, index).blobs()).anyMatch(blob -> blob.kind() == 0);
    }
  }

  @Test
  void theSecondKindOfLesionAppearsOnlyWhereAskedFor() {
    LesionPhantom two = new LesionPhantom(32, 3, 2);
    long first = 0;
    long second = 0;
    for (int index = 0; index < 30; index++) {
      LabelMap labels = two.draw(4, index).labels();
      first += labels.count(1);
      second += labels.count(2);
    }
    assertThat(first).isPositive();
    assertThat(second).isPositive();
  }

  @Test
  void samplesAreWholeNumbersOfEightBits() {
    for (int channels : new int[] {1, 3}) {
      Image image = new LesionPhantom(40, channels, 1).draw(1, 1).image();
      assertThat(image.channels()).isEqualTo(channels);
      assertThat(image.maximum()).isEqualTo(255);
      for (float sample : image.samples()) {
        assertThat(sample).isBetween(0f, 255f).isEqualTo(Math.round(sample));
      }
    }
  }

  @Test
  void brightnessAloneDoesNotTellLesionsFromDistractors() {
    // Over many images the mean darkening of both kinds is the same within a fifth.
    double[] shade = new double[2];
    int[] count = new int[2];
    for (int index = 0; index < 300; index++) {
      for (Blob blob : LesionPhantomScene.draw(1, 9, index).blobs()) {
        shade[blob.kind()] += blob.colour()[1];
        count[blob.kind()]++;
      }
    }
    assertThat(shade[0] / count[0] / (shade[1] / count[1])).isCloseTo(1, within(0.2));
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new LesionPhantom(8, 1, 1)).hasMessageContaining("8");
    assertThatThrownBy(() -> new LesionPhantom(64, 2, 1)).hasMessageContaining("channels");
    assertThatThrownBy(() -> new LesionPhantom(64, 3, 3)).hasMessageContaining("classes");
  }
}
