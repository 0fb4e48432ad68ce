package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.surfaces.SurfaceEvaluation.Measure;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurfaceEvaluationTest {
  private static final double NONE = Double.NaN;

  @Test
  void distancesAreThoseOfAnnotatedColumns() {
    SurfaceHeights truth = new SurfaceHeights(1, 4, new double[] {5, 5, NONE, 5});
    SurfaceHeights predicted = new SurfaceHeights(1, 4, new double[] {6, 4, 90, 8});
    SurfaceComparison comparison = SurfaceComparison.of("a", 0, predicted, truth);
    assertThat(comparison.columns()).isEqualTo(3);
    assertThat(comparison.mean()).isCloseTo(5 / 3.0, within(1e-12));
    assertThat(comparison.rms()).isCloseTo(Math.sqrt(11 / 3.0), within(1e-12));
    assertThat(comparison.percentile95()).isEqualTo(3);
    assertThat(comparison.largest()).isEqualTo(3);
  }

  @Test
  void aSpikeStandsOutOfItsSurroundingsAndAShiftDoesNot() {
    double[] rows = new double[100];
    double[] shifted = new double[100];
    Arrays.fill(shifted, 8);
    shifted[40] += 3.5;
    shifted[41] += 2.5;
    shifted[42] -= 20;
    SurfaceComparison comparison =
        SurfaceComparison.of(
            "a", 0, new SurfaceHeights(1, 100, shifted), new SurfaceHeights(1, 100, rows));
    assertThat(comparison.spikes()).isEqualTo(0.02);
  }

  @Test
  void meansAreTakenOverScansAndGivenInMicrometres() {
    SurfaceEvaluation evaluation =
        new SurfaceEvaluation.Builder()
            .add("a", heights(1, 4), heights(0, 0))
            .add("b", heights(3, 6), heights(0, 0))
            .build(Optional.of(new PixelSize(2, 9)), new Bootstrap(100, 1));
    assertThat(evaluation.of(Measure.MEAN_DISTANCE, 0).mean()).isEqualTo(2);
    assertThat(evaluation.of(Measure.MEAN_DISTANCE, 1).mean()).isEqualTo(5);
    Bootstrap.Interval overall = evaluation.overall(Measure.MEAN_DISTANCE);
    assertThat(overall.mean()).isEqualTo(3.5);
    assertThat(overall.lower()).isEqualTo(2.5);
    assertThat(overall.upper()).isEqualTo(4.5);
    assertThat(evaluation.micrometres(Measure.MEAN_DISTANCE, overall).orElseThrow().mean())
        .isEqualTo(7);
    assertThat(evaluation.micrometres(Measure.SPIKES, overall)).isEmpty();
  }

  @Test
  void aSurfaceWithoutAnnotationIsLeftOut() {
    SurfaceHeights truth = new SurfaceHeights(2, 1, new double[] {NONE, 5});
    SurfaceEvaluation evaluation =
        new SurfaceEvaluation.Builder()
            .add("a", heights(1, 4), truth)
            .build(Optional.empty(), new Bootstrap(100, 1));
    assertThat(evaluation.of(Measure.RMS, 0).used()).isZero();
    assertThat(evaluation.overall(Measure.MEAN_DISTANCE).mean()).isEqualTo(1);
    assertThat(evaluation.of(Measure.SPIKES, 0).leftOut()).isEqualTo(1);
  }

  @Test
  void surfacesThatDoNotBelongTogetherAreRefused() {
    assertThatThrownBy(
            () ->
                SurfaceComparison.of(
                    "a", 0, heights(1, 2), new SurfaceHeights(1, 1, new double[] {1})))
        .hasMessageContaining("2 predicted surfaces of 1 columns, 1 true ones of 1");
  }

  private static SurfaceHeights heights(double first, double second) {
    return new SurfaceHeights(2, 1, new double[] {first, second});
  }
}
