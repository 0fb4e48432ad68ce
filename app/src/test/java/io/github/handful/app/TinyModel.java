package io.github.handful.app;

import io.github.handful.imaging.LabelEncoding;
import io.github.handful.segment.Model;
import io.github.handful.segment.ModelDescription;
import io.github.handful.segment.PictureInput;
import io.github.handful.segment.PictureInput.Intensity;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.SegmenterSpec;
import io.github.handful.segment.UNetSpec;
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
    SegmenterSpec spec = new UNetSpec(channels, classes, 4, 2);
    List<Integer> values = IntStream.range(0, classes).boxed().toList();
    ModelDescription description =
        new ModelDescription(
            ModelDescription.FORMAT,
            "test",
            spec,
            new PictureInput(
                32, 32, channels, 0, Collections.nCopies(channels, new Intensity(0, 1))),
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
