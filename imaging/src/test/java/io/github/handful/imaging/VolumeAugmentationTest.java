package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.AffineWarp.Border;
import io.github.handful.imaging.PairAugmentation.Pair;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeAugmentationTest {
  private static final AugmentationRange ZERO = AugmentationRange.only(0);
  private static final AugmentationRange ONE = AugmentationRange.only(1);
  private static final Placement LONG_VOXELS = Placement.NONE.withSpacing(1, 1.5, 2.5);
  private static final Placement THICK_SLICES = Placement.NONE.withSpacing(1, 1, 5);

  @Test
  void turningAboutZTurnsEverySliceAsAPicture() {
    Image volume = noise(Grid.of(7, 6, 3), 1, 1);
    Image turned = AffineWarp.rotation(2, 33, volume.grid()).apply(volume, Border.MIRROR);
    for (int z = 0; z < 3; z++) {
      Image slice = AffineWarp.rotation(33, 7, 6).apply(slice(volume, z), Border.MIRROR);
      assertThat(slice(turned, z).samples()).containsExactly(slice.samples(), within(1e-6f));
    }
  }

  @Test
  void aQuarterTurnTakesEachAxisToTheNext() {
    LabelMap cube = new LabelMap(Grid.of(3, 3, 3), new byte[27]);
    cube.labels()[2 * 9 + 1 * 3 + 1] = 3;
    cube.labels()[1 * 9 + 2 * 3 + 1] = 2;
    cube.labels()[1 * 9 + 1 * 3 + 2] = 1;
    LabelMap aboutX = AffineWarp.rotation(0, 90, cube.grid()).apply(cube);
    assertThat(new int[] {aboutX.at(1, 1, 2), aboutX.at(2, 1, 1), aboutX.at(1, 0, 1)})
        .containsExactly(1, 2, 3);
    LabelMap aboutY = AffineWarp.rotation(1, 90, cube.grid()).apply(cube);
    assertThat(new int[] {aboutY.at(1, 2, 1), aboutY.at(1, 1, 2), aboutY.at(0, 1, 1)})
        .containsExactly(2, 3, 1);
  }

  @Test
  void lengthsInMillimetresSurviveATurn() {
    // A bar of 12 voxels of 1 mm along x and one of 2 mm along z: 6 along z and 2 along x.
    Grid grid = new Grid(16, 5, 16, Placement.NONE.withSpacing(1, 1, 2));
    byte[] labels = new byte[grid.count()];
    for (int x = 2; x < 14; x++) {
      labels[(7 * 5 + 2) * 16 + x] = 1;
    }
    LabelMap turned = AffineWarp.rotation(1, 90, grid).apply(new LabelMap(grid, labels));
    for (int z = 0; z < 16; z++) {
      int along = 0;
      for (int x = 0; x < 16; x++) {
        along += turned.at(z, 2, x);
      }
      assertThat(along).isEqualTo(z >= 5 && z < 11 ? 2 : 0);
    }
  }

  @Test
  void turnsAreOrthogonalInMillimetres() {
    Grid grid = new Grid(9, 8, 7, LONG_VOXELS);
    AffineWarp warp =
        AffineWarp.rotation(0, 20, grid)
            .then(AffineWarp.rotation(1, -35, grid))
            .then(AffineWarp.rotation(2, 50, grid));
    double[] spacing = {1, 1.5, 2.5};
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double product = 0;
        for (int c = 0; c < 3; c++) {
          product +=
              warp.linear(a, c)
                  * spacing[a]
                  / spacing[c]
                  * warp.linear(b, c)
                  * spacing[b]
                  / spacing[c];
        }
        assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void interpolationIsExactForALinearRamp() {
    Grid grid = Grid.of(6, 5, 4);
    float[] ramp = new float[grid.count()];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i % 6 + 10 * (i / 6 % 5) + 100 * (i / 30);
    }
    Image image = new Image(grid, 1, 1000, ramp);
    AffineWarp warp = AffineWarp.translation(-0.25, -0.5, -0.125);
    float shift = 0.25f + 10 * 0.5f + 100 * 0.125f;
    assertThat(warp.apply(image, Border.MIRROR).at(0, 2, 3, 4))
        .isCloseTo(image.at(0, 2, 3, 4) + shift, within(1e-3f));
    assertThat(warp.apply(image, 0).at(0, 0, 1, 2))
        .isCloseTo(image.at(0, 0, 1, 2) + shift, within(1e-3f));
    // Beyond the last slice: an eighth of what lies outside.
    assertThat(AffineWarp.translation(0, 0, -0.125).apply(image, 7).at(0, 3, 2, 2))
        .isCloseTo(0.875f * image.at(0, 3, 2, 2) + 0.125f * 7, within(1e-3f));
  }

  @Test
  void certainFlipsMirrorAllAxes() {
    GeometricAugmentation flips = GeometricAugmentation.none().withFlips(1, 1, 1);
    Grid grid = Grid.of(3, 2, 2);
    Image image = noise(grid, 2, 3);
    LabelMap labels = labels(grid, 4, 9);
    Pair pair =
        new PairAugmentation(flips, IntensityAugmentation.none())
            .apply(image, labels, new SplittableRandom(0));
    for (int i = 0; i < 12; i++) {
      assertThat(pair.labels().labels()[i]).isEqualTo(labels.labels()[11 - i]);
      assertThat(pair.image().samples()[i]).isEqualTo(image.samples()[11 - i]);
      assertThat(pair.image().samples()[12 + i]).isEqualTo(image.samples()[23 - i]);
    }
    assertThat(pair.image().grid()).isEqualTo(grid);
  }

  @Test
  void imageAndLabelsMoveAlikeAndTheSeedDecides() {
    Grid grid = new Grid(20, 16, 12, LONG_VOXELS);
    LabelMap labels = ball(grid, 5);
    float[] samples = new float[grid.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = labels.labels()[i];
    }
    PairAugmentation augmentation =
        new PairAugmentation(
            GeometricAugmentation.standardForVolumes(), IntensityAugmentation.none());
    Image image = new Image(grid, 1, 1, samples);
    Set<Long> volumes = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      Pair pair = augmentation.apply(image, labels, new SplittableRandom(seed));
      Pair again = augmentation.apply(image, labels, new SplittableRandom(seed));
      assertThat(again.image().samples()).isEqualTo(pair.image().samples());
      assertThat(again.labels().labels()).isEqualTo(pair.labels().labels());
      volumes.add(pair.labels().count(1));
      for (int i = 0; i < samples.length; i++) {
        // The nearest voxel has at least an eighth of the weight.
        float difference = pair.image().samples()[i] - pair.labels().labels()[i];
        assertThat(Math.abs(difference)).isLessThan(0.876f);
      }
    }
    assertThat(volumes.size()).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void thickSlicesAreNotMixed(int coarse) {
    double[] spacing = {1, 1, 1};
    spacing[coarse] = 5;
    Placement placement = Placement.NONE.withSpacing(spacing[0], spacing[1], spacing[2]);
    Grid grid = new Grid(8, 7, 6, placement);
    GeometricAugmentation geometry = GeometricAugmentation.standardForVolumes();
    boolean turned = false;
    for (int seed = 0; seed < 20; seed++) {
      DenseWarp warp = geometry.draw(grid, new SplittableRandom(seed));
      for (float position : warp.along(coarse)) {
        assertThat(position).isEqualTo(Math.round(position));
      }
      for (float position : warp.along((coarse + 1) % 3)) {
        turned |= position != Math.round(position);
      }
      AffineWarp mask = MaskAugmentation.standard().draw(grid, new SplittableRandom(seed));
      for (int axis = 0; axis < 3; axis++) {
        if (axis != coarse) {
          assertThat(mask.linear(coarse, axis)).isZero();
          assertThat(mask.linear(axis, coarse)).isZero();
        }
      }
      assertThat(Math.abs(mask.linear(coarse, coarse))).isEqualTo(1);
    }
    assertThat(turned).isTrue();
  }

  @Test
  void elasticDisplacementStaysBelowItsAmplitudeAndDoesNotFold() {
    GeometricAugmentation elastic =
        new GeometricAugmentation(ZERO, ONE, ONE, ZERO, ZERO, 0, 0, 1, 0.1);
    Grid grid = Grid.of(20, 16, 12);
    double greatest = 0;
    for (int seed = 0; seed < 20; seed++) {
      DenseWarp warp = elastic.draw(grid, new SplittableRandom(seed));
      for (int i = 0; i < grid.count(); i++) {
        int x = i % 20;
        int y = i / 20 % 16;
        int z = i / 320;
        greatest = Math.max(greatest, Math.abs(warp.xs()[i] - x) / 20);
        greatest = Math.max(greatest, Math.abs(warp.ys()[i] - y) / 16);
        greatest = Math.max(greatest, Math.abs(warp.zs()[i] - z) / 12);
        if (x > 0 && y > 0 && z > 0) {
          assertThat(determinant(warp, i, new int[] {1, 20, 320})).isPositive();
        }
      }
    }
    assertThat(greatest).isBetween(0.05, 0.1);
  }

  @Test
  void masksChangeTheirVolumeByTheDeterminantAlone() {
    Grid grid = new Grid(60, 40, 30, Placement.NONE.withSpacing(1, 1.5, 2));
    LabelMap mask = ball(grid, 13);
    for (int seed = 0; seed < 20; seed++) {
      AffineWarp warp = MaskAugmentation.standard().draw(grid, new SplittableRandom(seed));
      double determinant =
          warp.linear(0, 0)
                  * (warp.linear(1, 1) * warp.linear(2, 2) - warp.linear(1, 2) * warp.linear(2, 1))
              - warp.linear(0, 1)
                  * (warp.linear(1, 0) * warp.linear(2, 2) - warp.linear(1, 2) * warp.linear(2, 0))
              + warp.linear(0, 2)
                  * (warp.linear(1, 0) * warp.linear(2, 1) - warp.linear(1, 1) * warp.linear(2, 0));
      double ratio = (double) MaskAugmentation.warp(mask, warp).count(1) / mask.count(1);
      assertThat(ratio * Math.abs(determinant)).isCloseTo(1, within(0.03));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HORIZONTAL_FLIP", "PAD", "SCALE", "TRANSLATE", "ROTATE", "SHEAR"})
  void everyMaskOperatorAloneMovesAVolume(MaskOperator operator) {
    MaskAugmentation single = MaskAugmentation.standard().only(EnumSet.of(operator));
    Grid grid = Grid.of(24, 20, 16);
    LabelMap mask = new LabelMap(grid, new byte[grid.count()]);
    for (int z = 2; z < 8; z++) {
      for (int y = 3; y < 11; y++) {
        Arrays.fill(mask.labels(), (z * 20 + y) * 24 + 4, (z * 20 + y) * 24 + 12, (byte) 1);
      }
    }
    boolean moved = false;
    for (int seed = 0; seed < 10; seed++) {
      LabelMap changed = single.apply(mask, new SplittableRandom(seed));
      assertThat(changed.grid()).isEqualTo(grid);
      moved |= !Arrays.equals(changed.labels(), mask.labels());
    }
    assertThat(moved).isTrue();
    assertThat(MaskAugmentation.identity().apply(mask, new SplittableRandom(0)).labels())
        .isEqualTo(mask.labels());
  }

  @Test
  void theClassWithTheGreatestShareOfEightWins() {
    // Shifted by (0.4, 0.4, 0.4): the first voxel keeps 0.216, the three 2s beside it have 0.144
    // each, the 1s the rest.
    LabelMap mask = new LabelMap(Grid.of(2, 2, 2), new byte[] {3, 2, 2, 1, 2, 1, 1, 1});
    LabelMap moved = MaskAugmentation.warp(mask, AffineWarp.translation(-0.4, -0.4, -0.4));
    assertThat(moved.at(0, 0, 0)).isEqualTo(2);
  }

  @Test
  void blurIsAsWideInMillimetresAlongEveryAxis() {
    Grid grid = new Grid(9, 9, 9, Placement.NONE.withSpacing(1, 2, 1));
    float[] point = new float[grid.count()];
    int middle = 4 * 81 + 4 * 9 + 4;
    point[middle] = 1;
    float[] blurred =
        sharpness(1, AugmentationRange.only(1.2), 0, ONE)
            .apply(new Image(grid, 1, 1, point), new SplittableRandom(0))
            .samples();
    double near = Math.exp(-1 / (2 * 1.2 * 1.2));
    double far = Math.exp(-4 / (2 * 1.2 * 1.2));
    assertThat((double) blurred[middle + 1] / blurred[middle]).isCloseTo(near, within(1e-5));
    assertThat((double) blurred[middle + 81] / blurred[middle]).isCloseTo(near, within(1e-5));
    assertThat((double) blurred[middle + 9] / blurred[middle]).isCloseTo(far, within(1e-5));
    assertThat((double) blurred[middle + 9 + 81] / blurred[middle])
        .isCloseTo(near * far, within(1e-5));
  }

  @Test
  void resolutionIsNotLostAcrossThickSlices() {
    IntensityAugmentation coarsen = sharpness(0, ZERO, 1, AugmentationRange.only(0.5));
    Image thick = stripesAlongZ(new Grid(6, 6, 8, THICK_SLICES));
    assertThat(coarsen.apply(thick, new SplittableRandom(0)).samples())
        .containsExactly(thick.samples(), within(1e-6f));
    Image fine = stripesAlongZ(Grid.of(6, 6, 8));
    Image coarse = coarsen.apply(fine, new SplittableRandom(0));
    assertThat(coarse.at(0, 4, 3, 3)).isCloseTo(0.5f, within(1e-5f));
    assertThat(coarse.at(0, 3, 3, 3)).isCloseTo(0.5f, within(1e-5f));
  }

  @Test
  void channelsOfAVolumeAreTonedOnTheirOwnAndNotMixed() {
    IntensityAugmentation tone =
        new IntensityAugmentation(
            1, ZERO, AugmentationRange.only(0.5), ONE, ZERO, ZERO, 0, ZERO, 0, ZERO, 0, ONE);
    Image image =
        new Image(Grid.of(1, 1, 2), 3, 1, new float[] {0.2f, 0.4f, 0.6f, 0.8f, 0.1f, 0.1f});
    assertThat(tone.apply(image, new SplittableRandom(0)).samples())
        .containsExactly(new float[] {0.25f, 0.35f, 0.65f, 0.75f, 0.1f, 0.1f}, within(1e-6f));
    IntensityAugmentation brightness =
        new IntensityAugmentation(
            1, AugmentationRange.plusMinus(0.1), ONE, ONE, ONE, ONE, 0, ZERO, 0, ZERO, 0, ONE);
    float[] brighter = brightness.apply(image, new SplittableRandom(0)).samples();
    assertThat(brighter[0] - 0.2f).isNotCloseTo(brighter[2] - 0.6f, within(1e-3f));
  }

  @Test
  void aVolumeWithLabelsOfAnotherDepthIsRefused() {
    Image image = noise(Grid.of(3, 3, 3), 1, 0);
    LabelMap labels = labels(Grid.of(3, 3, 2), 0, 2);
    assertThatThrownBy(() -> PairAugmentation.none().apply(image, labels, new SplittableRandom(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 x 3 x 3");
  }

  private static double determinant(DenseWarp warp, int i, int[] strides) {
    double[][] d = new double[3][3];
    for (int input = 0; input < 3; input++) {
      for (int output = 0; output < 3; output++) {
        d[input][output] = warp.along(input)[i] - warp.along(input)[i - strides[output]];
      }
    }
    return d[0][0] * (d[1][1] * d[2][2] - d[1][2] * d[2][1])
        - d[0][1] * (d[1][0] * d[2][2] - d[1][2] * d[2][0])
        + d[0][2] * (d[1][0] * d[2][1] - d[1][1] * d[2][0]);
  }

  private static IntensityAugmentation sharpness(
      double blur, AugmentationRange sigma, double lowResolution, AugmentationRange resolution) {
    return new IntensityAugmentation(
        1, ZERO, ONE, ONE, ONE, ONE, 0, ZERO, blur, sigma, lowResolution, resolution);
  }

  private static Image stripesAlongZ(Grid grid) {
    float[] samples = new float[grid.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i / (grid.width() * grid.height()) % 2;
    }
    return new Image(grid, 1, 1, samples);
  }

  /** Radius in millimetres about the centre. */
  private static LabelMap ball(Grid grid, double radius) {
    byte[] labels = new byte[grid.count()];
    for (int i = 0; i < labels.length; i++) {
      double sum = 0;
      int[] at = {
        i % grid.width(), i / grid.width() % grid.height(), i / grid.width() / grid.height()
      };
      for (int axis = 0; axis < 3; axis++) {
        double away =
            (at[axis] - (grid.size(axis) - 1) / 2.0) * grid.placement().spacing().get(axis);
        sum += away * away;
      }
      labels[i] = (byte) (sum < radius * radius ? 1 : 0);
    }
    return new LabelMap(grid, labels);
  }

  private static Image slice(Image volume, int z) {
    int size = volume.width() * volume.height();
    return new Image(
        volume.width(),
        volume.height(),
        1,
        volume.maximum(),
        Arrays.copyOfRange(volume.samples(), z * size, (z + 1) * size));
  }

  private static Image noise(Grid grid, int channels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[grid.count() * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return new Image(grid, channels, 1, samples);
  }

  private static LabelMap labels(Grid grid, long seed, int classes) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] labels = new byte[grid.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(classes);
    }
    return new LabelMap(grid, labels);
  }
}
