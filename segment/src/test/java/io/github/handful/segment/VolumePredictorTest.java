package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.ToyVolumes.Formula;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumePredictorTest {
  private static final int[] SIZES = {9, 7, 5};
  private static final double[] SPACINGS = {1, 1.5, 2};

  /** A body without any symmetry, in voxels along the patient's axes. */
  private static int phantom(int left, int back, int head) {
    boolean trunk = left >= 1 && left < 7 && back >= 1 && back < 5 && head < 4;
    boolean arm = left == 7 && back == 1 && head >= 2;
    boolean nose = left == 2 && back == 5 && head == 3;
    return trunk || arm || nose ? 1 : 0;
  }

  @Test
  void labelsLieWhereTheVoxelsAreInAll48Orientations() {
    VolumeInput input =
        new VolumeInput(
            List.of(4, 4, 4), 1, List.of(1.0, 1.5, 2.0), List.of(new Normalisation.Range(0, 1)));
    Set<Grid> grids = new HashSet<>(ToyVolumes.orientations(SIZES, SPACINGS));
    assertThat(grids).hasSize(48);
    try (Segmenter brightness = Formula.brightness(8)) {
      Predictor predictor = new Predictor(brightness, input, Compute.REFERENCE);
      for (Grid grid : grids) {
        LabelMap truth = labels(grid);
        LabelMap predicted = predictor.labels(image(truth));
        assertThat(predicted.grid()).isEqualTo(grid);
        assertThat(predicted.labels()).isEqualTo(truth.labels());
        assertThat(predictor.probabilities(image(truth)).labels().labels())
            .isEqualTo(truth.labels());
        assertThat(input.apply(truth).labels()).isEqualTo(labels(canonical()).labels());
      }
    }
  }

  private static Grid canonical() {
    return ToyVolumes.orientations(SIZES, SPACINGS).get(0);
  }

  private static LabelMap labels(Grid grid) {
    byte[] labels = new byte[grid.count()];
    for (int i = 0; i < labels.length; i++) {
      int x = i % grid.width();
      int y = i / grid.width() % grid.height();
      int z = i / grid.width() / grid.height();
      int[] at = new int[3];
      for (int c = 0; c < 3; c++) {
        at[c] = (int) Math.round(grid.placement().world(c, x, y, z) / SPACINGS[c]);
      }
      labels[i] = (byte) phantom(at[0], at[1], at[2]);
    }
    return new LabelMap(grid, labels);
  }

  private static Image image(LabelMap labels) {
    float[] samples = new float[labels.labels().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = labels.labels()[i];
    }
    return new Image(labels.grid(), 1, 1, samples);
  }

  /** The network sees voxels of 2 mm; what was stored of 1 x 1.5 x 2 mm comes back as finely. */
  @Test
  void aBorderKeepsItsPlaceThroughAnotherSpacingInAll48Orientations() {
    int[] sizes = {24, 16, 12};
    VolumeInput input =
        new VolumeInput(
            List.of(6, 6, 6), 1, List.of(2.0, 2.0, 2.0), List.of(new Normalisation.Range(0, 1)));
    try (Segmenter brightness = Formula.brightness(8)) {
      Predictor predictor = new Predictor(brightness, input, Compute.REFERENCE);
      for (Grid grid : ToyVolumes.orientations(sizes, SPACINGS)) {
        float[] samples = new float[grid.count()];
        byte[] truth = new byte[grid.count()];
        for (int i = 0; i < samples.length; i++) {
          int x = i % grid.width();
          int y = i / grid.width() % grid.height();
          int z = i / grid.width() / grid.height();
          // A ramp to the left, in millimetres from the volume's border; one half at 10 mm.
          samples[i] = (float) ((grid.placement().world(0, x, y, z) + 0.5) / 20);
          truth[i] = (byte) (samples[i] > 0.5 ? 1 : 0);
        }
        LabelMap predicted = predictor.labels(new Image(grid, 1, 1, samples));
        assertThat(predicted.grid()).isEqualTo(grid);
        assertThat(predicted.labels()).isEqualTo(truth);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"8, 8, 8", "9, 8, 8", "8, 13, 17", "21, 10, 30", "5, 20, 9", "3, 3, 3", "8, 8, 1"})
  void windowsGiveWhatTheVoxelsGiveByThemselves(int width, int height, int depth) {
    Image image = ToyVolumes.noise(Grid.of(width, height, depth), 1);
    try (Segmenter brightness = Formula.brightness(8)) {
      Predictor.ClassProbabilities result =
          new Predictor(brightness, ToyVolumes.windows(8, 8, 8), Compute.REFERENCE)
              .probabilities(image);
      assertThat(result.grid()).isEqualTo(image.grid());
      for (int i = 0; i < image.samples().length; i++) {
        double expected = 1 / (1 + Math.exp(4 - 8 * image.samples()[i]));
        assertThat((double) result.plane(1)[i]).isCloseTo(expected, within(1e-5));
        assertThat((double) result.plane(0)[i]).isCloseTo(1 - expected, within(1e-5));
      }
    }
  }

  @Test
  void theBlendOfOneWindowIsTheWindow() {
    Grid grid = Grid.of(3, 4, 2);
    float[] values = ToyVolumes.noise(Grid.of(3, 4, 4), 2).samples();
    List<float[]> slices = new ArrayList<>();
    new WindowBlend(grid, grid, 2).run(1, corners -> values, (z, slice) -> slices.add(slice));
    assertThat(slices).hasSize(2);
    for (int z = 0; z < 2; z++) {
      for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 12; i++) {
          assertThat(slices.get(z)[k * 12 + i])
              .isCloseTo(values[(k * 2 + z) * 12 + i], within(1e-6f));
        }
      }
    }
  }

  /** What memory a volume takes: never more slices than a window has, whatever its depth. */
  @Test
  void slicesAreHandedOnBeforeTheNextWindowsAreAskedFor() {
    int[] handedOn = {0};
    Grid window = Grid.of(4, 4, 8);
    Set<Integer> starts = new HashSet<>();
    new WindowBlend(Grid.of(6, 5, 101), window, 3)
        .run(
            3,
            corners -> {
              assertThat(corners).hasSizeBetween(1, 3);
              for (Corner corner : corners) {
                starts.add(corner.z());
                assertThat(handedOn[0]).isEqualTo(corner.z());
              }
              return new float[corners.size() * 3 * window.count()];
            },
            (z, slice) -> {
              assertThat(z).isEqualTo(handedOn[0]++);
              assertThat(slice).hasSize(3 * 6 * 5);
            });
    assertThat(handedOn[0]).isEqualTo(101);
    // 93 spare slices in steps of at most 4.
    assertThat(starts).hasSize(25).contains(0, 93);
  }

  /** Bright on the left half of a window, whatever it shows. */
  private static Tensor left(Tensor images) {
    return Ops.cat(
        List.of(
            Ops.plus(Ops.zerosLike(images.narrow(4, 0, 4)), 3),
            Ops.plus(Ops.zerosLike(images.narrow(4, 0, 4)), -3)),
        4);
  }

  @Test
  void mirroringAveragesOverTheFlipsOfAllAxes() {
    VolumeInput input = ToyVolumes.windows(8, 8, 8);
    Image image = ToyVolumes.noise(Grid.of(8, 8, 8), 3);
    try (Segmenter oneSided = new Formula(VolumePredictorTest::left);
        Segmenter brightness = Formula.brightness(8)) {
      float[] once = probabilities(List.of(oneSided), false, input, image);
      assertThat(once[0]).isCloseTo((float) (1 / (1 + Math.exp(-3))), within(1e-6f));
      assertThat(probabilities(List.of(oneSided), true, input, image))
          .containsOnly(new float[] {0.5f}, within(1e-6f));
      assertThat(probabilities(List.of(brightness), true, input, image))
          .containsExactly(probabilities(List.of(brightness), false, input, image), within(1e-6f));
    }
  }

  @Test
  void anEnsembleGivesTheMeanOfItsMembersProbabilities() {
    VolumeInput input = ToyVolumes.windows(8, 8, 8);
    Image image = ToyVolumes.noise(Grid.of(8, 8, 8), 4);
    try (Segmenter steep = Formula.brightness(8);
        Segmenter flat = Formula.brightness(2)) {
      float[] a = probabilities(List.of(steep), false, input, image);
      float[] b = probabilities(List.of(flat), false, input, image);
      float[] both = probabilities(List.of(steep, flat), false, input, image);
      for (int i = 0; i < both.length; i++) {
        assertThat(both[i]).isCloseTo((a[i] + b[i]) / 2, within(1e-6f));
      }
      assertThat(both).isNotEqualTo(a);
    }
  }

  private static float[] probabilities(
      List<Segmenter> ensemble, boolean mirrored, VolumeInput input, Image image) {
    return new Predictor(ensemble, input, mirrored, Compute.REFERENCE)
        .probabilities(image)
        .plane(1);
  }

  @Test
  void membersThatDoNotAgreeAreRefused() {
    try (Segmenter two = Formula.brightness(1);
        Segmenter picture = new UNetSpec(1, 2, 2, 1).build(Compute.REFERENCE)) {
      assertThatThrownBy(
              () ->
                  new Predictor(
                      List.of(two, picture), ToyVolumes.windows(8, 8, 8), false, Compute.REFERENCE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must agree");
    }
  }

  @Test
  void predictionOfVolumesLeavesNoNativeObjectsBehind() {
    VolumeUNetSpec spec =
        new VolumeUNetSpec(
            1, 3, 2, VolumeUNetSpec.stages(List.of(1.0, 1.0, 1.0), List.of(8, 8, 8), 2));
    try (Segmenter net = spec.build(Compute.REFERENCE)) {
      Predictor predictor =
          new Predictor(List.of(net, net), ToyVolumes.windows(8, 8, 8), true, Compute.REFERENCE);
      Image image = ToyVolumes.noise(Grid.of(12, 8, 9), 5);
      predictor.labels(image);
      long before = Pointer.totalCount();
      predictor.labels(image);
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }
  }
}
