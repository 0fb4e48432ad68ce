package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.VolumePhantom.Phantom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VolumePhantomTest {
  private static final VolumePhantom SMALL = new VolumePhantom(24, 24);

  @Test
  void theSameSeedAndIndexGiveTheSameBytes() {
    float[] samples = SMALL.draw(7, 3).image().samples();
    assertThat(SMALL.draw(7, 3).image().samples()).isEqualTo(samples);
    assertThat(SMALL.draw(7, 4).image().samples()).isNotEqualTo(samples);
    assertThat(SMALL.draw(8, 3).image().samples()).isNotEqualTo(samples);
    // Pinned, so that other machines and later versions are held to it.
    assertThat(Arrays.hashCode(samples)).isEqualTo(-1377140735);
    assertThat(Arrays.hashCode(SMALL.draw(7, 3).labels().labels())).isEqualTo(-1103104624);
  }

  @Test
  void theSceneIsTheSameOnEveryGrid() {
    LabelMap fine = new VolumePhantom(72, 72).draw(2, 5).labels();
    LabelMap thick = new VolumePhantom(24, 8).draw(2, 5).labels();
    LabelMap cubes = SMALL.draw(2, 5).labels();
    // Centres of the coarse grids are centres of the fine one.
    for (int y = 0; y < 24; y++) {
      for (int x = 0; x < 24; x++) {
        for (int z = 0; z < 24; z++) {
          assertThat(cubes.at(z, y, x)).isEqualTo(fine.at(3 * z + 1, 3 * y + 1, 3 * x + 1));
        }
        for (int z = 0; z < 8; z++) {
          assertThat(thick.at(z, y, x)).isEqualTo(fine.at(9 * z + 4, 3 * y + 1, 3 * x + 1));
        }
      }
    }
  }

  @Test
  void theGridCoversTheSameCubeAtAnySize() {
    Placement placement = new VolumePhantom(32, 12).grid().placement();
    assertThat(placement.spacing()).containsExactly(3.0, 3.0, 8.0);
    for (int axis = 0; axis < 3; axis++) {
      assertThat(placement.world(axis, -0.5, -0.5, -0.5)).isCloseTo(-48, within(1e-9));
      assertThat(placement.world(axis, 31.5, 31.5, 11.5)).isCloseTo(48, within(1e-9));
    }
  }

  @Test
  void aStraightTubeHasTheVolumeOfACapsule() {
    double[] start = {-7, -5, -9};
    double[] end = {5, 7, 9};
    double[] middle = {-1, 1, 0};
    double length = Math.sqrt(12 * 12 + 12 * 12 + 18 * 18);
    Tube tube = new Tube(start, middle, end, 6, 6);
    int inside = 0;
    for (int x = -40; x < 40; x++) {
      for (int y = -40; y < 40; y++) {
        for (int z = -40; z < 40; z++) {
          inside += tube.depth((x + 0.5) / 2, (y + 0.5) / 2, (z + 0.5) / 2) > 0 ? 1 : 0;
        }
      }
    }
    double volume = Math.PI * 36 * length + 4 / 3.0 * Math.PI * 216;
    assertThat(inside / 8.0).isCloseTo(volume, within(0.005 * volume));
  }

  @Test
  void theRadiusOfATubeChangesEvenlyAlongTheWay() {
    Tube cone = new Tube(new double[] {-8, 0, 0}, new double[3], new double[] {8, 0, 0}, 2, 6);
    assertThat(cone.depth(-8, 0, 0)).isCloseTo(2, within(1e-9));
    assertThat(cone.depth(0, 3, 0)).isCloseTo(4 - 3, within(0.2));
    assertThat(cone.depth(8, 0, 7)).isCloseTo(6 - 7, within(0.2));
    assertThat(cone.depth(100, 0, 0)).isLessThan(-8);
  }

  @Test
  void bothOrgansAreThereAndDiffer() {
    for (int index = 0; index < 12; index++) {
      LabelMap labels = SMALL.draw(1, index).labels();
      assertThat(labels.count(1)).isPositive();
      assertThat(labels.count(2)).isPositive();
      assertThat(labels.count(0) + labels.count(1) + labels.count(2)).isEqualTo(24 * 24 * 24);
      // x grows to the patient's left; the left organ is wide above, the right one below.
      assertThat(centre(labels, 1, 0)).isGreaterThan(centre(labels, 2, 0) + 20);
      assertThat(centre(labels, 1, 2)).isGreaterThan(centre(labels, 2, 2));
    }
  }

  @Test
  void organsAndDistractorsDoNotTouch() {
    for (int index = 0; index < 30; index++) {
      VolumePhantomScene scene = VolumePhantomScene.draw(3, index);
      assertThat(scene.distractors().size()).isGreaterThan(1);
      assertThat(scene.organs().get(0).isApartFrom(scene.organs().get(1), 1)).isTrue();
      for (Tube distractor : scene.distractors()) {
        for (Tube organ : scene.organs()) {
          assertThat(distractor.isApartFrom(organ, 1)).isTrue();
        }
      }
    }
  }

  @Test
  void organsAreBrighterThanTheBodyAndNoiseCoversThem() {
    Phantom phantom = new VolumePhantom(32, 32).draw(4, 0);
    double organ = 0;
    double rest = 0;
    for (int i = 0; i < phantom.labels().labels().length; i++) {
      float sample = phantom.image().samples()[i];
      assertThat(sample).isBetween(0f, 1000f).isEqualTo(Math.round(sample));
      organ += phantom.labels().labels()[i] == 0 ? 0 : sample;
      rest += phantom.labels().labels()[i] == 0 ? sample : 0;
    }
    long background = phantom.labels().count(0);
    organ /= phantom.labels().labels().length - background;
    assertThat(organ).isGreaterThan(rest / background + 100);
    assertThat(phantom.image().at(0, 0, 0, 0)).isLessThan(300);
  }

  @Test
  void thickSlicesMixWhatTheyHold() {
    // The mean over the slab that a thick slice covers, but for noise and steep outlines.
    VolumePhantom fine = new VolumePhantom(24, 24);
    VolumePhantom thick = new VolumePhantom(24, 8);
    Image slabs = Resampling.resize(fine.draw(6, 1).image(), 24, 24, 8);
    Image slices = thick.draw(6, 1).image();
    double difference = 0;
    double organs = 0;
    for (int i = 0; i < slices.samples().length; i++) {
      difference += Math.abs(slices.samples()[i] - slabs.samples()[i]);
      organs += Math.abs(slices.samples()[i] - 500);
    }
    assertThat(difference).isLessThan(organs / 4);
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new VolumePhantom(8, 8)).hasMessageContaining("8");
    assertThatThrownBy(() -> new VolumePhantom(64, 1)).hasMessageContaining("slices");
  }

  private static double centre(LabelMap labels, int label, int axis) {
    double sum = 0;
    for (int i = 0; i < labels.labels().length; i++) {
      if (labels.labels()[i] == label) {
        int x = i % 24;
        int y = i / 24 % 24;
        sum += labels.grid().placement().world(axis, x, y, i / 24 / 24);
      }
    }
    return sum / labels.count(label);
  }
}
