package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskPng;
import io.github.handful.imaging.Overlay;
import io.github.handful.segment.Predictor.ClassProbabilities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is written for an image called {@code a.jpg}: the classes in {@code a.png}, on request the
 * probabilities in {@code a_probability.png}, or {@code a_probability_NAME.png} for each of several
 * foreground classes, and a picture in {@code a_overlay.png}.
 *
 * @param classes names, background first
 */
record PredictionFiles(Path folder, List<String> classes, boolean probabilities, boolean overlay) {
  private static final String PROBABILITY = "_probability";
  private static final String OVERLAY = "_overlay";
  private static final int LONGEST_SIDE = 4096;

  /**
   * The names of the results of each image.
   *
   * @throws DataException if results of two images would have one name
   */
  Map<Path, List<String>> plan(List<Path> images) {
    Map<Path, List<String>> plan = new LinkedHashMap<>();
    Map<String, Path> owners = new HashMap<>();
    for (Path image : images) {
      List<String> names = names(ImageInputs.stem(image));
      for (String name : names) {
        Path other = owners.putIfAbsent(name, image);
        if (other != null) {
          throw new DataException(
              "%s and %s would both be segmented into %s; rename one of them"
                  .formatted(other, image.getFileName(), name));
        }
      }
      plan.put(image, names);
    }
    return plan;
  }

  /** Whether a file of this stem is a by-product beside the masks of other stems. */
  static boolean isByProduct(String stem, Set<String> stems) {
    int probability = stem.lastIndexOf(PROBABILITY);
    boolean ofImage = probability > 0 && stems.contains(stem.substring(0, probability));
    String rest = ofImage ? stem.substring(probability + PROBABILITY.length()) : "x";
    boolean drawn =
        stem.endsWith(OVERLAY)
            && stems.contains(stem.substring(0, stem.length() - OVERLAY.length()));
    return drawn || rest.isEmpty() || rest.startsWith("_");
  }

  /** Writes all results of an image; each appears whole or not at all. */
  void write(Path file, Image image, ClassProbabilities predicted) {
    String stem = ImageInputs.stem(file);
    LabelMap labels = predicted.labels();
    if (probabilities) {
      for (int k = 1; k < classes.size(); k++) {
        MaskPng.write16(
            folder.resolve(probabilityName(stem, k)),
            predicted.width(),
            predicted.height(),
            predicted.plane(k));
      }
    }
    if (overlay) {
      byte[] picture = Overlay.png(image, labels, Optional.empty(), LONGEST_SIDE);
      AtomicFile.write(folder.resolve(overlayName(stem)), picture);
    }
    MaskPng.write(folder.resolve(maskName(stem)), labels, classes.size());
  }

  private List<String> names(String stem) {
    List<String> names = new ArrayList<>();
    names.add(maskName(stem));
    for (int k = 1; probabilities && k < classes.size(); k++) {
      names.add(probabilityName(stem, k));
    }
    if (overlay) {
      names.add(overlayName(stem));
    }
    return names;
  }

  private static String maskName(String stem) {
    return stem + ".png";
  }

  private static String overlayName(String stem) {
    return stem + OVERLAY + ".png";
  }

  private String probabilityName(String stem, int label) {
    String suffix = classes.size() == 2 ? "" : "_" + fileWords().get(label);
    return stem + PROBABILITY + suffix + ".png";
  }

  /** The class names as they may stand in file names, or numbers where they would be alike. */
  private List<String> fileWords() {
    List<String> words =
        classes.stream().map(name -> name.replaceAll("[^\\p{L}\\p{N}]+", "-")).toList();
    return new HashSet<>(words).size() == words.size()
        ? words
        : IntStream.range(0, words.size()).mapToObj(Integer::toString).toList();
  }
}
