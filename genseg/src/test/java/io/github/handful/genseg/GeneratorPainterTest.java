package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.segment.Batch;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratorPainterTest {
  private static final int SIDE = 32;

  private static GeneratorPainter painter() {
    Ops.threads(1);
    Ops.seed(3);
    Pix2PixSpec spec =
        new Pix2PixSpec(3, 1, 8, 4, Norm.Kind.INSTANCE, Pix2PixSpec.Search.NONE, true);
    return new GeneratorPainter(spec, 100, 2e-3, Compute.REFERENCE);
  }

  /** Three layers of even brightness; the border of the second falls within pixels. */
  private static Batch layers() {
    float[] parts = new float[3 * SIDE * SIDE];
    float[] image = new float[SIDE * SIDE];
    float[] brightness = {0.1f, 0.9f, 0.5f};
    for (int k = 0; k < image.length; k++) {
      float z = k / SIDE;
      parts[k] = z < 8 ? 1 : 0;
      float second = z < 8 ? 0 : Math.max(0, Math.min(1, 16 + k % SIDE / 8f - z));
      parts[image.length + k] = second;
      parts[2 * image.length + k] = 1 - parts[k] - second;
      for (int layer = 0; layer < 3; layer++) {
        image[k] += brightness[layer] * parts[layer * image.length + k];
      }
    }
    return new Batch(Ops.tensor(image, 1, 1, SIDE, SIDE), Ops.tensor(parts, 1, 3, SIDE, SIDE));
  }

  @Test
  void itLearnsWhatLayersLookLike() {
    try (GeneratorPainter painter = painter();
        Scope scope = Scope.open()) {
      Batch batch = layers();
      Map<String, Double> first = painter.learn(batch, 1);
      for (int i = 0; i < 60; i++) {
        painter.learn(batch, i);
      }
      assertThat(painter.learn(batch, 1).get("difference"))
          .isLessThan(0.4 * first.get("difference"));
      assertThat(painter.multiple(0)).isEqualTo(16);
    }
  }

  @Test
  void imagesAreInTheirRangeAndTheSameForOneSeed() {
    try (GeneratorPainter painter = painter();
        Scope scope = Scope.open()) {
      var targets = layers().targets();
      float[] once = Ops.floats(painter.paint(targets, 5));
      assertThat(once).hasSize(SIDE * SIDE);
      for (float value : once) {
        assertThat(value).isBetween(0f, 1f);
      }
      assertThat(Ops.floats(painter.paint(targets, 5))).isEqualTo(once);
      assertThat(Ops.floats(painter.paint(targets, 6))).isNotEqualTo(once);
    }
  }
}
