package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private static final PairAugmentation NONE = PairAugmentation.none();

  @Test
  void everyExampleComesOnceInEachRoundInAnotherOrder() {
    Examples examples = new Examples(marked(5), 2, 2);
    List<List<Integer>> rounds = new ArrayList<>();
    List<Integer> drawn = new ArrayList<>();
    for (int iteration = 0; iteration < 25; iteration++) {
      for (var pair : examples.draw(new Seeds(1), "test", iteration, 2, NONE)) {
        drawn.add(Math.round(pair.image().samples()[0] * 10));
        if (drawn.size() == 5) {
          assertThat(drawn).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
          rounds.add(List.copyOf(drawn));
          drawn.clear();
        }
      }
    }
    assertThat(rounds).hasSize(10);
    assertThat(new HashSet<>(rounds)).hasSizeGreaterThan(5);
  }

  @Test
  void aDrawIsAFunctionOfSeedPurposeAndIteration() {
    Examples examples = new Examples(List.of(corner(64, 48)), 16, 8);
    PairAugmentation strong = PairAugmentation.standard();
    float[] first = image(examples.draw(new Seeds(1), "a", 3, 1, strong));
    assertThat(image(examples.draw(new Seeds(1), "a", 3, 1, strong))).isEqualTo(first);
    assertThat(image(examples.draw(new Seeds(2), "a", 3, 1, strong))).isNotEqualTo(first);
    assertThat(image(examples.draw(new Seeds(1), "b", 3, 1, strong))).isNotEqualTo(first);
    assertThat(image(examples.draw(new Seeds(1), "a", 4, 1, strong))).isNotEqualTo(first);
  }

  /** The sample of each pixel is its index, so that a window shows where it was cut. */
  @Test
  void windowsAreCutInsideTheImageAndHalfOfThemAroundForeground() {
    Example example = corner(64, 48);
    Examples examples = new Examples(List.of(example), 16, 8);
    int showing = 0;
    Set<Integer> corners = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      var pair = examples.draw(new Seeds(3), "windows", i, 1, NONE).get(0);
      int at = Math.round(pair.image().samples()[0] * 64 * 48);
      corners.add(at);
      for (int p = 0; p < 16 * 8; p++) {
        int source = at + p / 16 * 64 + p % 16;
        assertThat(pair.image().samples()[p]).isEqualTo(example.image().samples()[source]);
        assertThat(pair.labels().labels()[p]).isEqualTo(example.labels().labels()[source]);
      }
      showing += pair.labels().count(1) > 0 ? 1 : 0;
    }
    assertThat(corners).hasSizeGreaterThan(50);
    // The four pixels in a corner are in a random window once in a thousand times.
    assertThat(showing).isBetween(160, 240);
  }

  @Test
  void anImageWithoutForegroundIsCutAnywhere() {
    Example empty =
        new Example(
            "empty", new Image(8, 8, 1, 1, new float[64]), new LabelMap(8, 8, new byte[64]));
    Examples examples = new Examples(List.of(empty), 4, 4);
    for (int i = 0; i < 20; i++) {
      assertThat(examples.draw(new Seeds(3), "windows", i, 3, NONE)).hasSize(3);
    }
  }

  @Test
  void thereMustBeAnExampleAndItsPartsMustFit() {
    assertThatThrownBy(() -> new Examples(List.of(), 4, 4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new Example(
                    "odd", new Image(2, 1, 1, 1, new float[2]), new LabelMap(1, 2, new byte[2])))
        .hasMessage("image and labels of odd differ in size");
  }

  @Test
  void seedsOfDifferentPurposesAndIterationsDiffer() {
    Set<Long> seeds = new HashSet<>();
    for (long seed : new long[] {0, 1, -1}) {
      for (String purpose : List.of("", "a", "b", "ab", "ba")) {
        for (int iteration = 0; iteration < 100; iteration++) {
          long value = new Seeds(seed).of(purpose, iteration);
          assertThat(value).isNotNegative();
          seeds.add(value);
        }
      }
    }
    assertThat(seeds).hasSize(3 * 5 * 100);
  }

  @Test
  void theRateRisesLinearlyAndFallsAlongAHalfCosine() {
    RateSchedule schedule = new RateSchedule(2, 0.25, 0.1);
    // Iteration i of 8 lies at (i + 0.5) / 8; the warm-up ends at 2 / 8.
    assertThat(schedule.rate(0, 8)).isCloseTo(2 * 0.25, within(1e-12));
    assertThat(schedule.rate(1, 8)).isCloseTo(2 * 0.75, within(1e-12));
    assertThat(schedule.rate(2, 8))
        .isCloseTo(2 * (0.1 + 0.45 * (1 + Math.cos(Math.PI * 0.5 / 6))), within(1e-12));
    assertThat(schedule.rate(7, 8))
        .isCloseTo(2 * (0.1 + 0.45 * (1 + Math.cos(Math.PI * 5.5 / 6))), within(1e-12));
    assertThat(new RateSchedule(3, 0, 1).rate(5, 9)).isEqualTo(3);
  }

  private static float[] image(List<PairAugmentation.Pair> pairs) {
    return pairs.get(0).image().samples();
  }

  /** Two by two pixels whose samples are a tenth of the example's number. */
  private static List<Example> marked(int count) {
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      float sample = n / 10f;
      float[] samples = {sample, sample, sample, sample};
      examples.add(
          new Example("e" + n, new Image(2, 2, 1, 1, samples), new LabelMap(2, 2, new byte[4])));
    }
    return examples;
  }

  private static Example corner(int width, int height) {
    float[] samples = new float[width * height];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) i / samples.length;
    }
    byte[] labels = new byte[width * height];
    for (int i : new int[] {0, 1, width, width + 1}) {
      labels[i] = 1;
    }
    return new Example(
        "corner", new Image(width, height, 1, 1, samples), new LabelMap(width, height, labels));
  }
}
