package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Placement;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.Normalisation;
import io.github.handful.segment.VolumeInput;
import io.github.handful.segment.VolumeUNetSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumePlannerTest {
  private static final Planner.Machine MACHINE = new Planner.Machine(128, 96_000, 8);

  /** A volume whose voxels hold their index, from a lowest value on; every 10th is foreground. */
  private static Sample sample(int w, int h, int d, double sx, double sy, double sz, float least) {
    return sample(new Grid(w, h, d, Placement.NONE.withSpacing(sx, sy, sz)), 1, least);
  }

  private static Sample sample(Grid grid, int channels, float least) {
    float[] samples = new float[channels * grid.count()];
    byte[] labels = new byte[grid.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = least + i % grid.count();
    }
    for (int i = 0; i < labels.length; i += 10) {
      labels[i] = 1;
    }
    return new Sample("a", new Image(grid, channels, 1, samples), new LabelMap(grid, labels));
  }

  private static VolumeInput input(List<Sample> samples, List<String> channels) {
    return (VolumeInput) Planner.plan(samples, 2, channels, MACHINE).image();
  }

  @Test
  void smallVolumesAreSeenWholeAtTheirMedianSpacing() {
    List<Sample> samples =
        List.of(
            sample(36, 50, 35, 1, 1, 1, 0),
            sample(34, 48, 36, 1, 1, 1.2, 0),
            sample(40, 52, 38, 1, 1, 1, 0));
    VolumeInput input = input(samples, List.of());
    assertThat(input.spacing()).containsExactly(1.0, 1.0, 1.0);
    assertThat(input.window()).containsExactly(40, 56, 40);
  }

  @Test
  void axesAreThoseOfThePatient() {
    Placement turned =
        new Placement(
            List.of(3.0, 1.0, 2.0),
            List.of(0.0, 0.0, 0.0),
            List.of(0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0));
    // The file's axes run to the head, to the left and to the back.
    VolumeInput input = input(List.of(sample(new Grid(20, 40, 32, turned), 1, 0)), List.of());
    assertThat(input.spacing()).containsExactly(1.0, 2.0, 3.0);
    assertThat(input.window().get(0)).isEqualTo(40);
  }

  @Test
  void largeVolumesAreSeenThroughCubicWindows() {
    VolumeInput input = input(List.of(sample(160, 160, 80, 1, 1, 2, 0)), List.of());
    double width = input.window().get(0);
    assertThat(input.window().get(0) * input.window().get(1) * input.window().get(2))
        .isLessThanOrEqualTo(MACHINE.voxels())
        .isGreaterThan(MACHINE.voxels() / 2);
    assertThat(input.window().get(2) * 2.0).isBetween(0.7 * width, 1.4 * width);
  }

  @Test
  void thickSlicesKeepTheirDistanceAndAreNotHalvedFirst() {
    Plan plan = Planner.plan(List.of(sample(96, 96, 10, 0.7, 0.7, 6, 0)), 2, List.of(), MACHINE);
    VolumeUNetSpec segmenter = (VolumeUNetSpec) plan.segmenter();
    assertThat(((VolumeInput) plan.image()).spacing().get(2)).isEqualTo(6.0);
    assertThat(segmenter.stages().get(0).kernel()).containsExactly(3, 3, 1);
    assertThat(segmenter.stages().get(1).stride()).containsExactly(2, 2, 1);
    List<Integer> halvings = ((Pix2PixSpec) plan.generator()).halvings();
    assertThat(halvings.get(2)).isLessThan(halvings.get(0));
  }

  @Test
  void ctIsToldByItsNameOrByAir() {
    Sample dark = sample(20, 20, 20, 1, 1, 1, -1000);
    Sample bright = sample(20, 20, 20, 1, 1, 1, 0);
    Normalisation byAir = input(List.of(dark), List.of()).normalisations().get(0);
    // The foreground holds -1000, -990 and so on to 6990.
    assertThat(byAir).isEqualTo(new Normalisation.Range(-1000 + 40, 6990 - 40));
    assertThat(input(List.of(bright), List.of("CT")).normalisations().get(0))
        .isInstanceOf(Normalisation.Range.class);
    assertThat(input(List.of(dark), List.of("T1")).normalisations().get(0))
        .isEqualTo(new Normalisation.Standardised());
    assertThat(input(List.of(bright), List.of()).normalisations().get(0))
        .isEqualTo(new Normalisation.Standardised());
  }

  @Test
  void tinyVolumesHaveAPlanToo() {
    assertThat(input(List.of(sample(9, 8, 3, 1, 1, 1, 0)), List.of()).window())
        .satisfies(window -> assertThat(window.get(0)).isEqualTo(12));
  }

  @Test
  void mixedKindsAreRefused() {
    Sample volume = sample(20, 20, 20, 1, 1, 1, 0);
    Sample picture = sample(Grid.of(20, 20), 1, 0);
    Sample channels = sample(volume.image().grid(), 2, 0);
    for (Sample other : List.of(picture, channels)) {
      assertThatThrownBy(() -> Planner.plan(List.of(volume, other), 2, List.of(), MACHINE))
          .isInstanceOf(DataException.class);
    }
  }
}
