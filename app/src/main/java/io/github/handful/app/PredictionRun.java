package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.VolumeFiles;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Segments one image after another. An image that cannot be read stops nothing; a result that
 * cannot be written stops all.
 */
final class PredictionRun {
  private final Predictor predictor;
  private final PredictionFiles files;
  private final Preprocessing preprocessing;
  private final List<Done> done = new ArrayList<>();
  private final List<Failed> failed = new ArrayList<>();
  private int grey;
  private int coloured;

  /** A segmented image and the files that were written for it. */
  record Done(Path image, int width, int height, int depth, List<Path> files) {}

  /** An image that could not be read, and why, in one sentence. */
  record Failed(Path image, String reason) {}

  /**
   * @param preprocessing of the model
   */
  PredictionRun(Predictor predictor, PredictionFiles files, Preprocessing preprocessing) {
    this.predictor = predictor;
    this.files = files;
    this.preprocessing = preprocessing;
  }

  /** Segments all images of a plan. */
  void run(Map<PredictionInput, List<String>> plan, Progress progress)
      throws IOException, InterruptedException {
    progress.begin("segmenting", plan.size());
    try (ReadAhead images = new ReadAhead(List.copyOf(plan.keySet()))) {
      for (Map.Entry<PredictionInput, List<String>> entry : plan.entrySet()) {
        segment(entry.getKey(), entry.getValue(), images);
        progress.at(done.size() + failed.size(), List.of());
      }
    }
  }

  private void segment(PredictionInput input, List<String> names, ReadAhead images)
      throws IOException, InterruptedException {
    List<Path> results = names.stream().map(files.folder()::resolve).toList();
    Image image;
    try {
      image = images.next();
      requireFitting(input.file(), image);
    } catch (DataException e) {
      failed.add(new Failed(input.file(), e.getMessage()));
      // what an earlier run left here is no result of this one
      for (Path result : results) {
        Files.deleteIfExists(result);
      }
      return;
    }
    grey += image.channels() < preprocessing.channels() ? 1 : 0;
    coloured += image.channels() > preprocessing.channels() ? 1 : 0;
    files.write(input, image, predictor);
    done.add(new Done(input.file(), image.width(), image.height(), image.depth(), results));
  }

  /** Pictures are made grey or repeated for the model's colours; nothing else is converted. */
  private void requireFitting(Path file, Image image) {
    boolean volumes = preprocessing.dimensions() == 3;
    if (image.grid().isVolume() && !volumes) {
      throw new DataException(
          "%s is a volume of %s voxels, and the model learnt from pictures; export its slices"
              .formatted(file, image.grid().describe()));
    }
    if (volumes && !VolumeFiles.isVolume(file) && !image.grid().isVolume()) {
      throw new DataException(
          "%s is a picture, and the model learnt from volumes; give volumes".formatted(file));
    }
    if (volumes && image.channels() != preprocessing.channels()) {
      throw new DataException(
          "%s has %d channels, and the model learnt from volumes with %d; give the same channels, as a_0000, a_0001 and so on where they are files of their own"
              .formatted(file, image.channels(), preprocessing.channels()));
    }
  }

  List<Done> done() {
    return List.copyOf(done);
  }

  List<Failed> failed() {
    return List.copyOf(failed);
  }

  /** What a person should know of the images, in sentences. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (coloured > 0) {
      remarks.add(
          "The model learnt from grey images and %d of these are in colour; their channels were averaged."
              .formatted(coloured));
    }
    if (grey > 0) {
      remarks.add(
          "The model learnt from colour images and %d of these are grey; they may be segmented poorly."
              .formatted(grey));
    }
    return remarks;
  }
}
