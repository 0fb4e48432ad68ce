package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwinUNetTest {
  private static final SwinUNetSpec SMALL = new SwinUNetSpec(1, 2, 8, 2, 3, List.of(2, 2, 1));

  @BeforeAll
  static void oneThread() {
    Ops.threads(1);
  }

  @Test
  void hasThePublishedParametersAndTheOriginalsNames() {
    try (Segmenter net = SwinUNetSpec.published(3, 2).build(Compute.REFERENCE)) {
      ParameterSet all = net.network().parameters();
      assertThat(all.count()).isEqualTo(27_168_132);
      assertThat(net.network().statistics().names()).isEmpty();
      assertThat(shape(all, "patch_embed.proj.weight")).containsExactly(96, 3, 4, 4);
      assertThat(shape(all, "patch_embed.proj.bias")).containsExactly(96);
      assertThat(shape(all, "patch_embed.norm.weight")).containsExactly(96);
      assertThat(shape(all, "layers.0.blocks.0.norm1.weight")).containsExactly(96);
      assertThat(shape(all, "layers.0.blocks.0.attn.relative_position_bias_table"))
          .containsExactly(169, 3);
      assertThat(shape(all, "layers.0.blocks.1.attn.qkv.weight")).containsExactly(288, 96);
      assertThat(shape(all, "layers.0.blocks.1.attn.qkv.bias")).containsExactly(288);
      assertThat(shape(all, "layers.0.blocks.1.attn.proj.weight")).containsExactly(96, 96);
      assertThat(shape(all, "layers.0.blocks.1.norm2.bias")).containsExactly(96);
      assertThat(shape(all, "layers.0.blocks.1.mlp.fc1.weight")).containsExactly(384, 96);
      assertThat(shape(all, "layers.0.blocks.1.mlp.fc2.weight")).containsExactly(96, 384);
      assertThat(shape(all, "layers.0.downsample.reduction.weight")).containsExactly(192, 384);
      assertThat(shape(all, "layers.0.downsample.norm.weight")).containsExactly(384);
      assertThat(shape(all, "layers.2.downsample.reduction.weight")).containsExactly(768, 1536);
      assertThat(shape(all, "layers.3.blocks.1.attn.relative_position_bias_table"))
          .containsExactly(169, 24);
      assertThat(shape(all, "norm.weight")).containsExactly(768);
      assertThat(shape(all, "layers_up.0.expand.weight")).containsExactly(1536, 768);
      assertThat(shape(all, "layers_up.0.norm.weight")).containsExactly(384);
      assertThat(shape(all, "concat_back_dim.1.weight")).containsExactly(384, 768);
      assertThat(shape(all, "concat_back_dim.3.bias")).containsExactly(96);
      assertThat(shape(all, "layers_up.1.blocks.0.attn.relative_position_bias_table"))
          .containsExactly(169, 12);
      assertThat(shape(all, "layers_up.1.upsample.expand.weight")).containsExactly(768, 384);
      assertThat(shape(all, "layers_up.2.upsample.norm.weight")).containsExactly(96);
      assertThat(shape(all, "layers_up.3.blocks.1.mlp.fc2.bias")).containsExactly(96);
      assertThat(shape(all, "norm_up.weight")).containsExactly(96);
      assertThat(shape(all, "up.expand.weight")).containsExactly(1536, 96);
      assertThat(shape(all, "up.norm.weight")).containsExactly(96);
      assertThat(shape(all, "output.weight")).containsExactly(1, 96, 1, 1);
      assertThat(all.names())
          .noneMatch(n -> n.startsWith("layers_up.3.upsample") || n.equals("output.bias"));
    }
  }

  private static long[] shape(ParameterSet all, String name) {
    return Shapes.of(all.get(name));
  }

  @ParameterizedTest
  @CsvSource({"32, 48, 2, 1", "33, 47, 2, 1", "5, 70, 4, 4", "1, 1, 2, 1"})
  void givesLogitsOfTheImagesSizeWhateverItIs(int height, int width, int classes, int planes) {
    SegmenterSpec spec = new SwinUNetSpec(3, classes, 8, 2, 3, List.of(2, 1, 1));
    NetworkChecks.givesLogitsOfTheImagesSize(spec, height, width, planes);
  }

  @Test
  void oddSizesArePaddedAndNotResized() {
    NetworkChecks.padsAndDoesNotResize(SMALL, 29, 35, 32, 48);
  }

  @Test
  void eachLevelHalvesTheGridAndDoublesTheFeatures() {
    try (Segmenter net = SMALL.build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      List<Tensor> levels =
          net.outputs(net.network().evaluating(), Ops.ones(1, 1, 48, 64)).features();
      assertThat(levels).hasSize(3);
      assertThat(Shapes.of(levels.get(0))).containsExactly(1, 8, 12, 16);
      assertThat(Shapes.of(levels.get(1))).containsExactly(1, 16, 6, 8);
      assertThat(Shapes.of(levels.get(2))).containsExactly(1, 32, 3, 4);
    }
  }

  @Test
  void runsOnTheWeightsOfThePassAndOnNoOthers() {
    NetworkChecks.runsOnTheWeightsOfThePass(SMALL, 40);
  }

  @Test
  void canBeDifferentiatedTwice() {
    NetworkChecks.canBeDifferentiatedTwice(SMALL, 40);
  }

  @Test
  void bfloat16ComesCloseToFloat32() {
    NetworkChecks.bfloat16ComesClose(SMALL, 40);
  }

  @Test
  void theSameSeedTrainsTheSameWeights() {
    NetworkChecks.trainsAlikeTwice(SMALL);
  }

  @Test
  void learnsBrightSquares() {
    assertThat(NetworkChecks.lossAfter(SMALL, 40))
        .isLessThan(0.6 * NetworkChecks.lossAfter(SMALL, 1));
  }

  @Test
  void refusesWhatIsNoNetwork() {
    assertThat(SMALL.describe()).isEqualTo("Swin-Unet of width 8 with [2, 2, 1] blocks");
    assertThatThrownBy(() -> new SwinUNetSpec(3, 2, 96, 5, 7, List.of(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the heads of attention must divide the width 96, got 5");
    assertThatThrownBy(() -> new SwinUNetSpec(3, 2, 96, 3, 7, List.of(2, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("got [2, 0]");
    assertThatThrownBy(() -> new SwinUNetSpec(3, 2, 96, 3, 0, List.of(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("got 3, 2, 96, 0");
  }
}
