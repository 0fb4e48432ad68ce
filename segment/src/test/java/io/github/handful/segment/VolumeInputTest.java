package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Placement;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeInputTest {
  private static final Normalisation WHOLE = new Normalisation.Range(0, 1);

  @Test
  void aRangeIsALineThatIsClamped() {
    float[] samples = {9, -1000, 0, 200, 400, 9};
    new Normalisation.Range(-200, 200).apply(samples, 1, 4);
    assertThat(samples).containsExactly(new float[] {9, 0, 0.5f, 1, 1, 9}, within(1e-6f));
  }

  @Test
  void standardisedIsTheMeanInTheMiddleAndFourDeviationsToEachSide() {
    // Mean 5 and standard deviation 3.
    float[] samples = {2, 8, 2, 8};
    new Normalisation.Standardised().apply(samples, 0, 4);
    float below = (float) (0.5 - 1 / 8.0);
    float above = (float) (0.5 + 1 / 8.0);
    assertThat(samples).containsExactly(new float[] {below, above, below, above}, within(1e-6f));
    float[] even = {7, 7, 7};
    new Normalisation.Standardised().apply(even, 0, 3);
    assertThat(even).containsExactly(new float[] {0.5f, 0.5f, 0.5f}, within(1e-6f));
  }

  @Test
  void voxelsThatWereMaskedOutHaveNoPartAndStayZero() {
    float[] samples = {0, 2, 8, 0, 2, 8, 0};
    new Normalisation.Standardised().apply(samples, 0, 7);
    assertThat(samples)
        .containsExactly(new float[] {0, 0.375f, 0.625f, 0, 0.375f, 0.625f, 0}, within(1e-6f));
    float[] hardlyMasked = {0, 10, 10, 10, 10};
    new Normalisation.Standardised().apply(hardlyMasked, 0, 5);
    // Mean 8, deviation 4: the one zero is two deviations below.
    assertThat(hardlyMasked[0]).isCloseTo(0.25f, within(1e-6f));
  }

  @Test
  void imagesAndLabelsComeToTheSpacingOfTheNetwork() {
    // 10 x 12 x 6 voxels of 0.5 x 1 x 3 mm; x runs to the head, z to the left.
    Grid grid =
        new Grid(
            10,
            12,
            6,
            new Placement(
                List.of(0.5, 1.0, 3.0),
                List.of(5.0, 6.0, 7.0),
                List.of(0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0)));
    VolumeInput input =
        new VolumeInput(List.of(8, 8, 8), 1, List.of(1.0, 2.0, 1.0), List.of(WHOLE));
    Image image = input.apply(ToyVolumes.noise(grid, 1));
    LabelMap labels = input.apply(new LabelMap(grid, new byte[grid.count()]));
    assertThat(image.grid().sameSize(Grid.of(18, 6, 5))).isTrue();
    assertThat(image.grid().placement().spacing()).containsExactly(1.0, 2.0, 1.0);
    assertThat(labels.grid()).isEqualTo(image.grid());
    assertThat(input.grid()).isEqualTo(Grid.of(8, 8, 8));
  }

  @Test
  void eachChannelHasItsOwnNormalisation() {
    VolumeInput input =
        new VolumeInput(
            List.of(2, 1, 1),
            2,
            List.of(1.0, 1.0, 1.0),
            List.of(new Normalisation.Range(0, 10), new Normalisation.Standardised()));
    Image image = new Image(Grid.of(2, 1, 1), 2, 1, new float[] {5, 20, 2, 8});
    assertThat(input.apply(image).samples())
        .containsExactly(new float[] {0.5f, 1, 0.375f, 0.625f}, within(1e-6f));
    assertThat(image.samples()).containsExactly(5, 20, 2, 8);
  }

  @Test
  void otherChannelsAndAbsurdSpacingsAreRefusedInASentence() {
    VolumeInput input = ToyVolumes.windows(8, 8, 8);
    assertThatThrownBy(() -> input.apply(new Image(Grid.of(2, 2, 2), 2, 1, new float[16])))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 channels and the network takes 1");
    Grid huge = new Grid(2, 2, 2, Placement.NONE.withSpacing(1000, 1000, 1000));
    assertThatThrownBy(() -> input.apply(ToyVolumes.noise(huge, 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("8.00e+09 voxels")
        .hasMessageEndingWith("check its spacing");
    assertThatThrownBy(() -> Toy.WHOLE.apply(ToyVolumes.noise(Grid.of(2, 2, 2), 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("network for pictures");
  }

  @Test
  void preprocessingsComeBackFromJsonAndPicturesAreTheDefault() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    VolumeInput volume =
        new VolumeInput(
            List.of(64, 64, 16),
            2,
            List.of(0.5, 0.5, 3.0),
            List.of(new Normalisation.Range(-150, 250), new Normalisation.Standardised()));
    for (Preprocessing preprocessing : List.of(volume, Toy.WHOLE)) {
      assertThat(json.readValue(json.writeValueAsString(preprocessing), Preprocessing.class))
          .isEqualTo(preprocessing);
    }
    assertThat(
            json.readValue(
                "{\"width\":16,\"height\":16,\"channels\":1,\"scale\":0,"
                    + "\"intensities\":[{\"low\":0,\"high\":1}]}",
                Preprocessing.class))
        .isEqualTo(Toy.WHOLE);
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () -> new VolumeInput(List.of(8, 8), 1, List.of(1.0, 1.0, 1.0), List.of(WHOLE)))
        .hasMessageContaining("window");
    assertThatThrownBy(
            () -> new VolumeInput(List.of(8, 8, 8), 1, List.of(1.0, 0.0, 1.0), List.of(WHOLE)))
        .hasMessageContaining("spacing");
    assertThatThrownBy(
            () -> new VolumeInput(List.of(8, 8, 8), 2, List.of(1.0, 1.0, 1.0), List.of(WHOLE)))
        .hasMessageContaining("2 channels need as many normalisations, got 1");
    assertThatThrownBy(() -> new Normalisation.Range(1, 1)).hasMessageContaining("must grow");
  }
}
