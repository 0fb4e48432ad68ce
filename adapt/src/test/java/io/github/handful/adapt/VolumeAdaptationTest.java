package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.Placement;
import io.github.handful.segment.Normalisation;
import io.github.handful.segment.Preprocessing;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.VolumeInput;
import io.github.handful.segment.VolumeUNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VolumeAdaptationTest {
  private static final Preprocessing INPUT =
      new VolumeInput(
          List.of(16, 8, 8), 1, List.of(1.0, 1.0, 1.0), List.of(new Normalisation.Range(0, 1)));
  private static final VolumeUNetSpec SPEC =
      new VolumeUNetSpec(1, 3, 4, List.of(stage(1), stage(2), stage(2)));

  private static VolumeUNetSpec.Stage stage(int stride) {
    return new VolumeUNetSpec.Stage(List.of(3, 3, 3), List.of(stride, stride, stride));
  }

  private static Image volume(int width, int height, int depth) {
    SplittableRandom random = new SplittableRandom(width);
    float[] samples = new float[width * height * depth];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    Grid grid = new Grid(width, height, depth, Placement.NONE);
    return new Image(grid, 1, 1, samples);
  }

  @Test
  void windowsOfVolumesAreCutOrPaddedToTheNetworksSize() {
    try (TargetImages images =
            TargetImages.of(
                List.of(volume(20, 9, 12), volume(5, 30, 3)), INPUT, Compute.REFERENCE);
        Scope scope = Scope.open()) {
      for (int i = 0; i < 4; i++) {
        assertThat(Shapes.of(images.draw(new Seeds(1), "any", i))).containsExactly(1, 1, 8, 8, 16);
      }
    }
  }

  /** What lies around a volume must be as in training and prediction, or judgements mislead. */
  @Test
  void smallerVolumesAreMirroredAndNotSurroundedByZeros() {
    Image two = new Image(new Grid(2, 1, 1, Placement.NONE), 1, 1, new float[] {0.5f, 1});
    try (TargetImages images = TargetImages.of(List.of(two), INPUT, Compute.REFERENCE);
        Scope scope = Scope.open()) {
      float[] window = Ops.floats(images.fixed(new Seeds(1), 1).get(0));
      // Seven columns lie to the left of the two: 1, 1, 0.5, 0.5, 1, 1, 0.5 | 0.5, 1 | 1, 0.5, …
      float[] row = {1, 1, 0.5f, 0.5f};
      assertThat(window).hasSize(16 * 8 * 8);
      for (int i = 0; i < window.length; i++) {
        assertThat(window[i]).isEqualTo(row[i % 4]);
      }
    }
  }

  @Test
  void changesOfVolumesAreShownInOneSliceOfEachWindow() {
    Ops.threads(1);
    Ops.seed(3);
    try (Segmenter source = SPEC.build(Compute.REFERENCE);
        TargetImages images =
            TargetImages.of(List.of(volume(16, 8, 8)), INPUT, Compute.REFERENCE)) {
      AdaptationSettings settings = AdaptationSettings.standard(Method.TTSFUDA);
      List<LabelChange> changes =
          LabelChange.of(source, source, images, settings, new Seeds(1), Compute.REFERENCE, 6);
      assertThat(changes).hasSize(1);
      LabelChange only = changes.get(0);
      assertThat(only.window().grid().sameSize(Grid.of(16, 8))).isTrue();
      assertThat(only.adapted()).usingRecursiveComparison().isEqualTo(only.plain());
      float[] whole = volume(16, 8, 8).samples();
      boolean isASlice = false;
      for (int z = 0; z < 8; z++) {
        float[] slice = Arrays.copyOfRange(whole, z * 128, (z + 1) * 128);
        isASlice |= Arrays.equals(slice, only.window().samples());
      }
      assertThat(isASlice).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void volumesOfSeveralClassesAreAdaptedToByEveryMethod(Method method) {
    Ops.threads(1);
    Ops.seed(3);
    List<String> told = new ArrayList<>();
    AdaptationListener listener =
        new AdaptationListener() {
          @Override
          public void stage(String name, int iterations) {}

          @Override
          public void step(String stage, int done, Map<String, Double> losses) {
            losses.keySet().forEach(name -> told.add(stage + " " + name));
          }

          @Override
          public void judged(Adaptation.Judged judged) {}
        };
    try (Segmenter source = SPEC.build(Compute.REFERENCE);
        TargetImages images =
            TargetImages.of(List.of(volume(20, 9, 12)), INPUT, Compute.REFERENCE);
        Adaptation.Outcome outcome =
            new Adaptation(
                    source,
                    Optional.empty(),
                    images,
                    AdaptationSettings.standard(method).withIterations(2),
                    new Seeds(1),
                    Compute.REFERENCE,
                    listener)
                .run()) {
      assertThat(outcome.history().get(0).judgement().shares()).hasSize(3);
      String name = "encoder.1.conv1.weight";
      boolean same =
          Ops.identical(
              outcome.last().network().parameters().get(name),
              source.network().parameters().get(name));
      assertThat(same).isEqualTo(method == Method.BN || method == Method.TENT);
    }
    if (method == Method.TTSFUDA) {
      assertThat(told).contains("target-specific segmentation", "task-specific consistency");
    }
  }
}
