package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.segment.Model;
import io.github.handful.segment.ModelDescription;
import io.github.handful.segment.Preprocessing;
import io.github.handful.segment.SegmenterSpec;
import io.github.handful.surfaces.SurfaceModel;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The model that the user means, with its description, before libtorch is needed.
 *
 * @param paths one model folder, or those of all folds of a cross-validation
 */
record ModelFolder(List<Path> paths, ModelDescription description) {
  private static final String IN_RUN = "model";
  private static final String WEIGHTS = "weights.safetensors";
  private static final int BYTES = 4;

  /**
   * Finds a model.
   *
   * @param run a run folder, or a model folder itself
   * @throws DataException if there is no model, or its description is damaged
   */
  static ModelFolder of(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      throw new DataException(
          Files.exists(run)
              ? run + " is a file; give the run folder that holds the model"
              : run + " does not exist; give the folder of a finished run");
    }
    List<Path> folds = folds(new RunFolder(run));
    if (!folds.isEmpty()) {
      return ensemble(folds);
    }
    Path inRun = run.resolve(IN_RUN);
    Path folder = Files.isDirectory(inRun) ? inRun : run;
    return new ModelFolder(List.of(folder), described(folder));
  }

  private static List<Path> folds(RunFolder run) {
    List<Path> folds = new ArrayList<>();
    for (int fold = 1; Files.isDirectory(run.fold(fold).path()); fold++) {
      folds.add(run.fold(fold).model());
    }
    return folds;
  }

  private static ModelFolder ensemble(List<Path> folds) throws IOException {
    ModelDescription first = described(folds.get(0));
    for (Path fold : folds) {
      ModelDescription other = described(fold);
      if (!other.preprocessing().equals(first.preprocessing())
          || !other.classes().equals(first.classes())) {
        throw new DataException(
            "%s and %s are models of different kinds; copy the whole run again or train anew"
                .formatted(folds.get(0), fold));
      }
    }
    return new ModelFolder(folds, first);
  }

  /**
   * The folder of the one model.
   *
   * @throws DataException if there are those of several folds
   */
  Path single() {
    if (paths.size() > 1) {
      throw new DataException(
          "%s is one of %d models of a cross-validation; give the folder of one fold"
              .formatted(paths.get(0), paths.size()));
    }
    return paths.get(0);
  }

  /** The models, which the caller closes. */
  List<Model> read(Compute compute) throws IOException {
    List<Model> models = new ArrayList<>();
    for (Path path : paths) {
      models.add(Model.read(path, compute));
    }
    return models;
  }

  private static ModelDescription described(Path folder) throws IOException {
    if (SurfaceModel.isIn(folder)) {
      throw new DataException(folder + " is a model of surfaces; only handful predict takes it");
    }
    ModelDescription description = Model.describe(folder);
    requireWhole(folder, description);
    return description;
  }

  private static void requireWhole(Path folder, ModelDescription description) throws IOException {
    boolean whole =
        Stream.of(
                description.segmenter(),
                description.preprocessing(),
                description.classes(),
                description.labels())
            .allMatch(Objects::nonNull);
    if (!whole || !isConsistent(description) || isTooLarge(folder, description.segmenter())) {
      throw new DataException(
          "the description in "
              + folder
              + " lacks fields or contradicts itself; copy the whole model folder again or train"
              + " anew");
    }
  }

  private static boolean isConsistent(ModelDescription description) {
    SegmenterSpec segmenter = description.segmenter();
    Preprocessing input = description.preprocessing();
    return segmenter.dimensions() == input.dimensions()
        && segmenter.channels() == input.channels()
        && segmenter.classes() == description.classes().size()
        && IntStream.range(0, input.dimensions())
            .allMatch(axis -> input.size(axis) % segmenter.multiple(axis) == 0);
  }

  /**
   * Whether the network would have more weights than the file holds: a broken number must not
   * allocate what no machine has.
   */
  private static boolean isTooLarge(Path folder, SegmenterSpec spec) throws IOException {
    Path weights = folder.resolve(WEIGHTS);
    return Files.exists(weights) && BYTES * spec.leastWeights() > Files.size(weights);
  }
}
