package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VolumeResamplingTest {
  /** Axes of the grid: x runs to the back, y to the head, z to the right. */
  private static final Placement TURNED =
      new Placement(
          List.of(0.5, 2.0, 3.0),
          List.of(10.0, 20.0, 30.0),
          List.of(0.0, 0.0, -1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0));

  @Test
  void theOuterBordersStayWhereTheyAre() {
    Grid grid = new Grid(6, 4, 5, TURNED);
    Grid resized = Resampling.resize(grid, 9, 2, 10);
    assertThat(resized.placement().spacing())
        .containsExactly(0.5 * 6 / 9, 2.0 * 4 / 2, 3.0 * 5 / 10);
    for (int c = 0; c < 3; c++) {
      assertThat(resized.placement().world(c, -0.5, -0.5, -0.5))
          .isCloseTo(TURNED.world(c, -0.5, -0.5, -0.5), within(1e-12));
      assertThat(resized.placement().world(c, 8.5, 1.5, 9.5))
          .isCloseTo(TURNED.world(c, 5.5, 3.5, 4.5), within(1e-12));
    }
  }

  @Test
  void aPictureWithoutAPlaceStaysWithoutOne() {
    assertThat(Resampling.resize(Grid.of(6, 4), 3, 8, 1)).isEqualTo(Grid.of(3, 8));
    assertThat(Resampling.resize(Grid.of(6, 4, 2), 6, 4, 1).placement().spacing().get(2))
        .isEqualTo(2);
  }

  @Test
  void theThirdAxisIsFilteredAsTheOthersAre() {
    SplittableRandom random = new SplittableRandom(1);
    for (int[] sizes : new int[][] {{7, 3}, {7, 16}, {4, 4}, {5, 1}, {1, 6}, {9, 8}, {2, 11}}) {
      Image line = noise(Grid.of(1, 1, sizes[0]), 1, random);
      Image resized = Resampling.resize(line, 1, 1, sizes[1]);
      assertThat(resized.samples())
          .containsExactly(
              Resampling.resize(line.samples(), sizes[0], 1, sizes[1], 1), within(1e-6f));
    }
  }

  @Test
  void theSameVolumeWithItsAxesExchangedGivesTheSameVoxels() {
    Image image = noise(Grid.of(5, 6, 7), 1, new SplittableRandom(2));
    Image turned = Resampling.resize(exchangeXandZ(image), 3, 9, 8);
    float[] expected = exchangeXandZ(Resampling.resize(image, 8, 9, 3)).samples();
    assertThat(turned.samples()).containsExactly(expected, within(1e-5f));
  }

  @Test
  void aLinearRampInTheWorldStaysTheSameRamp() {
    // Away from the border, where the volume is mirrored, interpolation is exact.
    Grid grid = new Grid(12, 12, 12, TURNED);
    Image resized = Resampling.resize(ramp(grid), 24, 18, 6);
    Image expected = ramp(resized.grid());
    for (int z = 1; z < 5; z++) {
      for (int y = 1; y < 17; y++) {
        for (int x = 1; x < 23; x++) {
          assertThat(resized.at(0, z, y, x)).isCloseTo(expected.at(0, z, y, x), within(1e-3f));
        }
      }
    }
  }

  @Test
  void constantsStayConstantAndMeansAreKept() {
    float[] samples = new float[2 * 6 * 4 * 8];
    Arrays.fill(samples, 0.3f);
    Image constant = new Image(Grid.of(6, 4, 8), 2, 1, samples);
    assertThat(Resampling.resize(constant, 5, 9, 3).samples()).containsOnly(0.3f);
    Image image = noise(Grid.of(6, 4, 8), 1, new SplittableRandom(3));
    assertThat(mean(Resampling.resize(image, 3, 2, 2))).isCloseTo(mean(image), within(1e-6));
    assertThat(mean(Resampling.resize(image, 12, 8, 24))).isCloseTo(mean(image), within(1e-6));
  }

  @Test
  void aTargetIsReachedExactly() {
    Grid grid = new Grid(6, 4, 5, TURNED);
    Grid coarse = Resampling.resize(grid, 5, 3, 7);
    Image image = noise(coarse, 1, new SplittableRandom(4));
    assertThat(Resampling.resize(image, grid).grid()).isSameAs(grid);
    LabelMap map = labels(coarse, new SplittableRandom(4), 3);
    assertThat(Resampling.resize(map, grid).grid()).isSameAs(grid);
    Grid elsewhere = new Grid(6, 4, 5, TURNED.from(1, 0, 0));
    assertThatThrownBy(() -> Resampling.resize(image, elsewhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 x 4 x 5");
    assertThatThrownBy(() -> Resampling.resize(image, 3, 3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3x3x0");
  }

  @Test
  void labelsComeFromTheVoxelUnderTheCentre() {
    LabelMap map = labels(Grid.of(5, 4, 3), new SplittableRandom(5), 200);
    LabelMap resized = Resampling.resize(map, 7, 8, 2);
    for (int z = 0; z < 2; z++) {
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 7; x++) {
          int expected =
              map.at((int) ((z + 0.5) * 3 / 2), (int) ((y + 0.5) * 4 / 8), (x * 10 + 5) / 14);
          assertThat(resized.at(z, y, x)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void theClassOfTheGreatestResampledIndicatorIsTaken() {
    SplittableRandom random = new SplittableRandom(6);
    LabelMap map = labels(Grid.of(5, 6, 4), random, 4);
    LabelMap smooth = Resampling.resizeByShare(map, Resampling.resize(map.grid(), 8, 4, 11));
    float[][] shares = new float[4][];
    for (int label = 0; label < 4; label++) {
      float[] indicator = new float[map.labels().length];
      for (int i = 0; i < indicator.length; i++) {
        indicator[i] = map.labels()[i] == label ? 1 : 0;
      }
      shares[label] = Resampling.resize(new Image(map.grid(), 1, 1, indicator), 8, 4, 11).samples();
    }
    for (int i = 0; i < smooth.labels().length; i++) {
      float taken = shares[smooth.labels()[i]][i];
      for (int label = 0; label < 4; label++) {
        assertThat(shares[label][i]).isLessThanOrEqualTo(taken);
        assertThat(label < smooth.labels()[i] && shares[label][i] == taken).isFalse();
      }
    }
  }

  @Test
  void sharesShowASphereBetterThanTheNearestVoxel() {
    Grid coarse = new Grid(10, 10, 5, Placement.NONE.withSpacing(2, 2, 4));
    Grid fine = Resampling.resize(coarse, 30, 30, 20);
    LabelMap truth = sphere(fine);
    int shareErrors = errors(Resampling.resizeByShare(sphere(coarse), fine), truth);
    int nearestErrors = errors(Resampling.resize(sphere(coarse), fine), truth);
    assertThat(shareErrors).isLessThan(nearestErrors);
  }

  @Test
  void planesInTheOrderOfTheirArrivalGiveTheWholeVolume() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 60; trial++) {
      Grid source = randomGrid(random);
      Grid target = randomGrid(random);
      int channels = 1 + random.nextInt(3);
      Image image = noise(source, channels, random);
      Image whole = Resampling.resize(image, target.width(), target.height(), target.depth());
      PlaneResampler resampler = new PlaneResampler(source, target, channels);
      List<float[]> planes = new ArrayList<>();
      for (int z = 0; z < source.depth(); z++) {
        resampler.accept(
            plane(image, z),
            (at, values) -> {
              assertThat(at).isEqualTo(planes.size());
              planes.add(values);
            });
      }
      assertThat(planes).hasSize(target.depth());
      for (int z = 0; z < target.depth(); z++) {
        assertThat(planes.get(z)).isEqualTo(plane(whole, z));
      }
    }
  }

  @Test
  void planesAreHandedOnAsSoonAsTheyAreComplete() {
    // From 4 to 8 slices: plane z has its centre at (z + 0.5) / 2 - 0.5 of the source.
    PlaneResampler resampler = new PlaneResampler(Grid.of(1, 1, 4), Grid.of(1, 1, 8), 1);
    List<List<Integer>> handedOn = new ArrayList<>();
    for (int z = 0; z < 4; z++) {
      List<Integer> now = new ArrayList<>();
      resampler.accept(new float[1], (at, values) -> now.add(at));
      handedOn.add(now);
    }
    assertThat(handedOn)
        .containsExactly(List.of(0), List.of(1, 2), List.of(3, 4), List.of(5, 6, 7));
    assertThatThrownBy(() -> resampler.accept(new float[1], (at, values) -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> resampler.accept(new float[2], (at, values) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Grid randomGrid(SplittableRandom random) {
    return Grid.of(1 + random.nextInt(6), 1 + random.nextInt(6), 1 + random.nextInt(12));
  }

  private static float[] plane(Image image, int z) {
    int size = image.width() * image.height();
    float[] plane = new float[image.channels() * size];
    for (int c = 0; c < image.channels(); c++) {
      System.arraycopy(image.samples(), (c * image.depth() + z) * size, plane, c * size, size);
    }
    return plane;
  }

  private static Image noise(Grid grid, int channels, SplittableRandom random) {
    float[] samples = new float[grid.count() * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return new Image(grid, channels, 1, samples);
  }

  private static LabelMap labels(Grid grid, SplittableRandom random, int classes) {
    byte[] labels = new byte[grid.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(classes);
    }
    return new LabelMap(grid, labels);
  }

  private static Image ramp(Grid grid) {
    float[] samples = new float[grid.count()];
    for (int i = 0; i < samples.length; i++) {
      int x = i % grid.width();
      int y = i / grid.width() % grid.height();
      int z = i / grid.width() / grid.height();
      Placement placement = grid.placement();
      samples[i] =
          (float)
              (placement.world(0, x, y, z)
                  + 2 * placement.world(1, x, y, z)
                  - 3 * placement.world(2, x, y, z));
    }
    return new Image(grid, 1, 1, samples);
  }

  private static Image exchangeXandZ(Image image) {
    float[] samples = new float[image.samples().length];
    Grid grid = Grid.of(image.depth(), image.height(), image.width());
    for (int x = 0; x < image.width(); x++) {
      for (int y = 0; y < image.height(); y++) {
        for (int z = 0; z < image.depth(); z++) {
          samples[(x * grid.height() + y) * grid.width() + z] = image.at(0, z, y, x);
        }
      }
    }
    return new Image(grid, 1, 1, samples);
  }

  /** Radius 7 mm about the middle of a cube of 20 mm. */
  private static LabelMap sphere(Grid grid) {
    byte[] labels = new byte[grid.count()];
    for (int i = 0; i < labels.length; i++) {
      int x = i % grid.width();
      int y = i / grid.width() % grid.height();
      int z = i / grid.width() / grid.height();
      Placement placement = grid.placement();
      double distance =
          Math.sqrt(
              Math.pow(placement.world(0, x, y, z) - 9, 2)
                  + Math.pow(placement.world(1, x, y, z) - 9, 2)
                  + Math.pow(placement.world(2, x, y, z) - 8, 2));
      labels[i] = (byte) (distance < 7 ? 1 : 0);
    }
    return new LabelMap(grid, labels);
  }

  private static int errors(LabelMap map, LabelMap truth) {
    int errors = 0;
    for (int i = 0; i < truth.labels().length; i++) {
      errors += map.labels()[i] == truth.labels()[i] ? 0 : 1;
    }
    return errors;
  }

  private static double mean(Image image) {
    double sum = 0;
    for (float sample : image.samples()) {
      sum += sample;
    }
    return sum / image.samples().length;
  }
}
