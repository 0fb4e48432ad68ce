package io.github.handful.segment.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistanceTransformTest {

  @Test
  void aSingleSiteGivesItsDistance() {
    boolean[] sites = new boolean[5 * 4];
    sites[0] = true;
    double[] distances = DistanceTransform.distances(sites, 5, 4, 1, 1);
    assertThat(distances[3 * 5 + 4]).isEqualTo(Math.sqrt(4 * 4 + 3 * 3));
    assertThat(distances[0]).isZero();
    double[] stretched = DistanceTransform.distances(sites, 5, 4, 0.5, 3);
    assertThat(stretched[3 * 5 + 4]).isEqualTo(Math.sqrt(2 * 2 + 9 * 9));
  }

  @Test
  void withoutSitesAllDistancesAreInfinite() {
    assertThat(DistanceTransform.distances(new boolean[6], 3, 2, 1, 1))
        .containsOnly(Double.POSITIVE_INFINITY);
  }

  @Test
  void randomSitesAgreeWithBruteForce() {
    SplittableRandom random = new SplittableRandom(3);
    double[] densities = {0.02, 0.1, 0.5, 0.9};
    for (int trial = 0; trial < 300; trial++) {
      int width = 1 + random.nextInt(14);
      int height = 1 + random.nextInt(14);
      double spacingX = random.nextDouble(0.2, 4);
      double spacingY = random.nextDouble(0.2, 4);
      boolean[] sites = new boolean[width * height];
      for (int i = 0; i < sites.length; i++) {
        sites[i] = random.nextDouble() < densities[trial % densities.length];
      }
      double[] distances = DistanceTransform.distances(sites, width, height, spacingX, spacingY);
      for (int i = 0; i < sites.length; i++) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int j = 0; j < sites.length; j++) {
          if (sites[j]) {
            double dx = (i % width - j % width) * spacingX;
            double dy = (i / width - j / width) * spacingY;
            nearest = Math.min(nearest, Math.sqrt(dx * dx + dy * dy));
          }
        }
        if (Double.isInfinite(nearest)) {
          assertThat(distances[i]).isInfinite();
        } else {
          assertThat(distances[i]).isCloseTo(nearest, within(1e-9));
        }
      }
    }
  }

  @Test
  void sizesAndSpacingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> DistanceTransform.distances(new boolean[5], 3, 2, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 x 2");
    assertThatThrownBy(() -> DistanceTransform.distances(new boolean[6], 3, 2, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spacing");
  }
}
