package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VolumeTrainingTest {
  private static final PairAugmentation NONE = PairAugmentation.none();
  private static final VolumeUNetSpec SPEC =
      new VolumeUNetSpec(
          1, 2, 4, VolumeUNetSpec.stages(List.of(1.0, 1.0, 1.0), List.of(8, 8, 8), 2));

  /** The sample of each voxel is its index, so that a window shows where it was cut. */
  @Test
  void windowsAreCutInsideTheVolumeAndHalfOfThemAroundForeground() {
    Grid grid = Grid.of(20, 16, 12);
    float[] samples = new float[grid.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) i / samples.length;
    }
    byte[] classes = new byte[grid.count()];
    classes[grid.count() - 1] = 1;
    Example example = new Example("v", new Image(grid, 1, 1, samples), new LabelMap(grid, classes));
    Examples examples = new Examples(List.of(example), Grid.of(6, 4, 3));
    int showing = 0;
    Set<Integer> corners = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      var pair = examples.draw(new Seeds(3), "windows", i, 1, NONE).get(0);
      int at = Math.round(pair.image().samples()[0] * samples.length);
      corners.add(at);
      for (int p = 0; p < 6 * 4 * 3; p++) {
        int source = at + (p / 24 * 16 + p / 6 % 4) * 20 + p % 6;
        assertThat(pair.image().samples()[p]).isEqualTo(samples[source]);
        assertThat(pair.labels().labels()[p]).isEqualTo(classes[source]);
      }
      showing += pair.labels().count(1) > 0 ? 1 : 0;
    }
    assertThat(corners).hasSizeGreaterThan(100);
    assertThat(showing).isBetween(160, 240);
  }

  @Test
  void aSmallerVolumeLiesInTheMiddleOfItsMirrorImages() {
    Grid grid = Grid.of(2, 3, 1);
    Example small =
        new Example(
            "small",
            new Image(grid, 1, 6, new float[] {1, 2, 3, 4, 5, 6}),
            new LabelMap(grid, new byte[] {0, 1, 0, 0, 1, 0}));
    Examples examples = new Examples(List.of(small), Grid.of(4, 2, 3));
    Example centre = examples.centre(small);
    // One column to each side, the two upper of the three rows, one slice thrice.
    float[] slice = {1, 1, 2, 2, 3, 3, 4, 4};
    byte[] classes = {0, 0, 1, 1, 0, 0, 0, 0};
    for (int i = 0; i < 24; i++) {
      assertThat(centre.image().samples()[i]).isEqualTo(slice[i % 8]);
      assertThat(centre.labels().labels()[i]).isEqualTo(classes[i % 8]);
    }
    var pair = examples.draw(new Seeds(1), "windows", 0, 1, NONE).get(0);
    assertThat(pair.image().samples()).hasSize(24).containsAnyOf(3, 4).doesNotContain(0);
  }

  @Test
  void windowsKeepTheSpacingOfTheirVolume() {
    Grid grid = ToyVolumes.orientations(new int[] {6, 6, 6}, new double[] {1, 2, 3}).get(0);
    Example example = ToyVolumes.boxes(1, grid, 1).get(0);
    var pair =
        new Examples(List.of(example), Grid.of(4, 4, 4))
            .draw(new Seeds(1), "windows", 0, 1, NONE)
            .get(0);
    assertThat(pair.image().grid().placement().spacing()).containsExactly(1.0, 2.0, 3.0);
    assertThat(pair.labels().grid()).isEqualTo(pair.image().grid());
  }

  @Test
  void batchesHaveAnAxisForSlicesWhereTheNetworkHas() {
    Grid slice = Grid.of(4, 6, 1);
    Example example = ToyVolumes.boxes(1, Grid.of(4, 6, 2), 1).get(0);
    var pair = new PairAugmentation.Pair(example.image(), example.labels());
    try (Scope scope = Scope.open()) {
      Batch batch = Batch.of(List.of(pair, pair), SPEC, Compute.REFERENCE);
      assertThat(Shapes.of(batch.images())).containsExactly(2, 1, 2, 6, 4);
      assertThat(Shapes.of(batch.targets())).containsExactly(2, 2, 2, 6, 4);
      assertThat(Ops.floats(batch.images())).startsWith(example.image().samples());
    }
    assertThat(Batch.shape(2, 3, slice, 3)).containsExactly(2, 3, 1, 6, 4);
    assertThat(Batch.shape(2, 3, slice, 2)).containsExactly(2, 3, 6, 4);
  }

  /** A volume of eight voxels costs what the picture of the same eight pixels costs. */
  @ParameterizedTest
  @EnumSource(SegmentationLoss.class)
  void theLossDoesNotCareHowVoxelsAreArranged(SegmentationLoss loss) {
    try (Scope scope = Scope.open()) {
      Ops.seed(1);
      Tensor logits = Ops.normal(1, 2, 3, 2, 4);
      Tensor first = Ops.normal(1, 2, 1, 2, 4).sign().relu();
      Tensor targets = Ops.cat(List.of(first, Ops.oneMinus(first), Ops.zerosLike(first)), 1);
      double picture = Ops.value(loss.of(logits, targets));
      double volume =
          Ops.value(loss.of(logits.reshape(2, 3, 2, 2, 2), targets.reshape(2, 3, 2, 2, 2)));
      assertThat(volume).isCloseTo(picture, within(1e-6));
      Tensor one = logits.narrow(1, 0, 1);
      Tensor two = targets.narrow(1, 0, 2);
      assertThat(Ops.value(loss.of(one.reshape(2, 1, 2, 2, 2), two.reshape(2, 2, 2, 2, 2))))
          .isCloseTo(Ops.value(loss.of(one, two)), within(1e-6));
    }
  }

  @Test
  void aVolumeUNetLearnsTwoVolumesByHeart() {
    Ops.threads(1);
    Ops.seed(4);
    List<Example> boxes = ToyVolumes.boxes(2, Grid.of(12, 8, 8), 1);
    SegmenterTraining.Settings settings =
        new SegmenterTraining.Settings(
            2, new RateSchedule(1e-2, 0.1, 0.1), 1e-4, 0.8, SegmentationLoss.DICE);
    try (SupervisedLearner learner =
        new SupervisedLearner(
            new SegmenterTraining(SPEC, settings, Compute.REFERENCE),
            new Examples(boxes, Grid.of(8, 8, 8)),
            NONE,
            new Seeds(1),
            Compute.REFERENCE)) {
      for (int i = 0; i < 100; i++) {
        learner.step(SupervisedLearner.PHASE, new Learner.Position(i, 100));
      }
      Validation same = new Validation(boxes, ToyVolumes.windows(8, 8, 8), Compute.REFERENCE);
      assertThat(same.dice(learner.model())).isGreaterThan(0.98);
    }
  }

  @Test
  void volumesAreValidatedWithFewerCopies() {
    List<Example> boxes = ToyVolumes.boxes(2, Grid.of(8, 8, 8), 1);
    assertThat(
            Validation.of(boxes, NONE, new Seeds(1), ToyVolumes.windows(8, 8, 8), Compute.REFERENCE)
                .examples())
        .hasSize(8);
  }
}
