package io.github.handful.segment.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Placement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VolumeMetricsTest {
  /** Of no weight for volumes but for the tolerance. */
  private static final SurfaceSettings SETTINGS = new SurfaceSettings(17, 19, 1.5);

  private static final double[] SPACING = {0.7, 1.1, 2.3};

  @Test
  void distancesAgreeWithBruteForce() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 60; trial++) {
      Grid grid = grid(1 + random.nextInt(7), 1 + random.nextInt(7), 1 + random.nextInt(7));
      boolean[] sites = new boolean[grid.count()];
      for (int i = 0; i < sites.length; i++) {
        sites[i] = random.nextDouble() < 0.1;
      }
      sites[random.nextInt(sites.length)] = true;
      double[] distances = DistanceTransform.distances(sites, grid);
      for (int i = 0; i < sites.length; i++) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int j = 0; j < sites.length; j++) {
          nearest = sites[j] ? Math.min(nearest, distance(grid, i, j)) : nearest;
        }
        assertThat(distances[i]).isCloseTo(nearest, within(1e-9));
      }
    }
  }

  @Test
  void randomVolumesAgreeWithBruteForce() {
    SplittableRandom random = new SplittableRandom(17);
    for (int trial = 0; trial < 60; trial++) {
      Grid grid = grid(2 + random.nextInt(6), 2 + random.nextInt(6), 2 + random.nextInt(6));
      LabelMap prediction = random(random, grid, random.nextDouble(0.3, 0.95));
      LabelMap truth = random(random, grid, random.nextDouble(0.3, 0.95));
      for (int label = 1; label < 3; label++) {
        if (prediction.count(label) == 0 || truth.count(label) == 0) {
          continue;
        }
        List<Double> there = bruteForce(prediction, truth, label);
        List<Double> back = bruteForce(truth, prediction, label);
        List<Double> both = new ArrayList<>(there);
        both.addAll(back);
        SurfaceDistances distances = SurfaceDistances.of(prediction, truth, label, SETTINGS);
        assertThat(distances.hausdorff()).isCloseTo(Collections.max(both), within(1e-9));
        assertThat(distances.hausdorff95())
            .isCloseTo(Math.max(percentile95(there), percentile95(back)), within(1e-9));
        assertThat(distances.averageDistance())
            .isCloseTo(both.stream().mapToDouble(d -> d).average().orElseThrow(), within(1e-9));
        assertThat(distances.normalisedDistance())
            .isCloseTo(
                both.stream().filter(d -> d <= 1.5).count() / (double) both.size(), within(1e-9));
      }
    }
  }

  @Test
  void shiftedBoxesHaveTheDistancesCountedByHand() {
    // Boxes of 4 x 4 x 4 voxels, one slice of 2.3 mm apart; each surface has 4^3 - 2^3 = 56 voxels.
    Grid grid = grid(8, 8, 8);
    LabelMap one = box(grid, 2, 2, 2, 4);
    LabelMap two = box(grid, 2, 2, 3, 4);
    SurfaceDistances distances = SurfaceDistances.of(one, two, 1, SETTINGS);
    // Of each surface: 16 voxels of the slice beyond at 2.3 mm, and the inner 4 of the last slice,
    // whose nearest surface voxel of the other box is 0.7 mm beside it.
    assertThat(distances.averageDistance()).isCloseTo((16 * 2.3 + 4 * 0.7) / 56, within(1e-12));
    assertThat(distances.hausdorff()).isEqualTo(2.3);
    assertThat(distances.hausdorff95()).isEqualTo(2.3);
    assertThat(distances.normalisedDistance()).isCloseTo(40 / 56.0, within(1e-12));
  }

  @Test
  void concentricCubesHaveTheDistancesCountedByHand() {
    // The surface of the inner 3^3 has 26 voxels, that of the outer 5^3 has 125 - 27 = 98.
    Grid grid = Grid.of(7, 7, 7);
    SurfaceDistances distances =
        SurfaceDistances.of(box(grid, 1, 1, 1, 5), box(grid, 2, 2, 2, 3), 1, SETTINGS);
    // From the outer: 6 faces of 9 at 1, 12 edges of 3 at sqrt(2), 8 corners at sqrt(3).
    double sum = 26 + 6 * 9 + 12 * 3 * Math.sqrt(2) + 8 * Math.sqrt(3);
    assertThat(distances.averageDistance()).isCloseTo(sum / (26 + 98), within(1e-12));
    assertThat(distances.hausdorff()).isEqualTo(Math.sqrt(3));
    assertThat(distances.normalisedDistance()).isEqualTo((26 + 6 * 9 + 12 * 3) / (26.0 + 98));
  }

  @Test
  void theFirstAndLastSliceAreSurfaces() {
    Grid grid = grid(5, 5, 2);
    LabelMap full = box(grid, 0, 0, 0, 5);
    LabelMap point = new LabelMap(grid, new byte[grid.count()]);
    point.labels()[12] = 1;
    // The middle voxel of a slice is on the surface, so the point lies on it.
    assertThat(
            SurfaceDistances.of(point, full, 1, new SurfaceSettings(1, 1, 0)).normalisedDistance())
        .isEqualTo(2 / 51.0);
  }

  @Test
  void countsAndVolumesAreThoseOfTheVoxels() {
    Grid grid = grid(8, 8, 8);
    List<CaseMetrics> rows =
        CaseMetrics.of("a", box(grid, 1, 1, 1, 4), box(grid, 1, 1, 2, 5), 3, SETTINGS);
    assertThat(rows.get(0).counts())
        .isEqualTo(new OverlapCounts(48, 16, 125 - 48, 512 - 64 - 125 + 48));
    assertThat(rows.get(0).value(Metric.AREA_DIFFERENCE))
        .isCloseTo((64 - 125) * 0.7 * 1.1 * 2.3, within(1e-9));
    assertThat(rows.get(0).value(Metric.HAUSDORFF)).isEqualTo(rows.get(0).surface().hausdorff());
    assertThat(rows.get(1).surface()).isEqualTo(new SurfaceDistances(0, 0, 0, 1));
  }

  @Test
  void oneSliceWithAPlaceIsMeasuredInMillimetres() {
    Grid grid = grid(8, 8, 1);
    LabelMap one = new LabelMap(grid, Masks.rectangle(8, 1, 1, 1, 1).labels());
    LabelMap two = new LabelMap(grid, Masks.rectangle(8, 4, 1, 1, 1).labels());
    assertThat(SurfaceDistances.of(one, two, 1, SETTINGS).hausdorff())
        .isCloseTo(3 * 0.7, within(1e-12));
    assertThat(SETTINGS.spacing(Grid.of(8, 8))).containsExactly(17.0, 19.0, 1.0);
    assertThat(SETTINGS.spacing(Grid.of(8, 8, 2))).containsExactly(1.0, 1.0, 1.0);
  }

  @Test
  void masksOfDifferentDepthOrPlaceAreRefused() {
    Grid grid = grid(4, 4, 4);
    LabelMap truth = box(grid, 1, 1, 1, 2);
    LabelMap shorter = box(grid(4, 4, 3), 1, 1, 1, 2);
    assertThatThrownBy(() -> CaseMetrics.of("scan7", shorter, truth, 2, SETTINGS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("scan7")
        .hasMessageContaining("4 x 4 x 3");
    Grid elsewhere = new Grid(4, 4, 4, grid.placement().from(0, 0, 1));
    assertThatThrownBy(
            () ->
                CaseMetrics.of("scan7", new LabelMap(elsewhere, new byte[64]), truth, 2, SETTINGS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("different places");
  }

  private static Grid grid(int width, int height, int depth) {
    Placement placement = Placement.NONE.withSpacing(SPACING[0], SPACING[1], SPACING[2]);
    return new Grid(width, height, depth, placement);
  }

  /** Class 1 from the voxel (x, y, z) on, as far as the grid reaches. */
  private static LabelMap box(Grid grid, int x, int y, int z, int side) {
    byte[] labels = new byte[grid.count()];
    for (int i = 0; i < labels.length; i++) {
      int[] at = position(grid, i);
      boolean inside = at[0] >= x && at[0] < x + side && at[1] >= y && at[1] < y + side;
      labels[i] = (byte) (inside && at[2] >= z && at[2] < z + side ? 1 : 0);
    }
    return new LabelMap(grid, labels);
  }

  private static LabelMap random(SplittableRandom random, Grid grid, double part) {
    byte[] labels = new byte[grid.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (random.nextDouble() < part ? 1 + random.nextInt(8) / 7 : 0);
    }
    return new LabelMap(grid, labels);
  }

  private static int[] position(Grid grid, int i) {
    return new int[] {
      i % grid.width(), i / grid.width() % grid.height(), i / grid.width() / grid.height()
    };
  }

  private static double distance(Grid grid, int i, int j) {
    int[] a = position(grid, i);
    int[] b = position(grid, j);
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      sum += Math.pow((a[axis] - b[axis]) * grid.placement().spacing().get(axis), 2);
    }
    return Math.sqrt(sum);
  }

  private static List<Double> bruteForce(LabelMap from, LabelMap to, int label) {
    List<Double> distances = new ArrayList<>();
    List<Integer> others = surface(to, label);
    for (int a : surface(from, label)) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int b : others) {
        nearest = Math.min(nearest, distance(from.grid(), a, b));
      }
      distances.add(nearest);
    }
    Collections.sort(distances);
    return distances;
  }

  private static List<Integer> surface(LabelMap map, int label) {
    int[][] steps = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
    List<Integer> surface = new ArrayList<>();
    for (int i = 0; i < map.labels().length; i++) {
      int[] at = position(map.grid(), i);
      boolean open = false;
      for (int[] step : steps) {
        boolean inside = true;
        for (int axis = 0; axis < 3; axis++) {
          int next = at[axis] + step[axis];
          inside &= next >= 0 && next < map.grid().size(axis);
        }
        open |= !inside || map.at(at[2] + step[2], at[1] + step[1], at[0] + step[0]) != label;
      }
      if (map.labels()[i] == label && open) {
        surface.add(i);
      }
    }
    return surface;
  }

  private static double percentile95(List<Double> sorted) {
    double position = 0.95 * (sorted.size() - 1);
    double lower = sorted.get((int) Math.floor(position));
    double upper = sorted.get((int) Math.ceil(position));
    double part = position - Math.floor(position);
    return (1 - part) * lower + part * upper;
  }
}
