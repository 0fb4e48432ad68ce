package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeepLabV3Test {
  private static final DeepLabV3Spec SMALL = new DeepLabV3Spec(1, 2, 4);

  @BeforeAll
  static void oneThread() {
    Ops.threads(1);
  }

  @Test
  void hasThePublishedParametersAndTorchvisionsNames() {
    try (Segmenter net = DeepLabV3Spec.published(3, 2).build(Compute.REFERENCE)) {
      ParameterSet all = net.network().parameters();
      assertThat(all.count()).isEqualTo(39_633_729);
      assertThat(shape(all, "backbone.conv1.weight")).containsExactly(64, 3, 7, 7);
      assertThat(shape(all, "backbone.bn1.bias")).containsExactly(64);
      assertThat(shape(all, "backbone.layer1.0.conv1.weight")).containsExactly(64, 64, 1, 1);
      assertThat(shape(all, "backbone.layer1.0.bn1.weight")).containsExactly(64);
      assertThat(shape(all, "backbone.layer1.0.conv2.weight")).containsExactly(64, 64, 3, 3);
      assertThat(shape(all, "backbone.layer1.0.conv3.weight")).containsExactly(256, 64, 1, 1);
      assertThat(shape(all, "backbone.layer1.0.downsample.0.weight"))
          .containsExactly(256, 64, 1, 1);
      assertThat(shape(all, "backbone.layer1.0.downsample.1.bias")).containsExactly(256);
      assertThat(shape(all, "backbone.layer1.2.conv1.weight")).containsExactly(64, 256, 1, 1);
      assertThat(shape(all, "backbone.layer2.3.conv2.weight")).containsExactly(128, 128, 3, 3);
      assertThat(shape(all, "backbone.layer3.0.downsample.0.weight"))
          .containsExactly(1024, 512, 1, 1);
      assertThat(shape(all, "backbone.layer3.5.bn3.weight")).containsExactly(1024);
      assertThat(shape(all, "backbone.layer4.0.conv1.weight")).containsExactly(512, 1024, 1, 1);
      assertThat(shape(all, "backbone.layer4.2.conv3.weight")).containsExactly(2048, 512, 1, 1);
      assertThat(shape(all, "classifier.0.convs.0.0.weight")).containsExactly(256, 2048, 1, 1);
      assertThat(shape(all, "classifier.0.convs.0.1.weight")).containsExactly(256);
      assertThat(shape(all, "classifier.0.convs.3.0.weight")).containsExactly(256, 2048, 3, 3);
      assertThat(shape(all, "classifier.0.convs.4.1.weight")).containsExactly(256, 2048, 1, 1);
      assertThat(shape(all, "classifier.0.convs.4.2.bias")).containsExactly(256);
      assertThat(shape(all, "classifier.0.project.0.weight")).containsExactly(256, 1280, 1, 1);
      assertThat(shape(all, "classifier.0.project.1.bias")).containsExactly(256);
      assertThat(shape(all, "classifier.1.weight")).containsExactly(256, 256, 3, 3);
      assertThat(shape(all, "classifier.2.weight")).containsExactly(256);
      assertThat(shape(all, "classifier.4.weight")).containsExactly(1, 256, 1, 1);
      assertThat(shape(all, "classifier.4.bias")).containsExactly(1);
      assertThat(shape(net.network().statistics(), "backbone.layer4.2.bn3.running_var"))
          .containsExactly(2048);
      // 1 + 53 of the backbone less its stem, 5 + 1 of the pyramid, 1 of the head.
      assertThat(net.network().statistics().names()).hasSize(2 * (53 + 7));
    }
  }

  private static long[] shape(ParameterSet all, String name) {
    return Shapes.of(all.get(name));
  }

  @ParameterizedTest
  @CsvSource({"32, 40, 2, 1", "33, 47, 2, 1", "9, 17, 4, 4", "8, 8, 2, 1"})
  void givesLogitsOfTheImagesSizeWhateverItIs(int height, int width, int classes, int planes) {
    NetworkChecks.givesLogitsOfTheImagesSize(
        new DeepLabV3Spec(3, classes, 2), height, width, planes);
  }

  /** What lies beyond the border is zero, whoever puts it there. */
  @Test
  void oddSizesArePaddedAndNotResized() {
    NetworkChecks.padsAndDoesNotResize(SMALL, 29, 35, 32, 40);
  }

  @Test
  void theBackboneHalvesThriceAndIsDilatedThereafter() {
    try (Segmenter net = SMALL.build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      List<Tensor> levels =
          net.outputs(net.network().evaluating(), Ops.ones(1, 1, 64, 96)).features();
      assertThat(levels).hasSize(4);
      assertThat(Shapes.of(levels.get(0))).containsExactly(1, 16, 16, 24);
      assertThat(Shapes.of(levels.get(1))).containsExactly(1, 32, 8, 12);
      assertThat(Shapes.of(levels.get(2))).containsExactly(1, 64, 8, 12);
      assertThat(Shapes.of(levels.get(3))).containsExactly(1, 128, 8, 12);
    }
  }

  /**
   * The mean of the image lights all pixels alike, the 1×1 branch the impulse itself and the others
   * those exactly one rate away.
   */
  @Test
  void thePyramidSeesAsFarAsItsRates() {
    int side = 85;
    int centre = 42;
    try (Network network = new Network(Initialiser.FAN_IN);
        Scope scope = Scope.open()) {
      Ops.seed(3);
      AtrousPyramid pyramid = new AtrousPyramid(network, "p", 1, 1);
      network.ready(Compute.REFERENCE);
      Autograd.withoutGraph(
          () -> network.parameters().tensors().forEach(t -> t.abs_().add_(scalar(0.1))));
      float[] impulse = new float[side * side];
      impulse[centre * side + centre] = 1;
      Pass pass = network.evaluating();
      double[] seen = Ops.doubles(pyramid.forward(pass, Ops.tensor(impulse, 1, 1, side, side)));
      double background = seen[0];
      for (int i = 0; i < seen.length; i++) {
        int dy = Math.abs(i / side - centre);
        int dx = Math.abs(i % side - centre);
        boolean lit = Math.max(dy, dx) == 0;
        for (int rate : AtrousPyramid.RATES) {
          lit |= (dy == 0 || dy == rate) && (dx == 0 || dx == rate);
        }
        assertThat(seen[i] > background + 1e-4).as("row %d, column %d", dy, dx).isEqualTo(lit);
        assertThat(lit || Math.abs(seen[i] - background) < 1e-6).isTrue();
      }
    }
  }

  private static Scalar scalar(double value) {
    return new Scalar(value);
  }

  @Test
  void oneImageAloneLeavesTheStatisticsFinite() {
    try (Segmenter net = SMALL.build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      net.logits(net.network().training(), Ops.normal(1, 1, 1, 32, 32));
      for (Tensor t : net.network().statistics().tensors()) {
        assertThat(Ops.allFinite(t)).isTrue();
      }
    }
  }

  @Test
  void runsOnTheWeightsOfThePassAndOnNoOthers() {
    NetworkChecks.runsOnTheWeightsOfThePass(SMALL, 40);
  }

  @Test
  void canBeDifferentiatedTwice() {
    NetworkChecks.canBeDifferentiatedTwice(SMALL, 32);
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
  void describesItselfAndRefusesWhatIsNoNetwork() {
    assertThat(SMALL.describe()).isEqualTo("DeepLabV3 on a ResNet-50 of width 4");
    assertThat(SMALL.leastWeights()).isCloseTo(9 * 128 * 16, within(0.0));
    assertThatThrownBy(() -> new DeepLabV3Spec(3, 1, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("got 3, 1, 64");
  }
}
