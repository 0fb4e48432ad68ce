package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class LayerHeadTest {
  private static final int HEIGHT = 4;

  /** One surface over two columns: one pixel above it in the first, three in the second. */
  private static SurfaceHeights surface() {
    return new SurfaceHeights(1, 2, new double[] {0.5, 2.5});
  }

  /** Logits of {@code scale} for the true layer of each pixel, and minus that for the other. */
  private static float[] logits(SurfaceHeights heights, float scale) {
    int width = heights.width();
    float[] values = new float[2 * HEIGHT * width];
    for (int k = 0; k < HEIGHT * width; k++) {
      boolean below = heights.layer(k / width, k % width) == 1;
      values[k] = below ? -scale : scale;
      values[HEIGHT * width + k] = -values[k];
    }
    return values;
  }

  private static double dice(float[] logits, SurfaceHeights heights) {
    try (Scope scope = Scope.open()) {
      Tensor planes = Ops.tensor(logits, 1, 2, HEIGHT, heights.width());
      return Ops.value(LayerHead.dice(planes, List.of(heights), Compute.REFERENCE));
    }
  }

  @Test
  void sureAndRightLayersCostNothingAndWrongOnesOne() {
    assertThat(dice(logits(surface(), 40), surface())).isEqualTo(0, within(1e-6));
    assertThat(dice(logits(surface(), -40), surface())).isEqualTo(1, within(1e-6));
  }

  @Test
  void layersWeighByTheInverseSquareOfTheirPixels() {
    SurfaceHeights heights = new SurfaceHeights(1, 2, new double[] {0.5, 0.5});
    // Even odds: layer 0 has 2 pixels, layer 1 has 6; each class gets half of all 8.
    double both = 1 / 4.0 * 1 + 1 / 36.0 * 3;
    double all = 1 / 4.0 * (4 + 2) + 1 / 36.0 * (4 + 6);
    assertThat(dice(new float[16], heights)).isEqualTo(1 - 2 * both / all, within(1e-6));
  }

  @Test
  void columnsWithoutAllSurfacesAreAsIfCutOff() {
    float[] wide = new float[2 * HEIGHT * 3];
    float[] narrow = new float[2 * HEIGHT * 2];
    for (int k = 0; k < wide.length; k++) {
      wide[k] = (float) Math.sin(k);
      if (k % 3 < 2) {
        narrow[k / 3 * 2 + k % 3] = wide[k];
      }
    }
    SurfaceHeights gap = new SurfaceHeights(1, 3, new double[] {0.5, 2.5, Double.NaN});
    assertThat(dice(wide, gap)).isEqualTo(dice(narrow, surface()), within(1e-6));
    SurfaceHeights none = new SurfaceHeights(1, 2, new double[] {Double.NaN, Double.NaN});
    assertThat(dice(narrow, none)).isFinite();
  }

  @Test
  void theGradientIsThatOfTheLoss() {
    float[] at = logits(surface(), 0.3f);
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.tensor(at, 1, 2, HEIGHT, 2).requires_grad_(true);
      Tensor loss = LayerHead.dice(x, List.of(surface()), Compute.REFERENCE);
      double[] gradient = Ops.doubles(Autograd.gradients(loss, List.of(x)).get(0));
      for (int k = 0; k < at.length; k++) {
        float[] more = at.clone();
        float[] less = at.clone();
        more[k] += 0.01f;
        less[k] -= 0.01f;
        double slope = (dice(more, surface()) - dice(less, surface())) / 0.02;
        assertThat(gradient[k]).isEqualTo(slope, within(5e-4));
      }
    }
  }

  @Test
  void aPixelBelongsToTheLayerOfItsCentre() {
    SurfaceHeights heights = new SurfaceHeights(2, 1, new double[] {1.2, 1.2});
    assertThat(heights.layer(1, 0)).isZero();
    assertThat(heights.layer(2, 0)).isEqualTo(2);
  }

  @Test
  void theHeadHasAPlaneForEveryLayer() {
    try (LayerHead head = new LayerHead(new SurfaceNetworkSpec(3, 4, 2, 1, 4), Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor told = head.logits(head.network().evaluating(), Ops.normal(1, 2, 4, 6, 5));
      assertThat(Shapes.of(told)).containsExactly(2, 4, 6, 5);
    }
  }
}
