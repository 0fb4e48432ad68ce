package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskPng;
import io.github.handful.imaging.Overlay;
import io.github.handful.imaging.VolumeFiles;
import io.github.handful.imaging.VolumeOverlay;
import io.github.handful.imaging.dicom.DicomSegmentation;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.Predictor.ClassProbabilities;
import java.nio.file.Path;
import java.time.LocalDateTime;
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
 * What is written for an image called {@code a}: the classes in {@code a.png}, on request the
 * probabilities in {@code a_probability.png}, or {@code a_probability_NAME.png} for each of several
 * foreground classes, and a picture in {@code a_overlay.png}. The classes and probabilities of a
 * volume are volumes, the classes of a DICOM series a DICOM segmentation {@code a_seg.dcm}.
 *
 * @param classes names, background first
 */
record PredictionFiles(Path folder, List<String> classes, boolean probabilities, boolean overlay) {
  private static final String PROBABILITY = "_probability";
  private static final String OVERLAY = "_overlay";
  private static final int LONGEST_SIDE = 4096;
  private static final int SLICE_SIDE = 512;

  /**
   * The names of the results of each image.
   *
   * @throws DataException if results of two images would have one name
   */
  Map<PredictionInput, List<String>> plan(List<PredictionInput> images) {
    Map<PredictionInput, List<String>> plan = new LinkedHashMap<>();
    Map<String, Path> owners = new HashMap<>();
    for (PredictionInput image : images) {
      List<String> names = names(image);
      for (String name : names) {
        Path other = owners.putIfAbsent(name, image.file());
        if (other != null) {
          throw new DataException(
              "%s and %s would both be segmented into %s; rename one of them"
                  .formatted(other, image.file().getFileName(), name));
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
  void write(PredictionInput input, Image image, Predictor predictor) {
    Optional<ClassProbabilities> planes =
        probabilities ? Optional.of(predictor.probabilities(image)) : Optional.empty();
    LabelMap labels =
        planes.map(ClassProbabilities::labels).orElseGet(() -> predictor.labels(image));
    planes.ifPresent(found -> writeProbabilities(input, found));
    if (overlay) {
      AtomicFile.write(folder.resolve(overlayName(input)), overlay(image, labels));
    }
    Path mask = folder.resolve(maskName(input));
    if (input instanceof PredictionInput.Series dicom) {
      DicomSegmentation.write(mask, labels, classes, dicom.series(), LocalDateTime.now());
    } else if (isVolume(input)) {
      VolumeFiles.write(mask, labels);
    } else {
      MaskPng.write(mask, labels, classes.size());
    }
  }

  private void writeProbabilities(PredictionInput input, ClassProbabilities planes) {
    Grid grid = planes.grid();
    for (int k = 1; k < classes.size(); k++) {
      Path file = folder.resolve(probabilityName(input, k));
      if (isVolume(input)) {
        VolumeFiles.write(file, new Image(grid, 1, 1, planes.plane(k)));
      } else {
        MaskPng.write16(file, grid.width(), grid.height(), planes.plane(k));
      }
    }
  }

  private static byte[] overlay(Image image, LabelMap labels) {
    return image.grid().isVolume()
        ? VolumeOverlay.png(
            image, labels, Optional.empty(), VolumeOverlay.centre(labels), SLICE_SIDE)
        : Overlay.png(image, labels, Optional.empty(), LONGEST_SIDE);
  }

  private List<String> names(PredictionInput input) {
    List<String> names = new ArrayList<>();
    names.add(maskName(input));
    for (int k = 1; probabilities && k < classes.size(); k++) {
      names.add(probabilityName(input, k));
    }
    if (overlay) {
      names.add(overlayName(input));
    }
    return names;
  }

  private static boolean isVolume(PredictionInput input) {
    return input instanceof PredictionInput.Series || VolumeFiles.isVolume(input.file());
  }

  private static String extension(PredictionInput input) {
    return isVolume(input) ? VolumeFiles.writtenExtension(input.file()) : ".png";
  }

  private static String maskName(PredictionInput input) {
    boolean dicom = input instanceof PredictionInput.Series;
    return input.id() + (dicom ? "_seg.dcm" : extension(input));
  }

  private static String overlayName(PredictionInput input) {
    return input.id() + OVERLAY + ".png";
  }

  private String probabilityName(PredictionInput input, int label) {
    String suffix = classes.size() == 2 ? "" : "_" + fileWords().get(label);
    return input.id() + PROBABILITY + suffix + extension(input);
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
