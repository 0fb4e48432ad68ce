package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.Example;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeneratedImagesTest {
  private static final LabelMap NOTHING = new LabelMap(2, 1, new byte[2]);

  /** Two pixels, whose features are themselves. */
  private static Image image(double left, double right) {
    return new Image(2, 1, 1, 1, new float[] {(float) left, (float) right});
  }

  private static Example example(String id, double left, double right) {
    return new Example(id, image(left, right), NOTHING);
  }

  private static double[] pixels(Image image) {
    return new double[] {image.samples()[0], image.samples()[1]};
  }

  private static GeneratedImages against(Example... training) {
    return new GeneratedImages(GeneratedImagesTest::pixels, List.of(training));
  }

  private static GeneratedImages againstFour() {
    return against(example("a", 0, 0), example("b", 1, 1), example("c", 0, 1), example("d", 1, 0));
  }

  /** The mean square of the training images' features is 1/2, so all grow by √2. */
  @Test
  void distancesAreRootMeanSquaresOfScaledFeatures() {
    GeneratedImages images = againstFour();
    images.add("g", Optional.of("a"), image(0.25, 0.25), NOTHING);
    Likeness g = images.generated().get(0);
    assertThat(g.features())
        .containsExactly(new double[] {Math.sqrt(0.125), Math.sqrt(0.125)}, within(1e-12));
    assertThat(g.byFeatures().image()).isZero();
    assertThat(g.byFeatures().distance()).isCloseTo(0.25 * Math.sqrt(2), within(1e-12));
    assertThat(g.byPixels()).isEqualTo(new Likeness.Match(0, 0.25, 0.5));
    Fidelity fidelity = images.fidelity();
    // Training images differ from their nearest in one of two features, by √2.
    assertThat(fidelity.amongTraining()).isCloseTo(1, within(1e-12));
    assertThat(fidelity.nearest()).isCloseTo(0.25 * Math.sqrt(2), within(1e-12));
    // By features the next is √(0.75² + 0.25²) away, more than twice as far; by pixels just twice.
    assertThat(List.of(fidelity.copies(), fidelity.copiesInPixels(), fidelity.nearestToSource()))
        .containsExactly(1, 0, 1);
  }

  @Test
  void meanOfAllIsNearToAllAndNoCopy() {
    GeneratedImages images = againstFour();
    images.add("mean", Optional.of("a"), image(0.5, 0.5), NOTHING);
    Fidelity fidelity = images.fidelity();
    assertThat(fidelity.nearest()).isLessThan(fidelity.amongTraining());
    assertThat(List.of(fidelity.copies(), fidelity.copiesInPixels())).containsExactly(0, 0);
  }

  @Test
  void imagesAsFarApartAsTheTrainingImagesAreNoCopies() {
    GeneratedImages images = againstFour();
    images.add("far", Optional.of("a"), image(0, 2), NOTHING);
    Fidelity fidelity = images.fidelity();
    assertThat(List.of(fidelity.copies(), fidelity.copiesInPixels(), fidelity.nearestToSource()))
        .containsExactly(0, 0, 0);
  }

  @Test
  void imagesOfAnotherBrightnessAreBeyondChanceAndCopiesAreNot() {
    Example[] training = new Example[12];
    for (int i = 0; i < training.length; i++) {
      training[i] = example("t" + i, 0.4 + 0.01 * i, 0.5 - 0.01 * (i * 5 % 12));
    }
    GeneratedImages copies = against(training);
    Arrays.stream(training)
        .forEach(t -> copies.add("g" + t.id(), Optional.of(t.id()), t.image(), NOTHING));
    assertThat(copies.fidelity().beyondChance()).isFalse();
    assertThat(copies.fidelity().copies()).isEqualTo(12);
    assertThat(copies.fidelity().nearest()).isZero();
    GeneratedImages bright = against(training);
    for (int i = 0; i < 12; i++) {
      bright.add("g" + i, Optional.of("t0"), image(0.8 + 0.01 * i, 0.9), NOTHING);
    }
    assertThat(bright.fidelity().beyondChance()).isTrue();
    assertThat(bright.fidelity().generatedToTraining().orElseThrow().size()).isEqualTo(6);
  }

  @Test
  void fewImagesHaveNoKernelDistance() {
    GeneratedImages images = against(example("a", 0, 0), example("b", 1, 1), example("c", 0, 1));
    images.add("g", Optional.of("a"), image(0.5, 0.5), NOTHING);
    images.add("h", Optional.of("a"), image(0.5, 0.4), NOTHING);
    assertThat(images.fidelity().generatedToTraining()).isEmpty();
    assertThat(images.fidelity().beyondChance()).isFalse();
    GeneratedImages one = against(example("a", 0.5, 0.5));
    one.add("g", Optional.of("a"), image(0.5, 0.5), NOTHING);
    assertThat(one.fidelity().copies()).isZero();
  }
}
