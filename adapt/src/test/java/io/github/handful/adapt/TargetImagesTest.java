package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.Image;
import io.github.handful.segment.PictureInput;
import io.github.handful.segment.Preprocessing;
import io.github.handful.segment.Seeds;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetImagesTest {
  private static final Preprocessing WINDOWS =
      new PictureInput(16, 8, 1, 1, List.of(new PictureInput.Intensity(0, 1)));

  /** An image whose samples tell which image they are from. */
  private static Image image(int width, int height, int number) {
    float[] samples = new float[width * height];
    Arrays.fill(samples, number);
    return new Image(width, height, 1, 8, samples);
  }

  @Test
  void windowsHaveTheNetworksSizeWhateverTheImagesHave() {
    try (TargetImages images =
            TargetImages.of(List.of(image(40, 30, 1), image(5, 6, 2)), WINDOWS, Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Seeds seeds = new Seeds(1);
      for (int i = 0; i < 6; i++) {
        assertThat(Shapes.of(images.draw(seeds, "windows", i))).containsExactly(1, 1, 8, 16);
      }
      assertThat(images.fixed(seeds, 5)).hasSize(5);
    }
  }

  @Test
  void everyImageComesOnceBeforeAnyComesAgain() {
    List<Image> all = new ArrayList<>();
    for (int n = 1; n <= 4; n++) {
      all.add(image(16, 8, n));
    }
    try (TargetImages images = TargetImages.of(all, WINDOWS, Compute.REFERENCE)) {
      for (int round = 0; round < 3; round++) {
        Set<Double> seen = new HashSet<>();
        for (int i = 0; i < 4; i++) {
          try (Scope scope = Scope.open()) {
            seen.add(Ops.value(images.draw(new Seeds(3), "order", 4 * round + i).max()));
          }
        }
        assertThat(seen).hasSize(4);
      }
      try (Scope scope = Scope.open()) {
        assertThat(images.fixed(new Seeds(3), 16)).hasSize(4);
      }
    }
  }

  @Test
  void oneImageIsEnoughAndNoneIsNot() {
    try (TargetImages one = TargetImages.of(List.of(image(16, 8, 1)), WINDOWS, Compute.REFERENCE)) {
      assertThat(one.count()).isEqualTo(1);
    }
    assertThatThrownBy(() -> TargetImages.of(List.of(), WINDOWS, Compute.REFERENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
