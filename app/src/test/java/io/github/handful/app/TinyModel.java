package io.github.handful.app;

import io.github.handful.imaging.LabelEncoding;
import io.github.handful.segment.Model;
import io.github.handful.segment.ModelDescription;
import io.github.handful.segment.Normalisation;
import io.github.handful.segment.PictureInput;
import io.github.handful.segment.PictureInput.Intensity;
import io.github.handful.segment.Preprocessing;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.SegmenterSpec;
import io.github.handful.segment.UNetSpec;
import io.github.handful.segment.VolumeInput;
import io.github.handful.segment.VolumeUNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.NativeRuntime;
import io.github.handful.torch.Ops;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A model folder with random weights. */
final class TinyModel {
  private TinyModel() {}

  /** Writes a model for images of 32 x 32 pixels with classes called {@code class 1} and so on. */
  static Path write(Path folder, int channels, int classes) throws IOException {
    NativeRuntime.load();
    Ops.seed(5);
    return write(
        folder,
        new UNetSpec(channels, classes, 4, 2),
        new PictureInput(32, 32, channels, 0, Collections.nCopies(channels, new Intensity(0, 1))));
  }

  /** Writes a model for volumes of one channel and two classes in windows of 16 voxels. */
  static Path writeForVolumes(Path folder) throws IOException {
    NativeRuntime.load();
    Ops.seed(5);
    List<Integer> window = List.of(16, 16, 16);
    List<Double> spacing = List.of(1.0, 1.0, 1.0);
    return write(
        folder,
        new VolumeUNetSpec(1, 2, 4, VolumeUNetSpec.stages(spacing, window, 2)),
        new VolumeInput(window, 1, spacing, List.of(new Normalisation.Range(0, 1))));
  }

  private static Path write(Path folder, SegmenterSpec spec, Preprocessing input)
      throws IOException {
    List<Integer> values = IntStream.range(0, spec.classes()).boxed().toList();
    ModelDescription description =
        new ModelDescription(
            ModelDescription.FORMAT,
            "test",
            spec,
            input,
            values.stream().map(k -> k == 0 ? "background" : "class " + k).toList(),
            new LabelEncoding.PaletteIndex(values).toMap(),
            Map.of());
    try (Segmenter segmenter = spec.build(Compute.REFERENCE)) {
      Model.write(
          folder, description, segmenter.network().parameters(), segmenter.network().statistics());
    }
    return folder;
  }
}
