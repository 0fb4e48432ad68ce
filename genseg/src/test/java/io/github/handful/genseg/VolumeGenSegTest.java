package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.genseg.Pix2PixSpec.Search;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.IntensityAugmentation;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.nested.ExactHypergradient;
import io.github.handful.nested.FiniteDifferenceHypergradient;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Example;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.Learner.Report;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.SegmentationLoss;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.SupervisedLearner;
import io.github.handful.segment.VolumeUNetSpec;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VolumeGenSegTest {
  private static final List<Integer> THRICE = List.of(3, 3, 3);
  private static final List<Integer> FLAT = List.of(3, 3, 1);

  /** The least volumes of which the discriminator sees a patch. */
  private static final Grid CUBE = Grid.of(24, 24, 24);

  private static final Grid SLAB = Grid.of(24, 24, 6);
  private static final Grid ROD = Grid.of(24, 6, 6);

  @BeforeAll
  static void useOneThread() {
    Ops.threads(1);
  }

  private static Pix2PixSpec spec(int width, Search search, List<Integer> halvings) {
    return new Pix2PixSpec(1, 1, width, halvings.get(0), Norm.Kind.BATCH, search, true, halvings);
  }

  @Test
  void hasThePublishedNumberOfParameters() {
    Pix2PixSpec released = spec(64, Search.ENCODER, List.of(6, 6, 6));
    try (MaskToImage net =
        new MaskToImage(
            released, CellForm.BY_SIZE, new Network(Initialiser.DECLARED), Compute.REFERENCE)) {
      assertThat(net.network().parameters().count()).isEqualTo(559_175_073);
    }
  }

  @Test
  void discriminatorHasThePublishedNumberOfParameters() {
    try (PatchDiscriminator net =
        new PatchDiscriminator(
            spec(64, Search.ENCODER, List.of(6, 6, 6)).patches(), Compute.REFERENCE)) {
      assertThat(net.network().parameters().count()).isEqualTo(11_052_865);
    }
  }

  @ParameterizedTest
  @CsvSource({"6, 64, 6", "2, 16, 2", "1, 6, 1"})
  void discriminatorJudgesPatchesOfVolumes(int halvings, int depth, int patches) {
    Pix2PixSpec spec = spec(2, Search.NONE, List.of(6, 6, halvings));
    try (PatchDiscriminator net = new PatchDiscriminator(spec.patches(), Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor volume = Ops.ones(1, 1, depth, 64, 64);
      assertThat(
              Shapes.of(
                  Autograd.withoutGraph(
                      () -> net.logits(net.network().training(), volume, volume))))
          .containsExactly(1, 1, patches, 6, 6);
    }
  }

  @Test
  void theLeastSideIsThatOfOnePatch() {
    Pix2PixSpec flat = spec(2, Search.NONE, FLAT);
    assertThat(List.of(flat.leastSide(0), flat.leastSide(1), flat.leastSide(2)))
        .containsExactly(24, 24, 6);
    assertThat(List.of(flat.multiple(0), flat.multiple(1), flat.multiple(2)))
        .containsExactly(8, 8, 2);
    try (PatchDiscriminator net = new PatchDiscriminator(flat.patches(), Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor least = Ops.ones(1, 1, 6, 24, 24);
      assertThat(Shapes.of(net.logits(net.network().training(), least, least)))
          .containsExactly(1, 1, 1, 1, 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Search.class)
  void paintsVolumesOfTheMasksSizeInEitherFormOfItsCells(Search search) {
    Pix2PixSpec spec = spec(2, search, List.of(3, 3, 2));
    try (Scope scope = Scope.open();
        MaskToImage separate = build(spec, CellForm.SEPARATE);
        MaskToImage merged = build(spec, CellForm.MERGED);
        Architecture architecture = new Architecture(spec, Compute.REFERENCE)) {
      Tensor masks = Ops.uniform(1, 2, 1, 12, 16, 24).sign().relu();
      Tensor a = images(separate, architecture, masks);
      Tensor b = images(merged, architecture, masks);
      assertThat(Shapes.of(a)).containsExactly(2, 1, 12, 16, 24);
      assertThat(Ops.value(a.abs().max())).isLessThan(1);
      assertThat(Ops.value(a.sub(b).abs().max())).isLessThan(1e-5);
      assertThat(architecture.logits().names())
          .hasSize((search.encoder() ? 1 : 0) + (search.decoder() ? 1 : 0));
    }
  }

  private static MaskToImage build(Pix2PixSpec spec, CellForm form) {
    Ops.seed(3);
    return new MaskToImage(spec, form, Compute.REFERENCE);
  }

  private static Tensor images(MaskToImage net, Architecture architecture, Tensor masks) {
    Ops.seed(4);
    return net.images(
        net.network().probing(net.network().parameters()), architecture.logits(), masks);
  }

  /** The released order: interpolate, add up the channels, convolve. */
  @Test
  void theResizeCellAddsUpFourChannelsAndInterpolates() {
    try (Network network = new Network(Initialiser.GAN);
        Scope scope = Scope.open()) {
      Ops.seed(5);
      ResizeCell cell = new ResizeCell(network, "up", List.of(1, 2, 2), 8, 3);
      network.ready(Compute.REFERENCE);
      Tensor x = Ops.normal(1, 1, 8, 3, 4, 5);
      Tensor fine = Functional.upsample(x, 1, 2, 2);
      List<Tensor> sums = new ArrayList<>();
      for (int group = 0; group < 2; group++) {
        Tensor sum = fine.narrow(1, 4 * group, 1);
        for (int i = 1; i < 4; i++) {
          sum = sum.add(fine.narrow(1, 4 * group + i, 1));
        }
        sums.add(sum);
      }
      Tensor expected =
          Functional.convolution(
              Ops.cat(sums, 1),
              network.parameters().get("up.weight"),
              Optional.of(network.parameters().get("up.bias")),
              io.github.handful.torch.Convolution.Kernel.of(3, 3, 1, 1));
      Tensor given = cell.forward(network.training(), Optional.empty(), CellForm.SEPARATE, x);
      assertThat(Shapes.of(given)).containsExactly(1, 3, 3, 8, 10);
      assertThat(Ops.value(given.sub(expected).abs().max())).isLessThan(1e-5);
    }
  }

  /** What a real volume is outside the mask has no say in the masked loss, and one in the whole. */
  @Test
  void theMaskedDifferenceCountsOnlyInsideTheMask() {
    Pix2PixSpec spec = spec(2, Search.ENCODER, THRICE);
    double[] losses = new double[6];
    for (boolean masked : new boolean[] {true, false}) {
      Ops.seed(1);
      try (GeneratorTraining painting = spec.training(settings(masked), Compute.REFERENCE);
          Scope scope = Scope.open()) {
        Batch batch = batch(ball(CUBE, 2, 1));
        Tensor inside = batch.targets().narrow(1, 1, 1);
        int at = masked ? 0 : 3;
        losses[at] = objective(painting, batch);
        losses[at + 1] = objective(painting, moved(batch, Ops.oneMinus(inside)));
        losses[at + 2] = objective(painting, moved(batch, inside));
      }
    }
    assertThat(losses[1]).isCloseTo(losses[0], within(1e-4));
    // Inside, -1 to 1 painted as about 0: by 0.4 of the signed range, times 100.
    assertThat(Math.abs(losses[2] - losses[0])).isGreaterThan(10);
    assertThat(Math.abs(losses[4] - losses[3])).isGreaterThan(1);
  }

  private static Batch moved(Batch batch, Tensor where) {
    return new Batch(batch.images().add(Ops.times(where, 0.2)), batch.targets());
  }

  private static double objective(GeneratorTraining painting, Batch batch) {
    Ops.seed(7);
    return Ops.value(
        painting.objective(
            painting.generator().network().parameters(), painting.architecture().logits(), batch));
  }

  private static Batch batch(Example example) {
    return Batch.of(
        List.of(new PairAugmentation.Pair(example.image(), example.labels())),
        segmenter(CUBE, 2),
        Compute.REFERENCE);
  }

  /**
   * Kinks of rectifiers and of the absolute difference spoil finite differences, the more voxels
   * the more often: hence the smallest volume, and the median.
   */
  @ParameterizedTest
  @EnumSource(
      value = Search.class,
      names = {"ENCODER", "BOTH"})
  void finiteDifferencesOfASmallRadiusAgreeWithDoubleDifferentiation(Search search) {
    Map<String, List<Double>> cosines = new LinkedHashMap<>();
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    try (GenSegLearner learner = learner(Method.GENSEG, search, List.of(3, 1, 1), ROD, 2)) {
      for (int i = 0; i < 20; i++) {
        learner.step(GenSegLearner.PRETRAINING, new Position(i, 100));
      }
      for (int i = 0; i < 20; i++) {
        learner.step(SupervisedLearner.PHASE, new Position(i, 100));
      }
      for (int i = 20; i < 29; i++) {
        learner.train(
            new Position(i, 100),
            (steps, outer) -> {
              var level = learner.architectureLevel();
              var exact = new ExactHypergradient().compute(steps, outer, level);
              var difference = new FiniteDifferenceHypergradient(1e-5).compute(steps, outer, level);
              for (String path : List.of("generator", "segmenter")) {
                List<Tensor> a = exact.paths().get(path);
                List<Tensor> b = difference.paths().get(path);
                cosines
                    .computeIfAbsent(path, p -> new ArrayList<>())
                    .add(Ops.dot(a, b) / (Ops.norm(a) * Ops.norm(b)));
                ratios.computeIfAbsent(path, p -> new ArrayList<>()).add(Ops.norm(b) / Ops.norm(a));
              }
              return Map.of();
            });
      }
    }
    cosines.forEach((path, all) -> assertThat(median(all)).as(path).isGreaterThan(0.99));
    ratios.forEach((path, all) -> assertThat(median(all)).as(path).isBetween(0.95, 1.05));
    assertThat(cosines).containsOnlyKeys("generator", "segmenter");
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"ENCODER, 24, 2", "BOTH, 6, 2", "DECODER, 6, 3"})
  void theHypergradientReachesTheArchitecture(Search search, int depth, int classes) {
    List<Integer> halvings = depth == 6 ? FLAT : THRICE;
    Grid window = depth == 6 ? SLAB : CUBE;
    try (GenSegLearner learner = learner(Method.GENSEG, search, halvings, window, classes)) {
      learner.step(GenSegLearner.PRETRAINING, new Position(0, 100));
      Map<String, List<float[]>> before = Toy.snapshot(learner);
      Report report = learner.step(SupervisedLearner.PHASE, new Position(0, 100));
      assertThat((Map<?, ?>) report.details().get("hypergradient"))
          .hasSize(4)
          .allSatisfy((name, x) -> assertThat((Double) x).as("%s", name).isFinite().isPositive());
      List<float[]> start = before.get("architecture");
      List<float[]> end = Toy.snapshot(learner).get("architecture");
      for (int side = 0; side < start.size(); side++) {
        assertThat(end.get(side)).isNotEqualTo(start.get(side));
      }
      assertThat(learner.samples(1)).hasSize(1);
      assertThat(learner.samples(1).get(0).image().grid().sameSize(window)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"SEPARATE", "JOINT", "GENSEG"})
  void theNumberOfNativeObjectsDoesNotGrowFromTheSecondStep(Method method) {
    try (GenSegLearner learner = learner(method, Search.ENCODER, FLAT, SLAB, 2)) {
      List<Long> counts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        learner.step(SupervisedLearner.PHASE, new Position(i, 10));
        counts.add(Pointer.totalCount());
      }
      assertThat(counts.get(3)).isLessThanOrEqualTo(counts.get(1));
    }
  }

  @Test
  void halvingsThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () -> new Pix2PixSpec(1, 1, 4, 3, Norm.Kind.BATCH, Search.BOTH, true, List.of(2, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 times as it has levels, got [2, 2, 2]");
    assertThatThrownBy(() -> spec(3, Search.BOTH, THRICE)).hasMessageContaining("must be even");
  }

  private static GenSegLearner learner(
      Method method, Search search, List<Integer> halvings, Grid window, int classes) {
    Ops.seed(11);
    int planes = classes == 2 ? 1 : classes;
    Pix2PixSpec spec = new Pix2PixSpec(planes, 1, 2, 3, Norm.Kind.BATCH, search, true, halvings);
    GenSegSettings settings = settings(true);
    SegmenterTraining segmenter =
        new SegmenterTraining(
            segmenter(window, classes),
            new SegmenterTraining.Settings(
                1, new RateSchedule(1e-3, 0, 1), 1e-4, 0.9, SegmentationLoss.DICE),
            Compute.REFERENCE);
    // Windows are cut from the volumes where these are larger.
    Grid small = window.equals(ROD) ? SLAB : window;
    Grid large = Grid.of(small.width() + 2, small.height() + 2, small.depth());
    return new GenSegLearner(
        method,
        settings,
        spec.training(settings, Compute.REFERENCE),
        segmenter,
        new Examples(List.of(ball(small, classes, 1), ball(large, classes, 2)), window),
        new Examples(List.of(ball(small, classes, 3)), window),
        new PairAugmentation(PairAugmentation.none().geometry(), IntensityAugmentation.standard()),
        new Seeds(5),
        Compute.REFERENCE);
  }

  private static GenSegSettings settings(boolean masked) {
    return new GenSegSettings(
        1, 2e-4, 2e-4, 100, masked, 1, 1, 1e-2, 1, true, MaskAugmentation.standard());
  }

  private static VolumeUNetSpec segmenter(Grid window, int classes) {
    List<Integer> patch =
        List.of(window.width(), Math.max(8, window.height()), Math.max(8, window.depth()));
    return new VolumeUNetSpec(
        1, classes, 2, VolumeUNetSpec.stages(List.of(1.0, 1.0, 1.0), patch, 2));
  }

  /** A bright ellipsoid on dark, noisy ground; with three classes, class 2 is its core. */
  private static Example ball(Grid grid, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double cx = random.nextDouble(0.4, 0.6);
    double cy = random.nextDouble(0.4, 0.6);
    byte[] labels = new byte[grid.count()];
    float[] samples = new float[grid.count()];
    for (int i = 0; i < labels.length; i++) {
      double x = (i % grid.width() + 0.5) / grid.width() - cx;
      double y = (i / grid.width() % grid.height() + 0.5) / grid.height() - cy;
      double z = (i / grid.width() / grid.height() + 0.5) / grid.depth() - 0.5;
      double distance = Math.sqrt(x * x + y * y + z * z) / 0.3;
      int label = distance >= 1 ? 0 : classes > 2 && distance < 0.6 ? 2 : 1;
      labels[i] = (byte) label;
      double sample = 0.2 + 0.6 * label / (classes - 1) + 0.05 * random.nextGaussian();
      samples[i] = (float) Math.max(0, Math.min(1, sample));
    }
    return new Example("ball" + seed, new Image(grid, 1, 1, samples), new LabelMap(grid, labels));
  }
}
