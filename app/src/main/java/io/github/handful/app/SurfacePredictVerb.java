package io.github.handful.app;

import io.github.handful.imaging.ImageSource;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfaceModel;
import io.github.handful.surfaces.SurfaceModelDescription;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * What predict does with a model of surfaces.
 *
 * @param images an image, a folder of images or a data set
 */
record SurfacePredictVerb(
    Path model,
    Path images,
    OutputFolder out,
    boolean overlay,
    ReadOutChoice readOut,
    CommonOptions common,
    Console console) {

  /** The result of the verb. */
  private record Predictions(
      Path model,
      String method,
      String readOut,
      List<SurfacePredictions.Done> predictions,
      List<PredictionRun.Failed> failures) {}

  /** Predicts all scans; returns whether none of them failed. */
  boolean run() throws IOException {
    SurfaceModelDescription description = SurfaceModel.describe(model);
    List<PredictionInput> inputs = inputs();
    SurfacePredictions predictions = new SurfacePredictions(out.path(), overlay, description);
    List<String> names = predictions.names(inputs);
    out.requireApart(
            inputs.stream().flatMap(input -> input.files().stream()).toList(), new HashSet<>(names))
        .requireNone(names)
        .create();
    Compute compute =
        PreparedRun.compute(common.device().toString(), Precision.FLOAT32, common.threads());
    var chosen = readOut.value(description.method());
    try (SurfaceModel read = SurfaceModel.read(model, compute);
        Progress progress = console.progress()) {
      predictions.run(inputs, read.predictor(chosen, compute), progress);
    }
    predictions.failed().forEach(f -> console.note("no surfaces: " + f.reason()));
    if (description.pixelSize().isEmpty()) {
      console.note(
          "no thickness map: the model does not know the size of a pixel (pixel_size.csv of its"
              + " training data)");
    }
    console.result(
        common,
        new Predictions(
            model,
            description.method().name().toLowerCase(Locale.ROOT),
            ReadOutChoice.valueOf(chosen.name()).toString(),
            predictions.done(),
            predictions.failed()),
        "surfaces of %d of %d scans in %s"
            .formatted(predictions.done().size(), inputs.size(), out.path()));
    return predictions.failed().isEmpty();
  }

  /** The scans of a data set of surfaces have the names that it gives them. */
  private List<PredictionInput> inputs() throws IOException {
    if (!SurfaceFolders.hasTable(images)) {
      return ImageInputs.list(images, 1);
    }
    return SurfaceDataSet.open(images).entries().stream()
        .<PredictionInput>map(
            entry -> new PredictionInput.Plain(new ImageSource(entry.id(), List.of(entry.image()))))
        .toList();
  }
}
