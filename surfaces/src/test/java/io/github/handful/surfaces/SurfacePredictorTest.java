package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.surfaces.solver.ThicknessLimits;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SurfacePredictorTest {
  private static final ThicknessLimits THICKNESS =
      new ThicknessLimits(List.of(1.3, 0.0, 2.7), List.of(5.2, 3.0, Double.POSITIVE_INFINITY));
  private static final SurfaceLimits LIMITS = new SurfaceLimits(List.of(1, 2, 1, 1), THICKNESS);

  @ParameterizedTest
  @EnumSource(ReadOut.class)
  void anUntrainedNetworkObeysAllLimitsWithoutTolerance(ReadOut readOut) {
    for (double scale : new double[] {0, 1, 300}) {
      try (SurfaceNetwork network = network(scale)) {
        SurfacePredictor predictor =
            new SurfacePredictor(network, LIMITS, readOut, Compute.REFERENCE);
        for (Image image : images()) {
          requireLimits(predictor.predict(image), image.height(), readOut);
        }
      }
    }
  }

  private static void requireLimits(SurfaceHeights heights, int height, ReadOut readOut) {
    assertThat(heights.count()).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      for (int x = 0; x < heights.width(); x++) {
        double row = heights.at(i, x);
        assertThat(row).isBetween(0.0, height - 1.0);
        if (i > 0) {
          double thickness = row - heights.at(i - 1, x);
          boolean orderOnly = readOut == ReadOut.COLUMNS;
          assertThat(thickness >= (orderOnly ? 0 : THICKNESS.minimum().get(i - 1))).isTrue();
          assertThat(orderOnly || thickness <= THICKNESS.maximum().get(i - 1)).isTrue();
        }
        if (readOut.smooth() && x > 0) {
          assertThat(Math.abs(row - heights.at(i, x - 1)) <= (i == 0 ? 1 : 2)).isTrue();
        }
      }
    }
  }

  /** A phantom, an image of one grey, and one of which half the columns are dead. */
  private static List<Image> images() {
    Image phantom = new SurfacePhantom(40, 128, SurfacePhantom.Noise.HIGH).draw(1, 0, 0).image();
    Image half = new Image(40, 128, 1, 255, phantom.samples().clone());
    for (int i = 0; i < half.samples().length; i++) {
      half.samples()[i] = i % 40 < 20 ? 0 : half.samples()[i];
    }
    return List.of(phantom, half, new Image(17, 33, 3, 255, new float[3 * 17 * 33]));
  }

  private static SurfaceNetwork network(double scale) {
    Ops.seed(3);
    SurfaceNetwork network = new SurfaceNetworkSpec(4, 2, 2, 1, 4).build(Compute.REFERENCE);
    try (Scope scope = Scope.open();
        var scaled = network.network().parameters().map(t -> Ops.times(t.detach(), scale))) {
      network.network().parameters().get("logits.weight").set_data(scaled.get("logits.weight"));
    }
    return network;
  }

  @Test
  void aDeadColumnIsCrossedByInterpolation() {
    Image phantom = new SurfacePhantom(32, 128, SurfacePhantom.Noise.LOW).draw(1, 0, 0).image();
    for (int z = 0; z < 128; z++) {
      phantom.samples()[z * 32 + 16] = 0;
    }
    try (SurfaceNetwork network = network(300)) {
      SurfaceHeights heights =
          new SurfacePredictor(network, LIMITS, ReadOut.SMOOTHED_PATH, Compute.REFERENCE)
              .predict(phantom);
      assertThat(heights.at(0, 16))
          .isBetween(
              Math.min(heights.at(0, 15), heights.at(0, 17)) - 1,
              Math.max(heights.at(0, 15), heights.at(0, 17)) + 1);
    }
  }

  @Test
  void weightsThatAreNoNumbersAreToldInASentence() {
    try (SurfaceNetwork network = network(Double.NaN)) {
      SurfacePredictor predictor =
          new SurfacePredictor(network, LIMITS, ReadOut.SMOOTHED_PATH, Compute.REFERENCE);
      assertThatThrownBy(() -> predictor.predict(images().get(0)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("no numbers");
    }
  }

  @Test
  void anImageThatIsTooLowForTheLayersIsRefused() {
    try (SurfaceNetwork network = network(1)) {
      SurfacePredictor predictor =
          new SurfacePredictor(network, LIMITS, ReadOut.PROGRAMME, Compute.REFERENCE);
      assertThatThrownBy(() -> predictor.predict(new Image(8, 4, 1, 255, new float[32])))
          .hasMessageContaining("do not fit into 4 rows");
    }
  }
}
