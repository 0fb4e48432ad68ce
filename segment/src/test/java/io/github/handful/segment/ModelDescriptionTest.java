package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelDescriptionTest {
  private static ModelDescription description(Map<String, Object> training) {
    return new ModelDescription(
        ModelDescription.FORMAT,
        "test",
        new UNetSpec(1, 2, 4, 2),
        new PictureInput(32, 32, 1, 0, List.of(new PictureInput.Intensity(0, 1))),
        List.of("background", "lesion"),
        Map.of(),
        training);
  }

  @Test
  void classSharesAreReadWhereTheyAreRecorded() {
    assertThat(description(Map.of("class shares", List.of(0.75, 0.25))).classShares())
        .contains(List.of(0.75, 0.25));
    assertThat(description(Map.of("class shares", List.of(1, 0))).classShares())
        .contains(List.of(1.0, 0.0));
    assertThat(description(Map.of()).classShares()).isEmpty();
  }

  @Test
  void sharesThatCannotBeAreNone() {
    for (Object recorded :
        List.of(
            "0.5", List.of(1.0), List.of(1.5, -0.5), List.of("a", "b"), List.of(Double.NaN, 1))) {
      assertThat(description(Map.of("class shares", recorded)).classShares()).isEmpty();
    }
  }
}
