package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.PairAugmentation.Pair;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairAugmentationTest {
  private static final LesionPhantom.Phantom PHANTOM = LesionPhantom.lesion(48, 3, 0);
  private static final AugmentationRange ZERO = AugmentationRange.only(0);
  private static final AugmentationRange ONE = AugmentationRange.only(1);

  @Test
  void noneReturnsTheSamePair() {
    Pair pair =
        PairAugmentation.none().apply(PHANTOM.image(), PHANTOM.labels(), new SplittableRandom(1));
    assertThat(pair.image().samples()).isEqualTo(PHANTOM.image().samples());
    assertThat(pair.labels().labels()).isEqualTo(PHANTOM.labels().labels());
  }

  @Test
  void theSameSeedGivesTheSamePairAndAnotherSeedAnother() {
    Pair first = standard(5);
    assertThat(standard(5).image().samples()).isEqualTo(first.image().samples());
    assertThat(standard(5).labels().labels()).isEqualTo(first.labels().labels());
    assertThat(standard(6).image().samples()).isNotEqualTo(first.image().samples());
  }

  @Test
  void samplesStayFromZeroToTheMaximumAndTheInputIsUntouched() {
    float[] before = PHANTOM.image().samples().clone();
    for (int seed = 0; seed < 100; seed++) {
      for (float sample : standard(seed).image().samples()) {
        assertThat(sample).isBetween(0f, 255f);
      }
    }
    assertThat(PHANTOM.image().samples()).isEqualTo(before);
  }

  @Test
  void imageAndLabelsMoveTogether() {
    // An image that is a smooth copy of its own mask: after any movement the pixels well inside
    // the moved mask are bright and those well outside are dark.
    int size = 64;
    byte[] labels = new byte[size * size];
    float[] samples = new float[size * size];
    for (int i = 0; i < labels.length; i++) {
      double distance = Math.hypot(i % size - 25, 1.5 * (i / size - 37));
      labels[i] = (byte) (distance < 16 ? 1 : 0);
      samples[i] = (float) Math.max(0, Math.min(1, 0.5 + (16 - distance) / 20));
    }
    PairAugmentation moving =
        new PairAugmentation(
            GeometricAugmentation.standard().withVerticalFlip(0.5), IntensityAugmentation.none());
    for (int seed = 0; seed < 100; seed++) {
      Pair pair =
          moving.apply(
              new Image(size, size, 1, 1, samples),
              new LabelMap(size, size, labels),
              new SplittableRandom(seed));
      for (int i = 0; i < labels.length; i++) {
        float expected = pair.labels().labels()[i];
        assertThat(Math.abs(pair.image().samples()[i] - expected)).isLessThan(0.56f);
      }
    }
  }

  @Test
  void certainFlipsMirrorBoth() {
    GeometricAugmentation flips = new GeometricAugmentation(ZERO, ONE, ONE, ZERO, ZERO, 1, 1, 0, 0);
    Pair pair =
        new PairAugmentation(flips, IntensityAugmentation.none())
            .apply(
                new Image(2, 2, 1, 9, new float[] {1, 2, 3, 4}),
                new LabelMap(2, 2, new byte[] {1, 2, 3, 4}),
                new SplittableRandom(0));
    assertThat(pair.image().samples()).containsExactly(4, 3, 2, 1);
    assertThat(pair.labels().labels()).containsExactly(4, 3, 2, 1);
  }

  @Test
  void scaleChangesTheAreaByItsSquare() {
    GeometricAugmentation shrink =
        new GeometricAugmentation(ZERO, AugmentationRange.only(0.8), ONE, ZERO, ZERO, 0, 0, 0, 0);
    LabelMap disc = disc(200, 60);
    LabelMap moved = shrink.draw(Grid.of(200, 200), new SplittableRandom(0)).nearest(disc);
    assertThat((double) moved.count(1) / disc.count(1)).isCloseTo(0.8 * 0.8, within(0.01));
  }

  @Test
  void elasticDisplacementStaysBelowItsAmplitudeAndDoesNotFold() {
    GeometricAugmentation elastic =
        new GeometricAugmentation(ZERO, ONE, ONE, ZERO, ZERO, 0, 0, 1, 0.1);
    double greatest = 0;
    for (int seed = 0; seed < 50; seed++) {
      DenseWarp warp = elastic.draw(Grid.of(60, 40), new SplittableRandom(seed));
      for (int i = 0; i < 60 * 40; i++) {
        greatest = Math.max(greatest, Math.abs(warp.xs()[i] - i % 60) / 60);
        greatest = Math.max(greatest, Math.abs(warp.ys()[i] - i / 60) / 40);
        if (i % 60 > 0 && i >= 60) {
          double xByX = warp.xs()[i] - warp.xs()[i - 1];
          double yByX = warp.ys()[i] - warp.ys()[i - 1];
          double xByY = warp.xs()[i] - warp.xs()[i - 60];
          double yByY = warp.ys()[i] - warp.ys()[i - 60];
          assertThat(xByX * yByY - xByY * yByX).isPositive();
        }
      }
    }
    assertThat(greatest).isBetween(0.05, 0.1);
  }

  @Test
  void rangesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new AugmentationRange(2, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> GeometricAugmentation.standard().withVerticalFlip(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("verticalFlip");
    assertThatThrownBy(() -> new GeometricAugmentation(ZERO, ZERO, ONE, ZERO, ZERO, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scale");
    LabelMap small = new LabelMap(1, 1, new byte[1]);
    assertThatThrownBy(
            () -> PairAugmentation.none().apply(PHANTOM.image(), small, new SplittableRandom(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("48 x 48");
  }

  private static Pair standard(long seed) {
    return PairAugmentation.standard()
        .apply(PHANTOM.image(), PHANTOM.labels(), new SplittableRandom(seed));
  }

  private static LabelMap disc(int size, double radius) {
    byte[] labels = new byte[size * size];
    for (int i = 0; i < labels.length; i++) {
      double distance = Math.hypot(i % size - (size - 1) / 2.0, i / size - (size - 1) / 2.0);
      labels[i] = (byte) (distance < radius ? 1 : 0);
    }
    return new LabelMap(size, size, labels);
  }
}
