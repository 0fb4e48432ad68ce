package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskAugmentationTest {
  private static final MaskAugmentation STANDARD = MaskAugmentation.standard();

  @Test
  void identityReturnsTheMask() {
    LabelMap mask = LesionPhantom.lesion(64, 1, 0).labels();
    assertThat(MaskAugmentation.identity().apply(mask, new SplittableRandom(0)).labels())
        .isEqualTo(mask.labels());
  }

  @Test
  void rangesWithoutEffectReturnTheMaskThoughAllOperatorsAreInUse() {
    AugmentationRange zero = AugmentationRange.only(0);
    MaskAugmentation still =
        new MaskAugmentation(
            EnumSet.allOf(MaskOperator.class),
            0,
            zero,
            AugmentationRange.only(1),
            zero,
            zero,
            zero);
    LabelMap mask = LesionPhantom.lesion(63, 1, 0).labels();
    for (int seed = 0; seed < 10; seed++) {
      assertThat(still.apply(mask, new SplittableRandom(seed)).labels()).isEqualTo(mask.labels());
    }
  }

  @Test
  void flippingTwiceReturnsTheMaskAndFlippingOnceMirrorsIt() {
    AugmentationRange zero = AugmentationRange.only(0);
    MaskAugmentation flip =
        new MaskAugmentation(
            Set.of(MaskOperator.HORIZONTAL_FLIP),
            1,
            zero,
            AugmentationRange.only(1),
            zero,
            zero,
            zero);
    SplittableRandom random = new SplittableRandom(0);
    LabelMap mask = new LabelMap(3, 2, new byte[] {1, 0, 2, 0, 0, 3});
    LabelMap once = flip.apply(mask, random);
    assertThat(once.labels()).containsExactly(2, 0, 1, 3, 0, 0);
    assertThat(flip.apply(once, random).labels()).isEqualTo(mask.labels());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.8, 0.9, 1.1, 1.2})
  void scaleChangesTheAreaByItsSquare(double factor) {
    AugmentationRange zero = AugmentationRange.only(0);
    MaskAugmentation scale =
        new MaskAugmentation(
            Set.of(MaskOperator.SCALE), 0, zero, AugmentationRange.only(factor), zero, zero, zero);
    LabelMap mask = disc(256, 70);
    double ratio = (double) scale.apply(mask, new SplittableRandom(0)).count(1) / mask.count(1);
    assertThat(ratio).isCloseTo(factor * factor, within(0.02 * factor * factor));
  }

  @Test
  void paddingShrinksTheMaskByThePaddedSize() {
    AugmentationRange zero = AugmentationRange.only(0);
    MaskAugmentation pad =
        new MaskAugmentation(
            Set.of(MaskOperator.PAD),
            0,
            AugmentationRange.only(0.1),
            AugmentationRange.only(1),
            zero,
            zero,
            zero);
    LabelMap full = new LabelMap(120, 120, ones(120 * 120));
    LabelMap padded = pad.apply(full, new SplittableRandom(0));
    // 120 pixels and 12 on each side become 120 again: the mask covers 120 / 1.2 = 100, from 10.
    assertThat(padded.count(1)).isEqualTo(100 * 100);
    assertThat(padded.at(10, 10)).isEqualTo(1);
    assertThat(padded.at(9, 10)).isZero();
    assertThat(padded.at(109, 109)).isEqualTo(1);
    assertThat(padded.at(109, 110)).isZero();
  }

  @Test
  void rotationAndShearKeepTheArea() {
    LabelMap mask = disc(256, 60);
    MaskAugmentation turn = STANDARD.only(Set.of(MaskOperator.ROTATE));
    MaskAugmentation lean = STANDARD.only(Set.of(MaskOperator.SHEAR));
    for (int seed = 0; seed < 20; seed++) {
      double rotated = turn.apply(mask, new SplittableRandom(seed)).count(1);
      double sheared = lean.apply(mask, new SplittableRandom(seed)).count(1);
      assertThat(rotated / mask.count(1)).isCloseTo(1, within(0.01));
      // A shear along both axes has the determinant 1 - tan(x) tan(y), tan(8 degrees)^2 = 0.0198.
      assertThat(sheared / mask.count(1)).isCloseTo(1, within(0.03));
    }
  }

  @Test
  void joinedOperatorsDoNotThickenTheMask() {
    // The area changes by the determinant of the map and by nothing else.
    LabelMap mask = disc(256, 40);
    for (int seed = 0; seed < 50; seed++) {
      AffineWarp warp = STANDARD.draw(Grid.of(256, 256), new SplittableRandom(seed));
      double determinant =
          warp.linear(0, 0) * warp.linear(1, 1) - warp.linear(0, 1) * warp.linear(1, 0);
      double ratio = (double) MaskAugmentation.warp(mask, warp).count(1) / mask.count(1);
      assertThat(ratio * Math.abs(determinant)).isCloseTo(1, within(0.02));
    }
  }

  @Test
  void translationMovesTheCentroidByAtMostATenthOfTheSize() {
    MaskAugmentation shift = STANDARD.only(Set.of(MaskOperator.TRANSLATE));
    double greatest = 0;
    for (int seed = 0; seed < 200; seed++) {
      double[] centre = centroid(shift.apply(disc(100, 20), new SplittableRandom(seed)));
      for (double coordinate : centre) {
        greatest = Math.max(greatest, Math.abs(coordinate - 49.5));
      }
    }
    assertThat(greatest).isBetween(9.5, 10.5);
  }

  @ParameterizedTest
  @EnumSource(MaskOperator.class)
  void everyOperatorAloneMovesSomething(MaskOperator operator) {
    MaskAugmentation single = STANDARD.only(Set.of(operator));
    LabelMap mask = new LabelMap(60, 60, corner(60));
    boolean moved = false;
    for (int seed = 0; seed < 10; seed++) {
      byte[] labels = single.apply(mask, new SplittableRandom(seed)).labels();
      moved |= !Arrays.equals(labels, mask.labels());
    }
    assertThat(moved).isTrue();
  }

  @Test
  void anEmptyMaskStaysEmpty() {
    LabelMap empty = new LabelMap(40, 30, new byte[40 * 30]);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(STANDARD.apply(empty, new SplittableRandom(seed)).labels()).containsOnly(0);
    }
  }

  @Test
  void noClassAppearsThatWasNotThere() {
    // Between classes 1 and 200 a mixture of numbers would give classes that do not exist.
    byte[] labels = new byte[80 * 80];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % 80 < 30 ? 0 : i / 80 < 40 ? 1 : 200);
    }
    LabelMap mask = new LabelMap(80, 80, labels);
    for (int seed = 0; seed < 20; seed++) {
      Set<Integer> classes = new HashSet<>();
      for (byte label : STANDARD.apply(mask, new SplittableRandom(seed)).labels()) {
        classes.add(label & 0xff);
      }
      assertThat(classes).containsExactlyInAnyOrder(0, 1, 200);
    }
  }

  @Test
  void theClassWithTheGreatestShareWins() {
    // Shifted by (0.4, 0.4): shares 0.36, 0.24, 0.24, 0.16; the two 2s together have 0.48.
    LabelMap mask = new LabelMap(2, 2, new byte[] {3, 2, 2, 1});
    LabelMap moved = MaskAugmentation.warp(mask, AffineWarp.translation(-0.4, -0.4));
    assertThat(moved.at(0, 0)).isEqualTo(2);
  }

  @Test
  void theSameSeedGivesTheSameMaskHoweverTheSetIsOrdered() {
    LabelMap mask = disc(50, 15);
    Set<MaskOperator> one = Set.of(MaskOperator.SHEAR, MaskOperator.PAD, MaskOperator.ROTATE);
    Set<MaskOperator> two = Set.of(MaskOperator.ROTATE, MaskOperator.SHEAR, MaskOperator.PAD);
    assertThat(STANDARD.only(one).apply(mask, new SplittableRandom(9)).labels())
        .isEqualTo(STANDARD.only(two).apply(mask, new SplittableRandom(9)).labels());
  }

  @Test
  void rangesThatMakeNoSenseAreRefused() {
    AugmentationRange zero = AugmentationRange.only(0);
    assertThatThrownBy(() -> new MaskAugmentation(Set.of(), 0, zero, zero, zero, zero, zero))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scale");
  }

  private static double[] centroid(LabelMap map) {
    double x = 0;
    double y = 0;
    for (int i = 0; i < map.labels().length; i++) {
      x += map.labels()[i] * (i % map.width());
      y += map.labels()[i] * (i / map.width());
    }
    return new double[] {x / map.count(1), y / map.count(1)};
  }

  private static LabelMap disc(int size, double radius) {
    byte[] labels = new byte[size * size];
    for (int i = 0; i < labels.length; i++) {
      double distance = Math.hypot(i % size - (size - 1) / 2.0, i / size - (size - 1) / 2.0);
      labels[i] = (byte) (distance < radius ? 1 : 0);
    }
    return new LabelMap(size, size, labels);
  }

  private static byte[] corner(int size) {
    byte[] labels = new byte[size * size];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % size < size / 3 && i / size < size / 3 ? 1 : 0);
    }
    return labels;
  }

  private static byte[] ones(int count) {
    byte[] labels = new byte[count];
    Arrays.fill(labels, (byte) 1);
    return labels;
  }
}
