package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.segment.Model;
import io.github.handful.segment.ModelDescription;
import io.github.handful.segment.Preprocessing;
import io.github.handful.segment.SegmenterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The model that the user means, with its description, before libtorch is needed. */
record ModelFolder(Path path, ModelDescription description) {
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
    Path inRun = run.resolve(IN_RUN);
    Path folder = Files.isDirectory(inRun) ? inRun : run;
    ModelDescription description = Model.describe(folder);
    requireWhole(folder, description);
    return new ModelFolder(folder, description);
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
