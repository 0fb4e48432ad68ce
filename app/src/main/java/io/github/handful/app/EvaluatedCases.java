package io.github.handful.app;

import io.github.handful.app.CaseMatching.Case;
import io.github.handful.app.EvaluationReport.View;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.LabelFiles;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.metrics.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was evaluated, how it was read, and what came out. */
record EvaluatedCases(
    TruthMasks masks, CaseMatching matching, CaseScoring scoring, Evaluation evaluation) {
  private static final int NAMED = 5;

  /** What may make the numbers mislead, in sentences. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(masks.warnings());
    List<String> missing = matching.withoutPrediction();
    if (!missing.isEmpty()) {
      warnings.add(
          "%d of %d truths have no prediction and do not count: %s."
              .formatted(missing.size(), masks.truths().size(), some(missing)));
    }
    if (!matching.withoutTruth().isEmpty()) {
      List<String> stems = matching.withoutTruth().stream().map(ImageFiles::stem).toList();
      warnings.add(
          "%d predictions have no truth and do not count: %s."
              .formatted(stems.size(), some(stems)));
    }
    evaluation.classes().keySet().stream()
        .filter(this::isNeverPredicted)
        .map(label -> "No prediction has the class '%s'.".formatted(name(label)))
        .forEach(warnings::add);
    return warnings;
  }

  /** A case with its image; empty where there is none, or it does not lie on the masks' grid. */
  Optional<View> view(String id) {
    Case wanted =
        matching.cases().stream()
            .filter(one -> one.truth().id().equals(id))
            .findFirst()
            .orElseThrow();
    if (wanted.truth().image().isEmpty()) {
      return Optional.empty();
    }
    Image image;
    try {
      image = wanted.truth().image().get().read();
    } catch (DataException e) { // the masks alone are what is evaluated
      return Optional.empty();
    }
    LabelMap truth = LabelFiles.read(wanted.truth().mask(), scoring.truth());
    return image.grid().sameSize(truth.grid())
        ? Optional.of(
            new View(image, LabelFiles.read(wanted.prediction(), scoring.prediction()), truth))
        : Optional.empty();
  }

  private String name(int label) {
    return masks.classNames().get(label);
  }

  private boolean isNeverPredicted(int label) {
    return evaluation.rows().stream()
        .filter(row -> row.label() == label)
        .allMatch(row -> row.counts().predicted() == 0);
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
  }
}
