package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.segment.VolumeUNetSpec.Stage;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeUNetTest {
  private static final List<Integer> ONE = List.of(1, 1, 1);
  private static final List<Integer> TWO = List.of(2, 2, 2);
  private static final List<Integer> THREE = List.of(3, 3, 3);
  private static final List<Integer> SLICE = List.of(3, 3, 1);
  private static final List<Integer> IN_SLICE = List.of(2, 2, 1);

  @Test
  void theReferenceHasThePublishedNumberOfParameters() {
    try (Segmenter net = new ReferenceVolumeUNetSpec(1, 2).build(Compute.REFERENCE)) {
      assertThat(net.network().parameters().count()).isEqualTo(19_072_834);
    }
  }

  @Test
  void theDefaultHasTheWeightsOfItsConvolutionsAndNormalisations() {
    VolumeUNetSpec spec =
        new VolumeUNetSpec(
            2,
            3,
            4,
            List.of(new Stage(SLICE, ONE), new Stage(SLICE, IN_SLICE), new Stage(THREE, TWO)));
    try (Segmenter net = spec.build(Compute.REFERENCE)) {
      long down = 9 * (2 * 4 + 4 * 4) + 9 * (4 * 8 + 8 * 8) + 27 * (8 * 16 + 16 * 16);
      long up = 8 * 16 * 8 + 9 * (16 * 8 + 8 * 8) + 4 * 8 * 4 + 9 * (8 * 4 + 4 * 4);
      long norms = 4 * (4 + 8 + 16 + 8 + 4);
      long head = 4 * 3 + 3;
      assertThat(net.network().parameters().count()).isEqualTo(down + up + norms + head);
      assertThat(spec.leastWeights()).isEqualTo(27 * 16 * 16);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "4, 4"})
  void givesLogitsOfTheVolumesSize(int classes, int planes) {
    VolumeUNetSpec spec =
        new VolumeUNetSpec(
            1, classes, 2, List.of(new Stage(SLICE, ONE), new Stage(THREE, IN_SLICE)));
    assertThat(List.of(spec.multiple(0), spec.multiple(1), spec.multiple(2))).isEqualTo(IN_SLICE);
    assertThat(logits(spec, 2, 1, 5, 6, 8)).containsExactly(2, planes, 5, 6, 8);
  }

  @Test
  void theReferenceGivesALogitPlaneForEachClass() {
    assertThat(logits(new ReferenceVolumeUNetSpec(1, 2), 1, 1, 8, 16, 8))
        .containsExactly(1, 2, 8, 16, 8);
  }

  private static long[] logits(SegmenterSpec spec, long... shape) {
    try (Segmenter net = spec.build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor images = Ops.uniform(1, shape);
      return Shapes.of(Autograd.withoutGraph(() -> net.logits(net.network().training(), images)));
    }
  }

  /** Within slices of 1 mm that are 4 mm apart, voxels of neighbouring slices are far apart. */
  @Test
  void stagesOfThickSlicesHalveTheSlicesFirst() {
    assertThat(VolumeUNetSpec.stages(List.of(1.0, 1.0, 4.0), List.of(64, 64, 16), 6))
        .containsExactly(
            new Stage(SLICE, ONE),
            new Stage(SLICE, IN_SLICE), // 2, 2, 4 mm: still twice as coarse
            new Stage(THREE, IN_SLICE), // 4, 4, 4 mm; 16, 16, 16 voxels
            new Stage(THREE, TWO), // 8, 8, 8 voxels
            new Stage(THREE, TWO)); // 4, 4, 4 voxels
  }

  @Test
  void stagesOfEvenVoxelsHalveUntilASideWouldFallBelowFour() {
    // 40 x 56 x 40: 20, 28, 20; 10, 14, 10; 5, 7, 5; and a half of 7 would be less than four.
    List<Stage> stages = VolumeUNetSpec.stages(List.of(1.0, 1.0, 1.0), List.of(40, 56, 40), 6);
    assertThat(stages)
        .containsExactly(
            new Stage(THREE, ONE),
            new Stage(THREE, TWO),
            new Stage(THREE, TWO),
            new Stage(THREE, TWO));
    assertThat(VolumeUNetSpec.stages(List.of(1.0, 1.0, 1.0), List.of(40, 56, 40), 3)).hasSize(3);
    assertThat(VolumeUNetSpec.stages(List.of(1.0, 1.0, 1.0), List.of(64, 8, 7), 9))
        .containsExactly(
            new Stage(THREE, ONE),
            new Stage(THREE, IN_SLICE), // 32, 4, 7 voxels
            new Stage(THREE, List.of(2, 1, 1)),
            new Stage(THREE, List.of(2, 1, 1)),
            new Stage(THREE, List.of(2, 1, 1)));
  }

  @Test
  void featuresAreDoubledToACap() {
    VolumeUNetSpec spec =
        new VolumeUNetSpec(
            1, 2, 32, VolumeUNetSpec.stages(List.of(1.0, 1.0, 1.0), List.of(128, 128, 128), 6));
    assertThat(spec.stages()).hasSize(6);
    assertThat(List.of(spec.features(0), spec.features(3), spec.features(4), spec.features(5)))
        .containsExactly(32, 256, 320, 320);
  }

  @Test
  void architecturesComeBackFromJsonAndTheUNetIsTheDefault() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    List<SegmenterSpec> specs =
        List.of(
            new UNetSpec(1, 2, 16, 4),
            new VolumeUNetSpec(
                1, 3, 16, VolumeUNetSpec.stages(List.of(1.0, 1.0, 3.0), List.of(32, 32, 16), 4)),
            new ReferenceVolumeUNetSpec(2, 3));
    for (SegmenterSpec spec : specs) {
      assertThat(json.readValue(json.writeValueAsString(spec), SegmenterSpec.class))
          .isEqualTo(spec);
    }
    JsonNode older = json.readTree("{\"channels\":1,\"classes\":2,\"width\":16,\"depth\":4}");
    OlderSegmenter.complete(older);
    assertThat(json.treeToValue(older, SegmenterSpec.class)).isEqualTo(specs.get(0));
  }

  @Test
  void stagesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new Stage(SLICE, TWO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kernels of 1 with strides of 1");
    assertThatThrownBy(
            () ->
                new VolumeUNetSpec(1, 2, 8, List.of(new Stage(THREE, TWO), new Stage(THREE, TWO))))
        .hasMessageContaining("first stage");
    assertThatThrownBy(() -> new VolumeUNetSpec(1, 2, 8, List.of(new Stage(THREE, ONE))))
        .hasMessageContaining("from 2 to 9 stages");
  }
}
