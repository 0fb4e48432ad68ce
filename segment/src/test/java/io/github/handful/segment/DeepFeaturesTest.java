package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeepFeaturesTest {
  @BeforeAll
  static void useOneThread() {
    Ops.threads(1);
  }

  private static Image noise(Grid grid, int channels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[channels * grid.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return new Image(grid, channels, 1, samples);
  }

  @Test
  void areMeansOfTheDeepestMaps() {
    Ops.seed(1);
    try (Segmenter segmenter = new UNetSpec(1, 2, 4, 2).build(Compute.REFERENCE)) {
      Image image = noise(Grid.of(8, 12), 1, 3);
      double[] features = new DeepFeatures(segmenter, Compute.REFERENCE).of(image);
      assertThat(features).hasSize(16);
      try (Scope scope = Scope.open()) {
        Tensor batch = Batch.images(List.of(image), 2, Compute.REFERENCE);
        List<Tensor> levels = segmenter.outputs(segmenter.network().evaluating(), batch).features();
        float[] deepest = Ops.floats(levels.get(2));
        int places = deepest.length / 16;
        assertThat(places).isEqualTo(2 * 3);
        for (int map = 0; map < 16; map++) {
          double sum = 0;
          for (int i = 0; i < places; i++) {
            sum += deepest[map * places + i];
          }
          assertThat(features[map]).isCloseTo(sum / places, within(1e-6));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SegmenterKind.class)
  void everySegmenterForPicturesTellsImagesApart(SegmenterKind kind) {
    Ops.seed(1);
    try (Segmenter segmenter = kind.spec(3, 2, false).build(Compute.REFERENCE)) {
      DeepFeatures features = new DeepFeatures(segmenter, Compute.REFERENCE);
      double[] first = features.of(noise(Grid.of(64, 64), 3, 1));
      assertThat(first).isEqualTo(features.of(noise(Grid.of(64, 64), 3, 1)));
      assertThat(first).isNotEqualTo(features.of(noise(Grid.of(64, 64), 3, 2)));
      assertThat(SegmenterKind.of(segmenter.spec())).contains(kind);
    }
  }

  @Test
  void volumesHaveThemToo() {
    Ops.seed(1);
    try (Segmenter segmenter = new ReferenceVolumeUNetSpec(1, 2).build(Compute.REFERENCE)) {
      double[] features =
          new DeepFeatures(segmenter, Compute.REFERENCE).of(noise(Grid.of(16, 16, 16), 1, 1));
      assertThat(features.length).isGreaterThan(8);
      assertThat(SegmenterKind.of(segmenter.spec())).isEmpty();
    }
  }
}
