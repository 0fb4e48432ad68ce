package io.github.handful.segment.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.LabelMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SurfaceDistancesTest {
  private static final SurfaceSettings PIXELS = SurfaceSettings.pixels();

  @Test
  void equalMasksHaveNoDistance() {
    LabelMap mask = Masks.rectangle(9, 2, 3, 4, 5);
    assertThat(SurfaceDistances.of(mask, mask, 1, PIXELS))
        .isEqualTo(new SurfaceDistances(0, 0, 0, 1));
  }

  @Test
  void shiftedSquaresHaveTheDistancesCountedByHand() {
    // Outlines of 4 * 3 = 12 pixels. One column apart, the 6 pixels of the rows they share lie on
    // the other outline and the 4 + 2 of the left and right columns lie 1 beside it.
    LabelMap one = Masks.rectangle(10, 2, 2, 4, 4);
    LabelMap two = Masks.rectangle(10, 3, 2, 4, 4);
    SurfaceDistances distances = SurfaceDistances.of(one, two, 1, new SurfaceSettings(1, 1, 0.5));
    assertThat(distances.averageDistance()).isEqualTo((6 + 6) * 1 / (12.0 + 12));
    assertThat(distances.normalisedDistance()).isEqualTo((6 + 6) / (12.0 + 12));
    assertThat(distances.hausdorff95()).isEqualTo(1);
    assertThat(SurfaceDistances.of(one, two, 1, new SurfaceSettings(1, 1, 1)).normalisedDistance())
        .isEqualTo(1);
  }

  @Test
  void thePercentileIsInterpolatedAndTheGreaterDirectionCounts() {
    // Rows of 20 and 30 pixels: from the longer 20 zeros, 1, 2, ..., 10; from the shorter zeros.
    LabelMap shorter = Masks.rectangle(40, 3, 7, 20, 1);
    LabelMap longer = Masks.rectangle(40, 3, 7, 30, 1);
    SurfaceDistances distances = SurfaceDistances.of(shorter, longer, 1, PIXELS);
    // Position 0.95 * 29 = 27.55 of the sorted 30, between the values 8 and 9.
    assertThat(distances.hausdorff95()).isCloseTo(8 + 0.55, within(1e-12));
    assertThat(distances.hausdorff()).isEqualTo(10);
    assertThat(distances.averageDistance()).isEqualTo((10 * 11 / 2) / (20.0 + 30));
    assertThat(distances.normalisedDistance()).isEqualTo((20 + 20 + 2) / (20.0 + 30));
    assertThat(SurfaceDistances.of(longer, shorter, 1, PIXELS)).isEqualTo(distances);
  }

  @Test
  void spacingStretchesTheAxes() {
    LabelMap one = Masks.rectangle(8, 1, 1, 1, 1);
    LabelMap two = Masks.rectangle(8, 4, 5, 1, 1);
    assertThat(SurfaceDistances.of(one, two, 1, PIXELS).hausdorff95())
        .isEqualTo(Math.sqrt(3 * 3 + 4 * 4));
    assertThat(SurfaceDistances.of(one, two, 1, new SurfaceSettings(2, 0.5, 2)).averageDistance())
        .isEqualTo(Math.sqrt(6 * 6 + 2 * 2));
  }

  @Test
  void theBorderOfTheImageIsAnOutline() {
    // A full 5x5 image has the outline 4 * 4 = 16; its inner 3x3 the outline 8, all 1 away from
    // it. The four corners of the full one are sqrt(2) away, the other 12 are 1 away.
    SurfaceDistances distances =
        SurfaceDistances.of(
            Masks.rectangle(5, 0, 0, 5, 5), Masks.rectangle(5, 1, 1, 3, 3), 1, PIXELS);
    assertThat(distances.averageDistance())
        .isCloseTo((4 * Math.sqrt(2) + 12 + 8) / (16 + 8), within(1e-12));
  }

  @Test
  void emptyMasksFollowTheRuleOfThePackage() {
    LabelMap square = Masks.rectangle(5, 1, 1, 2, 2);
    assertThat(SurfaceDistances.of(Masks.empty(5, 5), Masks.empty(5, 5), 1, PIXELS))
        .isEqualTo(new SurfaceDistances(0, 0, 0, 1));
    for (SurfaceDistances distances :
        List.of(
            SurfaceDistances.of(square, Masks.empty(5, 5), 1, PIXELS),
            SurfaceDistances.of(Masks.empty(5, 5), square, 1, PIXELS))) {
      assertThat(distances.hausdorff()).isNaN();
      assertThat(distances.hausdorff95()).isNaN();
      assertThat(distances.averageDistance()).isNaN();
      assertThat(distances.normalisedDistance()).isZero();
    }
  }

  @Test
  void randomMasksAgreeWithBruteForce() {
    SplittableRandom random = new SplittableRandom(17);
    SurfaceSettings settings = new SurfaceSettings(0.7, 1.9, 1.5);
    for (int trial = 0; trial < 200; trial++) {
      int width = 3 + random.nextInt(8);
      int height = 3 + random.nextInt(8);
      LabelMap prediction = Masks.random(random, width, height, random.nextDouble(0.3, 0.95));
      LabelMap truth = Masks.random(random, width, height, random.nextDouble(0.3, 0.95));
      if (prediction.count(1) == 0 || truth.count(1) == 0) {
        continue;
      }
      List<Double> there = bruteForce(prediction, truth, settings);
      List<Double> back = bruteForce(truth, prediction, settings);
      List<Double> both = new ArrayList<>(there);
      both.addAll(back);
      double sum = both.stream().mapToDouble(Double::doubleValue).sum();
      double near = both.stream().filter(d -> d <= 1.5).count();
      SurfaceDistances distances = SurfaceDistances.of(prediction, truth, 1, settings);
      assertThat(distances.hausdorff95())
          .isCloseTo(Math.max(percentile95(there), percentile95(back)), within(1e-9));
      assertThat(distances.hausdorff()).isCloseTo(Collections.max(both), within(1e-9));
      assertThat(distances.averageDistance()).isCloseTo(sum / both.size(), within(1e-9));
      assertThat(distances.normalisedDistance()).isCloseTo(near / both.size(), within(1e-9));
    }
  }

  private static List<Double> bruteForce(LabelMap from, LabelMap to, SurfaceSettings settings) {
    List<Double> distances = new ArrayList<>();
    for (int[] a : outline(from)) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int[] b : outline(to)) {
        double dx = (a[0] - b[0]) * settings.spacingX();
        double dy = (a[1] - b[1]) * settings.spacingY();
        nearest = Math.min(nearest, Math.hypot(dx, dy));
      }
      distances.add(nearest);
    }
    Collections.sort(distances);
    return distances;
  }

  private static List<int[]> outline(LabelMap map) {
    List<int[]> outline = new ArrayList<>();
    int[][] steps = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        boolean open = false;
        for (int[] step : steps) {
          int nx = x + step[0];
          int ny = y + step[1];
          open |=
              nx < 0 || ny < 0 || nx == map.width() || ny == map.height() || map.at(ny, nx) != 1;
        }
        if (map.at(y, x) == 1 && open) {
          outline.add(new int[] {x, y});
        }
      }
    }
    return outline;
  }

  private static double percentile95(List<Double> sorted) {
    double position = 0.95 * (sorted.size() - 1);
    double lower = sorted.get((int) Math.floor(position));
    double upper = sorted.get((int) Math.ceil(position));
    double part = position - Math.floor(position);
    return (1 - part) * lower + part * upper;
  }
}
