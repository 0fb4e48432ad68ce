package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.DataException;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Safetensors;
import io.github.handful.torch.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedWeightsTest {
  private static final SegmenterSpec COLOUR = new DeepLabV3Spec(3, 2, 2);
  private static final SegmenterSpec GREY = new DeepLabV3Spec(1, 2, 2);
  private static final SwinUNetSpec SWIN = new SwinUNetSpec(3, 2, 4, 1, 2, List.of(1, 2, 1));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("weights.safetensors");
  }

  /**
   * Writes the tensors of a network whose names begin so, by the names that {@code renamed} gives.
   */
  private ParameterSet brought(SegmenterSpec spec, String part, UnaryOperator<String> renamed)
      throws IOException {
    Ops.seed(7);
    try (Segmenter net = spec.build(Compute.REFERENCE);
        ParameterSet written = new ParameterSet();
        Scope scope = Scope.open()) {
      net.network().statistics().tensors().forEach(t -> t.copy_(Ops.normal(1, t.numel())));
      ParameterSet all = new ParameterSet();
      for (ParameterSet set : List.of(net.network().parameters(), net.network().statistics())) {
        set.asMap()
            .forEach(
                (name, t) -> {
                  if (name.startsWith(part)) {
                    all.add(name, t.detach().clone());
                    written.add(renamed.apply(name), t.detach().clone());
                  }
                });
      }
      written.add("fc.weight", Ops.ones(1000, 64));
      Safetensors.write(file, written, Map.of());
      return all;
    }
  }

  @Test
  void aClassifiersWeightsBecomeTheBackbone() throws IOException {
    try (ParameterSet classifier =
            brought(COLOUR, "backbone.", name -> name.substring("backbone.".length()));
        Segmenter net = COLOUR.build(Compute.REFERENCE)) {
      PretrainedWeights.Report report = PretrainedWeights.load(file, net);
      assertThat(report.loaded()).containsExactlyInAnyOrderElementsOf(classifier.names());
      // A convolution and the scale and shift of its norm: 53 times; two statistics each.
      assertThat(report.loaded()).hasSize(5 * 53);
      assertThat(report.kept()).allMatch(name -> name.startsWith("classifier."));
      assertThat(report.unused()).containsExactly("fc.weight");
      assertThat(report.describe())
          .startsWith(
              "265 of the network's 302 tensors loaded; 37 begin from scratch (classifier.0")
          .endsWith("; 1 in the file not used (fc.weight)");
      classifier.asMap().forEach((name, t) -> assertThat(Ops.identical(of(net, name), t)).isTrue());
    }
  }

  private static Tensor of(Segmenter net, String name) {
    ParameterSet parameters = net.network().parameters();
    return parameters.names().contains(name)
        ? parameters.get(name)
        : net.network().statistics().get(name);
  }

  @Test
  void greyNetworksSumTheColoursOfTheFirstConvolution() throws IOException {
    try (ParameterSet colour = brought(COLOUR, "", name -> "module." + name);
        Segmenter net = GREY.build(Compute.REFERENCE);
        Scope scope = Scope.open()) {
      PretrainedWeights.Report report = PretrainedWeights.load(file, net);
      assertThat(report.kept()).isEmpty();
      double[] grey = Ops.doubles(of(net, "backbone.conv1.weight"));
      double[] rgb = Ops.doubles(colour.get("backbone.conv1.weight"));
      for (int i = 0; i < grey.length; i++) {
        int at = i / 49 * 3 * 49 + i % 49;
        assertThat(grey[i]).isCloseTo(rgb[at] + rgb[at + 49] + rgb[at + 98], within(1e-6));
      }
    }
  }

  @Test
  void otherShapesAreLeft() throws IOException {
    try (ParameterSet two = brought(COLOUR, "", name -> name);
        Segmenter net = new DeepLabV3Spec(3, 4, 2).build(Compute.REFERENCE)) {
      PretrainedWeights.Report report = PretrainedWeights.load(file, net);
      assertThat(report.loaded()).hasSize(two.names().size() - 2);
      assertThat(report.kept()).containsExactly("classifier.4.weight", "classifier.4.bias");
      assertThat(report.unused())
          .containsExactlyInAnyOrder("classifier.4.weight", "classifier.4.bias", "fc.weight");
    }
  }

  @Test
  void swinsWayUpBeginsAsItsWayDown() throws IOException {
    try (ParameterSet encoder = brought(SWIN, "layers.", name -> "swin_unet." + name);
        Segmenter net = SWIN.build(Compute.REFERENCE)) {
      PretrainedWeights.Report report = PretrainedWeights.load(file, net);
      assertThat(report.loaded()).containsAll(encoder.names());
      for (String part : List.of(".attn.qkv.weight", ".attn.relative_position_bias_table")) {
        assertThat(
                Ops.identical(
                    of(net, "layers_up.1.blocks.1" + part),
                    encoder.get("layers.1.blocks.1" + part)))
            .isTrue();
        assertThat(
                Ops.identical(
                    of(net, "layers_up.2.blocks.0" + part),
                    encoder.get("layers.0.blocks.0" + part)))
            .isTrue();
      }
      assertThat(report.kept())
          .contains(
              "patch_embed.proj.weight", "layers_up.1.upsample.expand.weight", "output.weight")
          .noneMatch(name -> name.contains("blocks"));
    }
  }

  @Test
  void aDecoderInTheFileGoesBeforeTheEncoder() throws IOException {
    try (ParameterSet all = brought(SWIN, "", name -> name);
        Segmenter net = SWIN.build(Compute.REFERENCE)) {
      assertThat(PretrainedWeights.load(file, net).kept()).isEmpty();
      String name = "layers_up.2.blocks.0.mlp.fc1.weight";
      assertThat(Ops.identical(of(net, name), all.get(name))).isTrue();
    }
  }

  @Test
  void trainingAndItsAverageBeginFromThem() throws IOException {
    try (ParameterSet all = brought(SWIN, "", name -> name);
        SegmenterTraining training =
            new SegmenterTraining(
                SWIN,
                new SegmenterTraining.Settings(
                    2, new RateSchedule(1e-3, 0, 1), 0, 0.9, SegmentationLoss.DICE),
                Compute.REFERENCE)) {
      training.startFrom(file);
      for (String name : all.names()) {
        assertThat(Ops.identical(of(training.segmenter(), name), all.get(name))).isTrue();
        assertThat(Ops.identical(of(training.averaged(), name), all.get(name))).isTrue();
      }
    }
  }

  @Test
  void filesWithoutFittingTensorsAreRefused() throws IOException {
    try (ParameterSet other = brought(SWIN, "layers.", name -> name);
        Segmenter net = GREY.build(Compute.REFERENCE)) {
      assertThat(other.names()).isNotEmpty();
      assertThatThrownBy(() -> PretrainedWeights.load(file, net))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + " holds no tensor that fits the DeepLabV3");
      Files.writeString(file, "no weights");
      assertThatThrownBy(() -> PretrainedWeights.load(file, net))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + " cannot be used");
      assertThatThrownBy(() -> PretrainedWeights.load(folder, net))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(folder + " is no file");
    }
  }
}
