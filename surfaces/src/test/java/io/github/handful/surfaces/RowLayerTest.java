package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.surfaces.solver.ThicknessLimits;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowLayerTest {
  private static final int SURFACES = 3;
  private static final int HEIGHT = 12;
  private static final int WIDTH = 6;
  private static final int EACH = SURFACES * HEIGHT * WIDTH;
  private static final ThicknessLimits LIMITS =
      new ThicknessLimits(List.of(0.5, 1.0), List.of(4.0, Double.POSITIVE_INFINITY));

  static List<RowLayer> layers() {
    return List.of(
        new SoftArgmax(),
        new PathLayer(List.of(1, 2, 0), 0),
        new PathLayer(List.of(1, 2, 0), 0.7),
        new ProgrammeLayer(ThicknessLimits.orderOnly(3)),
        new ProgrammeLayer(LIMITS));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theGradientOfALossOfTheRowsIsThatOfFiniteDifferences(RowLayer layer) {
    SplittableRandom random = new SplittableRandom(1);
    double[] logits = random.doubles(2 * EACH, -1.5, 1.5).toArray();
    double[] gradient = new double[logits.length];
    double h = 0.02;
    evaluate(layer, logits, gradient);
    int checked = 0;
    for (int i = 0; i < logits.length; i += 7) {
      double[] up = logits.clone();
      double[] down = logits.clone();
      up[i] += h;
      down[i] -= h;
      double slope = (evaluate(layer, up, null) - evaluate(layer, down, null)) / (2 * h);
      assertThat(gradient[i]).isCloseTo(slope, within(0.03));
      checked += Math.abs(slope) > 0.3 ? 1 : 0;
    }
    assertThat(checked).isGreaterThan(10);
  }

  /** The smooth L1 distance from rising surfaces, of which some columns are not annotated. */
  private static double evaluate(RowLayer layer, double[] logits, double @Nullable [] gradient) {
    try (Scope scope = Scope.open()) {
      int batch = logits.length / EACH;
      SurfaceTargets targets =
          SurfaceTargets.of(Collections.nCopies(batch, heights()), HEIGHT, Compute.REFERENCE);
      Tensor x = tensor(logits).requires_grad_(true);
      Tensor loss =
          layer.loss(x, targets, s -> Ops.times(SurfaceLoss.DIVERGENCE.rows(s, targets), 10));
      if (gradient != null) {
        double[] values = Ops.doubles(Autograd.gradients(loss, List.of(x)).get(0));
        System.arraycopy(values, 0, gradient, 0, values.length);
      }
      return Ops.value(loss);
    }
  }

  private static SurfaceHeights heights() {
    double[] rows = new double[SURFACES * WIDTH];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = 2 + 3 * (k / WIDTH) + 0.3 * (k % WIDTH);
    }
    rows[1] = Double.NaN;
    rows[WIDTH + 4] = Double.NaN;
    return new SurfaceHeights(SURFACES, WIDTH, rows);
  }

  private static Tensor tensor(double[] logits) {
    float[] values = new float[logits.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) logits[i];
    }
    return Ops.tensor(values, logits.length / EACH, SURFACES, HEIGHT, WIDTH);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aBatchGivesWhatItsScansGiveByThemselves(RowLayer layer) {
    double[] logits = new SplittableRandom(2).doubles(2 * EACH, -3, 3).toArray();
    try (Scope scope = Scope.open()) {
      float[] both = Ops.floats(layer.rows(tensor(logits)));
      float[] second = Ops.floats(layer.rows(tensor(Arrays.copyOfRange(logits, EACH, 2 * EACH))));
      assertThat(Arrays.copyOfRange(both, both.length / 2, both.length))
          .containsExactly(second, within(1e-6f));
    }
  }

  @Test
  void columnsWithoutAnnotationHaveNoSayInTheDynamicProgramme() {
    double[] logits = new SplittableRandom(3).doubles(EACH, -1, 1).toArray();
    double[] changed = logits.clone();
    for (int z = 0; z < HEIGHT; z++) {
      changed[z * WIDTH + 1] = 10 * z;
    }
    PathLayer layer = new PathLayer(List.of(1, 2, 0), 0.5);
    assertThat(evaluate(layer, changed, null)).isEqualTo(evaluate(layer, logits, null));
    double[] gradient = new double[EACH];
    evaluate(layer, logits, gradient);
    for (int z = 0; z < HEIGHT; z++) {
      assertThat(gradient[z * WIDTH + 1]).isZero();
    }
  }

  @Test
  void theStructuredLossIsNeverNegativeAndVanishesForACertainPath() {
    double[] rows = {4, 5, 5, 6, 6, 5};
    double[] logits = new double[HEIGHT * WIDTH];
    try (Scope scope = Scope.open()) {
      SurfaceTargets targets =
          SurfaceTargets.of(List.of(new SurfaceHeights(1, WIDTH, rows)), HEIGHT, Compute.REFERENCE);
      PathLayer layer = new PathLayer(List.of(1), 1);
      Tensor nothing = Ops.tensor(new float[logits.length], 1, 1, HEIGHT, WIDTH);
      double unsure = Ops.value(layer.loss(nothing, targets, s -> Ops.times(s.sum(), 0)));
      float[] certain = new float[logits.length];
      for (int x = 0; x < WIDTH; x++) {
        certain[(int) rows[x] * WIDTH + x] = 50;
      }
      Tensor sure = Ops.tensor(certain, 1, 1, HEIGHT, WIDTH);
      assertThat(unsure).isGreaterThan(1);
      assertThat(Ops.value(layer.loss(sure, targets, s -> Ops.times(s.sum(), 0))))
          .isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void aStepBetweenTwoPixelsIsReadHalfwayBetweenThem() {
    float[] logits = new float[HEIGHT];
    logits[6] = 30;
    logits[7] = 30;
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.tensor(logits, 1, 1, HEIGHT, 1);
      assertThat(Ops.floats(new SoftArgmax().rows(x)))
          .containsExactly(new float[] {6.5f}, within(1e-5f));
      assertThat(Ops.floats(new PathLayer(List.of(1), 0).rows(x)))
          .containsExactly(new float[] {6.5f}, within(1e-5f));
    }
  }
}
