package io.github.handful.imaging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Draws conclusions from the facts of all pairs. */
final class InspectionFindings {
  private static final String NO_SPLIT = "";
  private static final int NAMED = 3;

  private InspectionFindings() {}

  static List<Finding> of(
      DataSet data,
      List<CaseFacts> cases,
      Map<String, Integer> channels,
      Map<String, Integer> sampleTypes,
      List<Inspection.Duplicates> duplicates) {
    List<Finding> findings = new ArrayList<>(data.findings());
    for (CaseFacts facts : cases) {
      facts.errors().forEach(error -> findings.add(Finding.error(error)));
    }
    duplicates.forEach(d -> findings.add(describe(d)));
    if (channels.containsKey(CaseFacts.RGB) && channels.size() > 1) {
      findings.add(Finding.warning("Grey and colour images are mixed: " + list(channels) + "."));
    }
    if (channels.keySet().stream().anyMatch(kind -> kind.endsWith(CaseFacts.CHANNELS))
        && channels.size() > 1) {
      findings.add(
          Finding.error("Images differ in their number of channels: " + list(channels) + "."));
    }
    long volumes =
        cases.stream().flatMap(c -> c.image().stream()).filter(i -> i.grid().isVolume()).count();
    if (volumes > 0 && volumes < cases.stream().filter(c -> c.image().isPresent()).count()) {
      findings.add(
          Finding.error(
              "%d of %d images are volumes and the others pictures; train on one kind at a time."
                  .formatted(volumes, cases.size())));
    }
    if (sampleTypes.size() > 1) {
      findings.add(
          Finding.warning("Images differ in their sample type: " + list(sampleTypes) + "."));
    }
    Map<String, Integer> notes = new TreeMap<>();
    cases.stream()
        .flatMap(c -> c.image().stream())
        .flatMap(image -> image.notes().stream())
        .forEach(note -> notes.merge(note, 1, Integer::sum));
    notes.forEach(
        (note, count) ->
            findings.add(
                Finding.info("%s (%d of %d images).".formatted(note, count, cases.size()))));
    List<String> empty =
        cases.stream().filter(CaseFacts::hasEmptyMask).map(c -> c.pair().id()).toList();
    if (!empty.isEmpty()) {
      findings.add(
          Finding.info(
              "%d of %d masks have no foreground: %s."
                  .formatted(empty.size(), cases.size(), some(empty))));
    }
    missingInTraining(data, cases, findings);
    return findings;
  }

  /** Groups of images with identical pixels, in the order of their first ids. */
  static List<Inspection.Duplicates> duplicates(DataSet data, List<CaseFacts> cases) {
    Map<String, List<String>> byDigest = new LinkedHashMap<>();
    for (CaseFacts facts : cases) {
      facts
          .image()
          .ifPresent(
              image ->
                  byDigest
                      .computeIfAbsent(image.digest(), digest -> new ArrayList<>())
                      .add(facts.pair().id()));
    }
    return byDigest.values().stream()
        .filter(ids -> ids.size() > 1)
        .map(
            ids ->
                new Inspection.Duplicates(
                    ids,
                    ids.stream()
                        .map(id -> data.split().getOrDefault(id, NO_SPLIT))
                        .filter(split -> !split.equals(NO_SPLIT))
                        .distinct()
                        .sorted()
                        .toList()))
        .toList();
  }

  private static Finding describe(Inspection.Duplicates duplicates) {
    String ids = some(duplicates.ids());
    return duplicates.splits().size() > 1
        ? Finding.error(
            "The same image is in the splits %s under the names %s, which makes results look better than they are."
                .formatted(String.join(" and ", duplicates.splits()), ids))
        : Finding.warning("The same image occurs under the names %s.".formatted(ids));
  }

  /** Classes that the training masks lack although others have them. */
  private static void missingInTraining(
      DataSet data, List<CaseFacts> cases, List<Finding> findings) {
    Set<String> training = data.trainingPairs().stream().map(Pair::id).collect(Collectors.toSet());
    if (training.isEmpty()) {
      findings.add(Finding.warning("No pair is marked train, so there is nothing to train on."));
      return;
    }
    for (int k = 0; k < data.classNames().size(); k++) {
      boolean present = false;
      for (CaseFacts facts : cases) {
        boolean has = !facts.classPixels().isEmpty() && facts.classPixels().get(k) > 0;
        present |= has && training.contains(facts.pair().id());
      }
      if (!present) {
        findings.add(
            Finding.warning(
                "The class '%s' occurs in no training mask and cannot be learnt."
                    .formatted(data.classNames().get(k))));
      }
    }
  }

  private static String list(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String some(List<String> ids) {
    String named = ids.stream().limit(NAMED).collect(Collectors.joining(", "));
    return ids.size() > NAMED ? named + " and " + (ids.size() - NAMED) + " more" : named;
  }
}
