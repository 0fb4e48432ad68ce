package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.PictureInput.Intensity;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictorTest {
  /** Says of each pixel by itself how bright it is. */
  private record Brightness(Network network, SegmenterSpec spec) implements Segmenter {
    Brightness() {
      this(new Network(Initialiser.FAN_IN), new UNetSpec(1, 2, 1, 1));
    }

    @Override
    public Outputs outputs(Pass pass, Tensor images) {
      return new Outputs(Ops.plus(Ops.times(images, 8), -4), List.of());
    }
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "17, 16", "16, 31", "41, 29", "100, 16"})
  void windowsGiveWhatThePixelsGiveByThemselves(int width, int height) {
    Image image = ramp(width, height);
    Preprocessing windowed = new PictureInput(16, 16, 1, 1, List.of(new Intensity(0, 1)));
    try (Segmenter brightness = new Brightness()) {
      Predictor.ClassProbabilities result =
          new Predictor(brightness, windowed, Compute.REFERENCE).probabilities(image);
      assertThat(result.width()).isEqualTo(width);
      assertThat(result.height()).isEqualTo(height);
      for (int i = 0; i < width * height; i++) {
        double expected = 1 / (1 + Math.exp(4 - 8 * image.samples()[i]));
        assertThat((double) result.plane(1)[i]).isCloseTo(expected, within(1e-5));
        assertThat((double) result.plane(0)[i]).isCloseTo(1 - expected, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"33, 47, 0", "7, 5, 0", "33, 47, 0.5", "201, 9, 1", "5, 3, 1"})
  void theResultLiesOnTheGridOfTheInput(int width, int height, double scale) {
    Preprocessing preprocessing = new PictureInput(16, 16, 1, scale, List.of(new Intensity(0, 1)));
    try (Segmenter brightness = new Brightness()) {
      LabelMap labels =
          new Predictor(brightness, preprocessing, Compute.REFERENCE)
              .probabilities(ramp(width, height))
              .labels();
      assertThat(labels.width()).isEqualTo(width);
      assertThat(labels.height()).isEqualTo(height);
      // The ramp passes one half in the middle column.
      for (int y = 0; y < height; y++) {
        assertThat(labels.at(y, 0)).isZero();
        assertThat(labels.at(y, width - 1)).isEqualTo(1);
        assertThat(labels.at(y, width / 2 - width / 8 - 1)).isZero();
        assertThat(labels.at(y, width / 2 + width / 8 + 1)).isEqualTo(1);
      }
    }
  }

  @Test
  void predictionLeavesNoNativeObjectsBehind() {
    try (SegmenterTraining training = Toy.training(1e-3)) {
      Predictor predictor = new Predictor(training.averaged(), Toy.WHOLE, Compute.REFERENCE);
      Image image = Toy.squares(1, 1).get(0).image();
      predictor.probabilities(image);
      long before = Pointer.totalCount();
      predictor.probabilities(image);
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }
  }

  @Test
  void equalProbabilitiesGiveTheLowestClass() {
    float[] planes = {0.5f, 0.2f, 0.5f, 0.4f, 0f, 0.4f};
    assertThat(new Predictor.ClassProbabilities(2, 1, planes).labels().labels())
        .containsExactly(0, 1);
  }

  /** Against the definition, in parts of the entropy of equal classes. */
  @Test
  void entropyIsThatOfTheProbabilities() {
    float[] three = {1, 0.5f, 1 / 3f, 0, 0.5f, 1 / 3f, 0, 0, 1 / 3f};
    float[] entropy = Predictor.ClassProbabilities.entropy(three, 3);
    assertThat(entropy[0]).isZero();
    assertThat(entropy[1]).isCloseTo((float) (Math.log(2) / Math.log(3)), within(1e-6f));
    assertThat(entropy[2]).isCloseTo(1, within(1e-6f));
    try (SegmenterTraining training = Toy.training(1e-3)) {
      Predictor predictor = new Predictor(training.averaged(), Toy.WHOLE, Compute.REFERENCE);
      Image image = Toy.squares(1, 1).get(0).image();
      Predictor.ClassProbabilities p = predictor.probabilities(image);
      float[] wanted =
          Predictor.ClassProbabilities.entropy(p.planes(), image.width() * image.height());
      Predictor.Judged judged = predictor.judged(image);
      assertThat(judged.labels().labels()).isEqualTo(predictor.labels(image).labels());
      float[] shown = judged.entropy().samples();
      for (int i = 0; i < wanted.length; i++) {
        assertThat(shown[i]).isEqualTo(255 * wanted[i]);
      }
    }
  }

  @Test
  void intensitiesAreScaledByTheRangeOfTheFileAndClamped() {
    Preprocessing preprocessing = new PictureInput(2, 2, 1, 0, List.of(new Intensity(0.2, 0.6)));
    Image image = new Image(2, 2, 1, 255, new float[] {0, 51, 102, 255});
    assertThat(preprocessing.apply(image).samples())
        .containsExactly(new float[] {0, 0, 0.5f, 1}, within(1e-6f));
    assertThat(preprocessing.apply(image).maximum()).isEqualTo(1);
  }

  @Test
  void coloursAreAveragedAndGreysRepeated() {
    Image colour = new Image(1, 1, 3, 1, new float[] {0.1f, 0.2f, 0.6f});
    Intensity whole = new Intensity(0, 1);
    assertThat(new PictureInput(1, 1, 1, 0, List.of(whole)).apply(colour).samples())
        .containsExactly(new float[] {0.3f}, within(1e-6f));
    Image grey = new Image(1, 1, 1, 1, new float[] {0.4f});
    assertThat(new PictureInput(1, 1, 3, 0, List.of(whole, whole, whole)).apply(grey).samples())
        .containsExactly(0.4f, 0.4f, 0.4f);
  }

  @Test
  void imagesAndLabelsComeToTheSameGrid() {
    for (double scale : new double[] {0, 0.5, 2}) {
      Preprocessing preprocessing =
          new PictureInput(16, 16, 1, scale, List.of(new Intensity(0, 1)));
      Image image = preprocessing.apply(ramp(37, 23));
      LabelMap labels = preprocessing.apply(new LabelMap(37, 23, new byte[37 * 23]));
      assertThat(List.of(image.width(), image.height()))
          .isEqualTo(List.of(labels.width(), labels.height()))
          .isEqualTo(scale == 0 ? List.of(16, 16) : scale < 1 ? List.of(19, 16) : List.of(74, 46));
    }
  }

  @Test
  void aUNetLearnsTwoImagesByHeart() {
    try (SupervisedLearner learner =
        new SupervisedLearner(
            Toy.training(1e-2),
            new Examples(Toy.squares(2, 1), Toy.SIDE, Toy.SIDE),
            PairAugmentation.none(),
            new Seeds(1),
            Compute.REFERENCE)) {
      for (int i = 0; i < 150; i++) {
        learner.step(SupervisedLearner.PHASE, new Learner.Position(i, 150));
      }
      Validation same = new Validation(Toy.squares(2, 1), Toy.WHOLE, Compute.REFERENCE);
      assertThat(same.dice(learner.model())).isGreaterThan(0.99);
    }
  }

  /** From black at the left to white at the right. */
  private static Image ramp(int width, int height) {
    float[] samples = new float[width * height];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (i % width + 0.5f) / width;
    }
    return new Image(width, height, 1, 1, samples);
  }
}
