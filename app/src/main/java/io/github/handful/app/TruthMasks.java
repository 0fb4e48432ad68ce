package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.ImageSource;
import io.github.handful.imaging.LabelEncoding;
import io.github.handful.imaging.LabelFiles;
import io.github.handful.imaging.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The masks that predictions are held against, and how they are read.
 *
 * @param classNames background first
 * @param truths those to evaluate, in natural order of their ids
 * @param others masks of other splits, which are known but not asked for
 * @param warnings one sentence for each mask that cannot be used
 */
record TruthMasks(
    LabelEncoding encoding,
    List<String> classNames,
    List<Truth> truths,
    List<Truth> others,
    List<String> warnings) {

  /** One mask, and its image where the truth is a data set. */
  record Truth(String id, Path mask, Optional<ImageSource> image) {}

  /**
   * Finds the masks of a data set, or of a folder that holds nothing else.
   *
   * @param split of the data set to keep to; empty for all of it
   * @throws DataException if there are no masks, no such split, or a mask cannot be read
   */
  static TruthMasks of(Path given, Optional<String> split) throws IOException {
    if (!Files.exists(given)) {
      throw new DataException(given + " does not exist; check the path of the truth");
    }
    if (ImageInputs.isDataSet(given)) {
      return ofDataSet(DataSet.openReadable(given), split);
    }
    if (split.isPresent()) {
      throw new DataException(
          given + " is a folder of masks without splits; leave --split out or give the data set");
    }
    return ofFolder(given);
  }

  private static TruthMasks ofFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + " is a file; give the folder of the true masks, or a data set");
    }
    List<Path> masks = ImageInputs.files(folder);
    if (masks.isEmpty()) {
      throw new DataException(
          folder + " holds neither masks nor a data set; check the path of the truth");
    }
    LabelEncoding encoding = LabelFiles.infer(masks);
    List<Truth> truths =
        masks.stream()
            .map(mask -> new Truth(ImageFiles.stem(mask), mask, Optional.empty()))
            .toList();
    return new TruthMasks(encoding, names(encoding), truths, List.of(), List.of());
  }

  private static List<String> names(LabelEncoding encoding) {
    return encoding.classes() == 2
        ? List.of("background", "foreground")
        : IntStream.range(0, encoding.classes())
            .mapToObj(k -> k == 0 ? "background" : "class " + k)
            .toList();
  }

  private static TruthMasks ofDataSet(DataSet data, Optional<String> split) {
    Set<String> known = new TreeSet<>(data.split().values());
    if (split.isPresent() && !known.contains(split.get())) {
      throw new DataException(
          known.isEmpty()
              ? data.root() + " has no split table (split.csv); leave --split out or add one"
              : "%s has no split called '%s'; it has %s"
                  .formatted(data.root(), split.get(), String.join(", ", known)));
    }
    List<Truth> truths = new ArrayList<>();
    List<Truth> others = new ArrayList<>();
    for (Pair pair : data.pairs()) {
      boolean wanted = split.isEmpty() || split.get().equals(data.split().get(pair.id()));
      Truth truth = new Truth(pair.id(), pair.mask(), Optional.of(pair.source()));
      (wanted ? truths : others).add(truth);
    }
    List<String> warnings =
        data.findings().stream()
            .filter(finding -> finding.severity() == Finding.Severity.ERROR)
            .map(Finding::message)
            .toList();
    return new TruthMasks(data.encoding(), data.classNames(), truths, others, warnings);
  }
}
