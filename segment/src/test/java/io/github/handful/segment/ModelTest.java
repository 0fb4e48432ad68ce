package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Safetensors;
import io.github.handful.torch.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
  private static final ModelDescription DESCRIPTION = description(4);

  @TempDir static Path original;
  private static float[] expected;

  @TempDir Path folder;
  private Path json;
  private Path weights;

  @BeforeAll
  static void writeAModel() throws IOException {
    Ops.seed(2);
    try (Segmenter segmenter = DESCRIPTION.segmenter().build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      segmenter.logits(segmenter.network().training(), Ops.uniform(1, 2, 1, 16, 16));
      write(original, DESCRIPTION, segmenter);
      expected = predict(segmenter);
    }
  }

  @BeforeEach
  void copyTheModel() throws IOException {
    json = folder.resolve("model.json");
    weights = folder.resolve("weights.safetensors");
    Files.copy(original.resolve("model.json"), json);
    Files.copy(original.resolve("weights.safetensors"), weights);
  }

  @Test
  void aModelThatIsReadBackPredictsTheSameBits() throws IOException {
    Ops.seed(77);
    try (Model model = Model.read(folder, Compute.REFERENCE)) {
      assertThat(model.description()).isEqualTo(DESCRIPTION);
      assertThat(predict(model.segmenter())).isEqualTo(expected);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(json, weights);
    }
  }

  @Test
  void aModelFromBeforeTheChoiceOfNormalisationNormalisesOverTheBatch() throws IOException {
    String norm = ",\n    \"norm\" : \"BATCH\"";
    String text = Files.readString(json);
    assertThat(text).contains(norm);
    Files.writeString(json, text.replace(norm, ""));
    assertThat(Model.describe(folder)).isEqualTo(DESCRIPTION);
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    Files.delete(weights);
    requireRefusal(folder + " holds no weights.safetensors");
    Files.delete(json);
    requireRefusal(folder + " holds no model");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"format\":1}",
        "{\"version\":\"of something else\"}",
        "GIF89a"
      })
  void foreignDescriptionsAreRefused(String text) throws IOException {
    Files.writeString(json, text);
    requireRefusal(json.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"segmenter\"", "\"preprocessing\"", "\"width\"", "\"classes\""})
  void descriptionsWithoutANeededPartAreRefused(String part) throws IOException {
    Files.writeString(json, Files.readString(json).replaceFirst(part, "\"other\""));
    requireRefusal(json.toString());
  }

  @Test
  void aLaterFormatIsRefused() throws IOException {
    Files.writeString(
        json, Files.readString(json).replaceFirst("\"format\" : 1", "\"format\" : 2"));
    requireRefusal(json + " has a format that this version of handful does not read");
  }

  @Test
  void truncatedWeightsAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 1));
    requireRefusal(weights + " cannot be used");
  }

  @Test
  void theWeightsOfAnotherWidthAreRefused() throws IOException {
    byte[] before = Files.readAllBytes(json);
    try (Segmenter wider = description(8).segmenter().build(Compute.REFERENCE)) {
      write(folder, description(8), wider);
    }
    Files.write(json, before);
    requireRefusal(weights + " cannot be used: weights do not fit this network");
  }

  @ParameterizedTest
  @ValueSource(strings = {"foreign", "statistics/foreign"})
  void anUnknownTensorIsRefused(String name) throws IOException {
    try (Safetensors.Content content = Safetensors.read(weights);
        Scope scope = Scope.open()) {
      content.tensors().add(name, Ops.zeros(1));
      Safetensors.write(weights, content.tensors(), Map.of());
    }
    requireRefusal(weights + " cannot be used: weights do not fit this network: unknown foreign");
  }

  @ParameterizedTest
  @ValueSource(strings = {"head.bias", "statistics/encoder.0.norm1.running_mean"})
  void aMissingTensorIsRefused(String name) throws IOException {
    try (Safetensors.Content content = Safetensors.read(weights);
        ParameterSet rest = new ParameterSet();
        Scope scope = Scope.open()) {
      content.tensors().asMap().entrySet().stream()
          .filter(e -> !e.getKey().equals(name))
          .forEach(e -> rest.add(e.getKey(), e.getValue()));
      Safetensors.write(weights, rest, Map.of());
    }
    requireRefusal(
        weights
            + " cannot be used: weights do not fit this network: "
            + name.replace("statistics/", "")
            + " is missing");
  }

  private void requireRefusal(String beginning) {
    assertThatThrownBy(() -> Model.read(folder, Compute.REFERENCE).close())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(beginning)
        .hasMessageNotContaining("\n");
  }

  private static void write(Path folder, ModelDescription description, Segmenter segmenter)
      throws IOException {
    Model.write(
        folder, description, segmenter.network().parameters(), segmenter.network().statistics());
  }

  private static float[] predict(Segmenter segmenter) {
    Image image = Toy.squares(1, 3).get(0).image();
    return new Predictor(segmenter, Toy.WHOLE, Compute.REFERENCE).probabilities(image).planes();
  }

  private static ModelDescription description(int width) {
    return new ModelDescription(
        ModelDescription.FORMAT,
        "0.1",
        new UNetSpec(1, 2, width, 2),
        Toy.WHOLE,
        List.of("background", "square"),
        Map.of("255", 1),
        Map.of("images", 4));
  }
}
