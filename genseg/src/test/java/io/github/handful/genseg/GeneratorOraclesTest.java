package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.Batch;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published numbers of parameters and closed forms of the generators beside pix2pix. */
class GeneratorOraclesTest {
  private static final WganGpSpec WGAN =
      new WganGpSpec(1, 3, 32, 6, 4, 4, 100, Norm.Kind.BATCH, 128, true, true);
  private static final SoftIntroVaeSpec VAE = new SoftIntroVaeSpec(3, 3, 64, 7, 256, true);

  @BeforeAll
  static void useOneThread() {
    Ops.threads(1);
  }

  @Test
  void noiseToPairAndCriticHaveThePublishedNumbersOfParameters() {
    try (NoiseToPair generator = new NoiseToPair(WGAN, Compute.REFERENCE);
        Critic critic = new Critic(WGAN, Compute.REFERENCE)) {
      assertThat(generator.network().parameters().count()).isEqualTo(25_261_420);
      assertThat(critic.network().parameters().count()).isEqualTo(8_148_225);
      assertThat(WGAN.cells().get(0).count()).isEqualTo(6);
      assertThat(List.of(WGAN.multiple(0), WGAN.multiple(1))).containsExactly(256, 256);
    }
  }

  @Test
  void encoderAndDecoderHaveThePublishedNumbersOfParameters() {
    try (ImageEncoder encoder = new ImageEncoder(VAE, Compute.REFERENCE);
        CodeDecoder decoder = new CodeDecoder(VAE, Compute.REFERENCE)) {
      assertThat(encoder.network().parameters().count()).isEqualTo(22_317_248);
      assertThat(decoder.network().parameters().count()).isEqualTo(30_501_635);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 1211898883", "false, 237091331"})
  void denoiserHasThePublishedNumberOfParameters(boolean searched, long count) {
    BrownianBridgeSpec spec =
        new BrownianBridgeSpec(1, 3, 128, List.of(1, 4, 8), 2, 1, false, 50, 1, searched);
    try (BrownianBridge bridge =
        new BrownianBridge(spec, new Network(Initialiser.DECLARED), Compute.REFERENCE)) {
      assertThat(bridge.network().parameters().count()).isEqualTo(count);
      assertThat(spec.cells().stream().mapToInt(SearchedCells::count).sum())
          .isEqualTo(searched ? 21 : 0);
    }
  }

  /** Of a linear critic the gradient is the same everywhere. */
  @ParameterizedTest
  @CsvSource({"1, 0", "3, 4", "0, 1"})
  void thePenaltyOfALinearCriticIsThatOfItsLength(double length, double penalty) {
    try (Scope scope = Scope.open()) {
      Tensor direction = Ops.uniform(1, 1, 2, 4, 4);
      Tensor weights = Ops.times(direction, length / Ops.norm(List.of(direction)));
      Tensor real = Ops.normal(1, 3, 2, 4, 4);
      Tensor made = Ops.normal(1, 3, 2, 4, 4);
      double value =
          Ops.value(WassersteinTraining.penalty(x -> Ops.sum(x.mul(weights), 1, 2, 3), real, made));
      assertThat(value).isCloseTo(penalty, within(1e-5));
    }
  }

  @Test
  void theBridgeIsTheImageAtItsBeginningAndTheMaskAtItsEnd() {
    assertThat(BridgeSchedule.mask(0)).isCloseTo(0.001, within(1e-12));
    assertThat(BridgeSchedule.mask(999)).isCloseTo(0.999, within(1e-12));
    double largest = 0;
    for (int time = 0; time < BridgeSchedule.TIMES; time++) {
      largest = Math.max(largest, BridgeSchedule.variance(time));
      double mask = BridgeSchedule.mask(time);
      assertThat(BridgeSchedule.variance(time)).isCloseTo(2 * mask * (1 - mask), within(1e-12));
    }
    // At a share of one half, which is between the times 499 and 500.
    assertThat(largest).isCloseTo(0.5, within(1e-5));
  }

  @Test
  void fiftyStepsGoFromTheMaskToTheImage() {
    List<Integer> times = BridgeSchedule.times(50);
    assertThat(times).hasSize(50).startsWith(999).endsWith(1, 0);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i)).isLessThan(times.get(i - 1));
    }
    assertThat(BridgeSchedule.times(3)).containsExactly(999, 1, 0);
  }

  /** A bridge pinned at a later time has less variance than a free one, and none is negative. */
  @Test
  void noiseThatIsAddedOnTheWayBackIsLessThanThatOfTheBridge() {
    List<Integer> times = BridgeSchedule.times(50);
    for (int i = 0; i + 1 < times.size(); i++) {
      double added = BridgeSchedule.added(times.get(i), times.get(i + 1));
      assertThat(added).isBetween(0.0, BridgeSchedule.variance(times.get(i + 1)));
    }
    double kept = (1 - BridgeSchedule.mask(600)) / (1 - BridgeSchedule.mask(300));
    double step = BridgeSchedule.variance(600) - BridgeSchedule.variance(300) * kept * kept;
    assertThat(BridgeSchedule.added(600, 300))
        .isCloseTo(
            step * BridgeSchedule.variance(300) / BridgeSchedule.variance(600), within(1e-12));
  }

  @Test
  void theDistanceOfAnImageThatIsItsMaskIsNoise() {
    try (Scope scope = Scope.open()) {
      Tensor image = Ops.uniform(1, 2, 3, 4, 4);
      Tensor noise = Ops.normal(1, 2, 3, 4, 4);
      int[] times = {10, 700};
      Tensor distance = BridgeTraining.distance(image, image, noise, times);
      for (int n = 0; n < 2; n++) {
        Tensor scaled = Ops.times(noise.select(0, n), Math.sqrt(BridgeSchedule.variance(times[n])));
        assertThat(Ops.value(distance.select(0, n).sub(scaled).abs().max())).isLessThan(1e-6);
      }
    }
  }

  /** The colour of a pixel is that of one of the folded channels. */
  @Test
  void foldedPixelsLoseNothingAndMasksAreShadesOfGrey() {
    BrownianBridgeSpec spec =
        new BrownianBridgeSpec(3, 2, 4, List.of(1, 1), 1, 2, false, 3, 1, false);
    try (BrownianBridge bridge = new BrownianBridge(spec, Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor images = Ops.uniform(1, 1, 2, 4, 8);
      Tensor folded = bridge.fromImages(images);
      assertThat(Shapes.of(folded)).containsExactly(1, 8, 2, 4);
      assertThat(Ops.floats(folded)).containsExactlyInAnyOrder(Ops.floats(images));

      float[] planes = new float[3 * 4];
      planes[1] = 1;
      planes[4 + 2] = 1;
      planes[8 + 3] = 1;
      planes[0] = 1;
      Tensor masks = bridge.fromMasks(Ops.tensor(planes, 1, 3, 2, 2));
      assertThat(Ops.floats(masks)).containsExactly(-1, -1, 0, 1, -1, -1, 0, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "2, 1, 2", "0, 4, 0.8068528", "1, 0.25, 0.8181472"})
  void theDivergenceOfACodeIsTheClosedForm(double mean, double variance, double divergence) {
    try (Scope scope = Scope.open()) {
      ImageEncoder.Code code =
          new ImageEncoder.Code(
              Ops.tensor(new double[] {mean}, 1, 1),
              Ops.tensor(new double[] {Math.log(variance)}, 1, 1));
      assertThat(Ops.value(code.divergence())).isCloseTo(divergence, within(1e-6));
      Tensor twice = Ops.tensor(new double[] {2}, 1, 1);
      assertThat(Ops.value(code.at(twice))).isCloseTo(mean + 2 * Math.sqrt(variance), within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "3, 3"})
  void masksOfPairsFromNoiseAreSharesAndTakeNothingFromThoseOnOffer(int planes, int classes) {
    WganGpSpec spec = new WganGpSpec(planes, 1, 2, 2, 4, 5, 4, Norm.Kind.INSTANCE, 2, true, true);
    Ops.seed(1);
    try (NoiseToPair generator = new NoiseToPair(spec, Compute.REFERENCE);
        Architecture architecture = new Architecture(spec, Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor zeros = Ops.zeros(2, classes, 20, 16);
      Batch pairs = pairs(generator, architecture, zeros);
      assertThat(Shapes.of(pairs.images())).containsExactly(2, 1, 20, 16);
      assertThat(Shapes.of(pairs.targets())).containsExactly(2, classes, 20, 16);
      assertThat(Ops.value(pairs.targets().min())).isNotNegative();
      assertThat(Ops.value(Ops.oneMinus(Ops.sum(pairs.targets(), 1)).abs().max())).isLessThan(1e-5);
      Batch others = pairs(generator, architecture, Ops.plus(zeros, 1));
      assertThat(Ops.identical(others.images(), pairs.images())).isTrue();
    }
  }

  private static Batch pairs(NoiseToPair generator, Architecture architecture, Tensor offered) {
    Ops.seed(4);
    return generator.pairs(
        generator.network().probing(generator.network().parameters()),
        architecture.logits(),
        offered,
        Compute.REFERENCE);
  }

  /** As it was before there was another kind. */
  @Test
  void aSpecWithoutAKindIsPix2pix() throws JsonProcessingException {
    String text =
        "{\"inputs\":1,\"outputs\":3,\"width\":16,\"downs\":5,\"norm\":\"INSTANCE\","
            + "\"search\":\"BOTH\",\"dropout\":true,\"halvings\":[]}";
    assertThat(new ObjectMapper().readValue(text, GeneratorSpec.class))
        .isEqualTo(new Pix2PixSpec(1, 3, 16, 5, Norm.Kind.INSTANCE, Pix2PixSpec.Search.BOTH, true));
  }

  @Test
  void aGeneratorOfPairsFitsImagesOfItsOwnSizeOnly() {
    LesionPhantom.Phantom phantom = LesionPhantom.lesion(64, 1, 0);
    Plan plan =
        Planner.plan(
            List.of(new Sample("a", phantom.image(), phantom.labels())),
            2,
            List.of(),
            new Planner.Machine(64, 4096, 4));
    int channels = plan.image().channels();
    assertThat(plan.withGenerator(wgan(channels, 4), "").generator().multiple(0)).isEqualTo(64);
    assertThatThrownBy(() -> plan.withGenerator(wgan(channels, 3), ""))
        .hasMessage("the generator makes images of 32, but the image size is 64");
  }

  private static WganGpSpec wgan(int channels, int levels) {
    return new WganGpSpec(1, channels, 4, levels, 4, 4, 4, Norm.Kind.BATCH, 4, true, true);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new SpadeSpec(1, 1, 4, 1, 4, true))
        .hasMessageContaining("levels from 2 to 10");
    assertThatThrownBy(() -> new WganGpSpec(1, 1, 4, 3, 1, 2, 4, Norm.Kind.BATCH, 4, true, true))
        .hasMessageContaining("4x4 pixels or more, got 3 and 1x2");
    assertThatThrownBy(() -> new SoftIntroVaeSpec(1, 1, 4, 3, 0, true))
        .hasMessageContaining("latent >= 1");
    assertThatThrownBy(() -> new BrownianBridgeSpec(1, 1, 4, List.of(1, 2), 1, 2, true, 3, 4, true))
        .hasMessageContaining("of 3 steps, 1 to 3 can be differentiated, got 4");
  }
}
