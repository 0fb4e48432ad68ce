package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.surfaces.PixelSize;
import io.github.handful.surfaces.SurfaceFiles;
import io.github.handful.surfaces.SurfaceHeights;
import io.github.handful.surfaces.SurfaceModelDescription;
import io.github.handful.surfaces.SurfaceOverlay;
import io.github.handful.surfaces.SurfacePredictor;
import io.github.handful.surfaces.ThicknessMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the surfaces of one scan after another and writes them, their thickness map and pictures. A
 * scan that cannot be used stops nothing; a result that cannot be written stops all.
 */
final class SurfacePredictions {
  private final Path out;
  private final boolean overlay;
  private final SurfaceModelDescription description;
  private final Map<String, SurfaceHeights> found = new LinkedHashMap<>();
  private final List<Done> done = new ArrayList<>();
  private final List<PredictionRun.Failed> failed = new ArrayList<>();

  /** A scan and the files that were written for it. */
  record Done(Path image, int width, int height, List<Path> files) {}

  SurfacePredictions(Path out, boolean overlay, SurfaceModelDescription description) {
    this.out = out;
    this.overlay = overlay;
    this.description = description;
  }

  /**
   * The names of all results.
   *
   * @throws DataException if two scans would have the same result
   */
  List<String> names(List<PredictionInput> inputs) {
    List<String> names = new ArrayList<>();
    description.pixelSize().ifPresent(size -> names.add(SurfaceFolders.THICKNESS));
    for (PredictionInput input : inputs) {
      for (Path file : results(input)) {
        String name = file.getFileName().toString();
        if (names.contains(name)) {
          throw new DataException(
              "%s would be written twice, again for %s; rename one of the images"
                  .formatted(name, input.file()));
        }
        names.add(name);
      }
    }
    return names;
  }

  private List<Path> results(PredictionInput input) {
    List<Path> results = new ArrayList<>(List.of(table(input)));
    if (overlay) {
      results.add(picture(input));
    }
    return results;
  }

  private Path table(PredictionInput input) {
    return out.resolve(input.id() + ".csv");
  }

  private Path picture(PredictionInput input) {
    return out.resolve(input.id() + "_overlay.png");
  }

  void run(List<PredictionInput> inputs, SurfacePredictor predictor, Progress progress)
      throws IOException {
    progress.begin("finding surfaces", inputs.size());
    for (PredictionInput input : inputs) {
      try {
        Image image = scan(input);
        write(input, image, predictor.predict(image));
      } catch (DataException e) {
        fail(input, e.getMessage());
      }
      progress.at(done.size() + failed.size(), List.of());
    }
    Optional<PixelSize> size = description.pixelSize();
    if (size.isPresent() && !found.isEmpty()) {
      new ThicknessMap(List.copyOf(found.keySet()), List.copyOf(found.values()), size.get())
          .write(out.resolve(SurfaceFolders.THICKNESS));
    }
  }

  private Image scan(PredictionInput input) {
    Image image = input.read();
    if (image.grid().isVolume()) {
      throw new DataException(
          input.file() + " is a volume; cut it into its B-scans with handful convert --slices");
    }
    double least = description.limits().thickness().minimum().stream().mapToDouble(d -> d).sum();
    if (image.height() <= least) {
      throw new DataException(
          "%s has %d rows, too few for the %.0f that the layers have at least; give the whole scan"
              .formatted(input.file(), image.height(), Math.ceil(least)));
    }
    return image;
  }

  private void write(PredictionInput input, Image image, SurfaceHeights heights) {
    SurfaceFiles.write(table(input), heights);
    if (overlay) {
      AtomicFile.write(picture(input), SurfaceOverlay.png(image, heights, Optional.empty()));
    }
    found.put(input.id(), heights);
    done.add(new Done(input.file(), image.width(), image.height(), results(input)));
  }

  private void fail(PredictionInput input, String reason) throws IOException {
    failed.add(new PredictionRun.Failed(input.file(), reason));
    // what an earlier run left here is no result of this one
    for (Path result : results(input)) {
      Files.deleteIfExists(result);
    }
  }

  List<Done> done() {
    return List.copyOf(done);
  }

  List<PredictionRun.Failed> failed() {
    return List.copyOf(failed);
  }
}
